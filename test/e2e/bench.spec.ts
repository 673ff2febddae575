import { expect, test } from '@playwright/test';
import { expectNoViolations, giveRecordings, inBothWindows, openPage } from './page.ts';

test('measures the device in a worker of its own, and gives it up when asked', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page);
  await page.getByRole('button', { name: 'Measure how fast this device is' }).click();
  const dialog = page.getByRole('dialog', { name: 'How fast is this device?' });
  await expect(dialog).toBeVisible();
  await inBothWindows(page, () => expectNoViolations(page));
  await dialog.getByRole('button', { name: 'Measure' }).click();
  // Every side first shows that its results are right.
  await expect(dialog.getByRole('status')).toHaveText(/^decode 0\.2M B=64 \S+: right$/, { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('button', { name: 'Measure' })).toBeVisible();
  await expect(dialog.getByRole('status')).toBeEmpty();
  await expect.poll(() => page.workers().length).toBe(0);
});

test('gives up a measurement that still waits for its base, and makes the next one alone', async ({ page }) => {
  let giveBase: () => void = () => undefined;
  const baseGiven = new Promise<void>((resolve) => (giveBase = resolve));
  await giveRecordings(page);
  await page.route('**/base/*', async (route) => {
    await baseGiven;
    await route.continue();
  });
  await openPage(page);
  await page.getByRole('button', { name: 'Measure how fast this device is' }).click();
  const dialog = page.getByRole('dialog', { name: 'How fast is this device?' });
  const measure = dialog.getByRole('button', { name: 'Measure' });
  const stop = dialog.getByRole('button', { name: 'Stop' });
  await measure.click();
  await stop.click();
  await expect(dialog.getByRole('status')).toBeEmpty();
  await measure.click();
  giveBase();
  await expect(dialog.getByRole('status')).not.toHaveText('Starting.', { timeout: 60_000 });
  expect(page.workers().length).toBe(1);
  await stop.click();
  await expect.poll(() => page.workers().length).toBe(0);
  await expect(measure).toBeVisible();
});
