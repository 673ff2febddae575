import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, giveRecordings, tinyRun, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page, false));

const stepShown = async (page: Page): Promise<number> => Number(await page.getByRole('slider', { name: 'Training step' }).inputValue());

/** Longest pause between two frames so far, in milliseconds, and how many frames there were. */
async function watchFrames(page: Page): Promise<() => Promise<{ longest: number; frames: number }>> {
  await page.evaluate(() => {
    const seen = { longest: 0, frames: 0 };
    let before = performance.now();
    const frame = (now: number): void => {
      seen.longest = Math.max(seen.longest, now - before);
      seen.frames++;
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { seen });
  });
  return () => page.evaluate(() => (window as unknown as { seen: { longest: number; frames: number } }).seen);
}

test('trains both runs for real, pauses, survives a reload, goes on where it was, and finishes', async ({ page }) => {
  await page.goto(`./${tinyRun.replace('steps=8', 'steps=300').replace('evaluateEvery=2', 'evaluateEvery=20')}`);
  const frames = await watchFrames(page);
  await trainButton(page).click();
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(20);
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText('Continue training');
  const paused = await page.getByText(/Paused at step \d+ of 300/).innerText();
  const { longest, frames: count } = await frames();
  test.info().annotations.push({ type: 'frames', description: `${count} frames, longest gap ${longest.toFixed(0)} ms` });
  expect(count).toBeGreaterThan(20);
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
  await page.goto(`./${tinyRun}`);
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
  await other.goto(`./${tinyRun}`);
  await trainButton(other).click();
  await expect(other.getByText('Trained here, 8 updates.')).toBeVisible({ timeout: 60_000 });
  expect(await table(other)).toBe(interrupted);
});

test('opens again on the run that was trained last, without an address', async ({ page }) => {
  await page.goto(`./${tinyRun}`);
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible({ timeout: 60_000 });
  await page.goto('about:blank');
  await page.goto('./');
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible();
  await expect(trainButton(page)).toHaveText('Continue training');
});

test('pauses when the setup is changed, and finds the run again when it is changed back', async ({ page }) => {
  await page.goto(`./${tinyRun.replace('steps=8', 'steps=400')}`);
  await trainButton(page).click();
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await page.getByLabel('Seed', { exact: true }).fill('2');
  await expect(trainButton(page)).toHaveText(/^Train both/, { timeout: 30_000 });
  await page.getByLabel('Seed', { exact: true }).fill('1');
  await expect(trainButton(page)).toHaveText('Continue training');
});
