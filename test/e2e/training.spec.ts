import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, giveRecordings, longRun, openPage, tinyRun, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page, false));

const stepShown = async (page: Page): Promise<number> => Number(await page.getByRole('slider', { name: 'Training step' }).inputValue());

/** Counts the frames that the page draws from now on. */
async function countFrames(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const drawn = { frames: 0 };
    const frame = (): void => {
      drawn.frames++;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { drawn });
  });
  return () => page.evaluate(() => (window as unknown as { drawn: { frames: number } }).drawn.frames);
}

test('keeps drawing frames on the main thread while it trains, and has no tensors there', async ({ page }) => {
  await openPage(page, `./${tinyRun.replace('steps=8', 'steps=4000')}`);
  await trainButton(page).click();
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  const framesDrawn = await countFrames(page);
  await expect.poll(framesDrawn, { timeout: 60_000 }).toBeGreaterThan(20);
  await expect(trainButton(page)).toHaveText(/^Pause/);
  // TensorFlow.js leaves its engine here in every thread that it is loaded in.
  const hasEngine = (): boolean => '_tfengine' in globalThis;
  expect(await page.workers()[0].evaluate(hasEngine)).toBe(true);
  expect(await page.evaluate(hasEngine)).toBe(false);
});

test('trains both runs for real, pauses, survives a reload, goes on where it was, and finishes', async ({ page }) => {
  await openPage(page, `./${tinyRun.replace('steps=8', 'steps=300').replace('evaluateEvery=2', 'evaluateEvery=20')}`);
  await trainButton(page).click();
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(20);
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText('Continue training');
  const paused = await page.getByText(/Paused at step \d+ of 300/).innerText();
  await expectNoViolations(page);

  await page.reload();
  await expect(page.getByText(paused)).toBeVisible();
  expect(await stepShown(page)).toBeGreaterThanOrEqual(20);
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText('Train again, with seed 2', { timeout: 60_000 });
  expect(await stepShown(page)).toBe(300);
  await expect(page.getByText('Trained here, 300 updates.')).toBeVisible();
});

test('gives the same run whether it was interrupted or not', async ({ page, context }) => {
  const table = async (of: Page): Promise<string> => {
    await of.getByRole('button', { name: 'Show as table' }).first().click();
    return of.getByRole('region', { name: /accuracy$/ }).innerText();
  };
  await openPage(page, `./${tinyRun}`);
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible();
  await trainButton(page).click();
  await expect(page.getByText('Trained here, 8 updates.')).toBeVisible({ timeout: 60_000 });
  const interrupted = await table(page);

  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Throw away' }).click();
  await expect(trainButton(page)).toHaveText(/^Train both/);
  await page.close();

  const other = await context.newPage();
  await giveRecordings(other, false);
  await openPage(other, `./${tinyRun}`);
  await trainButton(other).click();
  await expect(other.getByText('Trained here, 8 updates.')).toBeVisible({ timeout: 60_000 });
  expect(await table(other)).toBe(interrupted);
});

test('opens again on the run that was trained last, without an address', async ({ page }) => {
  await openPage(page, `./${tinyRun}`);
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible({ timeout: 60_000 });
  await page.goto('about:blank');
  await openPage(page);
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible();
  await expect(trainButton(page)).toHaveText('Continue training');
});

test('pauses when the setup is changed, and finds the run again when it is changed back', async ({ page }) => {
  await openPage(page, `./${longRun}`);
  await trainButton(page).click();
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await page.getByLabel('Seed', { exact: true }).fill('2');
  await expect(trainButton(page)).toHaveText(/^Train both/, { timeout: 30_000 });
  await page.getByLabel('Seed', { exact: true }).fill('1');
  await expect(trainButton(page)).toHaveText('Continue training');
});
