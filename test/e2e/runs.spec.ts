import { expect, test, type Locator, type Page } from '@playwright/test';
import { defaultOptions, type RunOptions } from '../../workers/protocol.ts';
import { expectNoViolationsInBothSchemes, giveRecordings, openPage, overflow, textsThatTouch } from './page.ts';
import { syntheticRecordings } from './fixtures.ts';

const small = { steps: 200, evaluateEvery: 20, heldOut: 500, batch: 64, group: 8, warmUp: 5 };

const options = (method: string, seed: number, over: Partial<RunOptions> = {}): RunOptions => ({
  ...defaultOptions('addition', method),
  ...small,
  seed,
  ...over,
});

const runs: RunOptions[] = [
  ...[1, 2].map((seed) => options('naive', seed)),
  ...[1, 2].map((seed) => options('score', seed)),
  ...[1, 2].map((seed) => options('score', seed, { alpha: 3, beta1: 0.05, beta2: 2, temperature: 0.8 })),
];

/** Puts finished runs into the browser of a page that is open; their numbers are synthetic. */
async function save(page: Page, saved: readonly RunOptions[]): Promise<void> {
  const [, recording] = syntheticRecordings('addition');
  const evaluations = recording.evaluations.map(({ rows, ...evaluation }, index) => ({
    ...evaluation,
    step: 20 * index,
    rows: [...rows, { ...rows[0], split: 'train' as const }].map((row) => ({ ...row, step: 20 * index })),
  }));
  await page.evaluate(
    async ({ saved, evaluations }) => {
      const opening = indexedDB.open('second-thoughts');
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const writing = opening.result.transaction(['runs', 'evaluations'], 'readwrite');
      for (const [index, options] of saved.entries()) {
        const id = `run ${index}`;
        writing.objectStore('runs').put({ id, options, step: options.steps, finished: true, created: index });
        for (const evaluation of evaluations) writing.objectStore('evaluations').put({ ...evaluation, id });
      }
      await new Promise((resolve) => (writing.oncomplete = resolve));
    },
    { saved, evaluations },
  );
}

/** Opens the dialog of all runs with these in it. */
async function openRuns(page: Page): Promise<Locator> {
  await giveRecordings(page);
  await openPage(page);
  await save(page, runs);
  await page.getByRole('button', { name: 'All runs of this browser' }).click();
  const dialog = page.locator('dialog[open]');
  await expect(dialog.getByRole('checkbox')).toHaveCount(runs.length);
  return dialog;
}

test('runs with many changed settings are told apart where they are drawn and compared', async ({ page }) => {
  const dialog = await openRuns(page);
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  const picture = dialog.getByRole('img', { name: /^Accuracy and change rate/ });
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 1700 });
    await expect(picture.locator('text', { hasText: 'Naive RL' })).toHaveText(/^Naive RL$/);
    await expect.poll(async () => (await picture.boundingBox())?.width).toBeLessThan(width);
    expect(await textsThatTouch(picture)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
  // What all of them share is said once; a menu cuts its line off, so that what is chosen stands below it too.
  await expect(dialog.getByText('All of these runs have steps=200, batch=64, warmUp=5, evaluateEvery=20, heldOut=500.')).toHaveCount(2);
  await expect(dialog.getByLabel('Second group').locator('option')).toHaveText([
    'Addition: SCoRe, alpha=3, beta1=0.05, beta2=2, temperature=0.8 (2)',
    'Addition: SCoRe (2)',
    'Addition: Naive RL (2)',
  ]);
  await expect(dialog.getByText(/^alpha=3 beta1=0.05 beta2=2 temperature=0.8$/)).toBeVisible();
  await expectNoViolationsInBothSchemes(page);
});

test('the table of runs shows on a phone that it goes on to the side, and is moved by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const dialog = await openRuns(page);
  const table = dialog.getByRole('region', { name: 'Runs of this browser' });
  const hidden = (): Promise<number> => table.evaluate((region) => region.scrollWidth - region.clientWidth - region.scrollLeft);
  const atFirst = await hidden();
  expect(atFirst).toBeGreaterThan(0);
  // Shades that stay at the edges, under covers that move with the table.
  await expect(table).toHaveCSS('background-attachment', 'local, local, scroll, scroll');
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(hidden).toBeLessThan(atFirst);
});

test('the table of runs needs no moving where the window is as wide as it', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const dialog = await openRuns(page);
  const table = dialog.getByRole('region', { name: 'Runs of this browser' });
  expect(await table.evaluate((region) => region.scrollWidth - region.clientWidth)).toBe(0);
});

test('a run’s name is no longer than what it is written into', async ({ page }) => {
  const dialog = await openRuns(page);
  const name = dialog.getByRole('textbox', { name: /^Name of/ }).first();
  await name.focus();
  await page.keyboard.insertText('x'.repeat(300));
  await expect(name).toHaveValue('x'.repeat(60));
});

test('deleting a run and having it back keep the focus where the other can be done', async ({ page }) => {
  const dialog = await openRuns(page);
  const rows = dialog.getByRole('checkbox');
  const remove = dialog.getByRole('button', { name: /^Delete/ }).nth(2);
  const name = (await remove.innerText()).trim();
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(runs.length - 1);
  const undo = dialog.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(runs.length);
  await expect(undo).toHaveCount(0);
  await expect(remove).toBeFocused();
  expect((await remove.innerText()).trim()).toBe(name);
});
