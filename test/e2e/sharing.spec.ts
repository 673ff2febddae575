import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { partNames } from '../../src/share/hidden.ts';
import { chapters } from '../../src/story/chapters.ts';
import { expectNoViolations, giveRecordings, openPage, overflow, tinyRun, trainButton } from './page.ts';

const dialog = (page: Page) => page.locator('dialog[open]');
const openRuns = (page: Page) => page.getByRole('button', { name: 'All runs of this browser' }).click();

test('an address opens the page at a step, a temperature and a dialog', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page, './#v=2&at=150&T=0&open=keys');
  await expect(dialog(page)).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Training step', includeHidden: true })).toHaveValue('150');
  await expect(page.locator('.meta button[aria-pressed=true]')).toHaveText('greedy');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#v=2&at=150&T=0$/);
  await page.getByRole('slider', { name: 'Training step' }).fill('200');
  await expect(page).toHaveURL(/#v=2&at=200&T=0$/);
});

test('a part that an address hides is not there, and a name that is no part is refused', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page, `./?hide=${partNames.join(',')},roof`);
  await expect(page.getByText('hide has no part "roof"')).toBeVisible();
  for (const gone of ['#app > header', '.story', '.lede > div', '.lede > form', '.time', '.row', '.sharing', 'main > footer']) {
    for (const element of await page.locator(gone).all()) await expect(element).toBeHidden();
  }
  await openPage(page, './?embed');
  await expect(page.locator('.time')).toBeVisible();
  await expect(page.locator('#app > header')).toBeHidden();
  await expect(page.locator('main > footer')).toBeHidden();
});

test('a run is saved to a file, deleted, had back, deleted for good and opened again', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page, `./${tinyRun}`);
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText(/Train again/, { timeout: 100_000 });

  await openRuns(page);
  const rows = dialog(page).getByRole('row', { name: /finished/ });
  await expect(rows).toHaveCount(2);
  const score = dialog(page).getByRole('row', { name: /SCoRe/ });
  await score.getByLabel(/^Name of/).fill('Kept apart');
  await score.getByLabel(/^Name of/).blur();
  await expect(score.getByRole('button', { name: /^Save.*Kept apart/ })).toBeVisible();
  await expectNoViolations(page);
  const downloading = page.waitForEvent('download');
  await score.getByRole('button', { name: /^Save/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Kept-apart-step-8.zip');
  const file = readFileSync(await download.path());

  await score.getByRole('button', { name: /^Delete/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(trainButton(page)).toHaveText(/Train both/);
  await dialog(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(2);
  await expect(trainButton(page)).toHaveText(/Train again/);
  await score.getByRole('button', { name: /^Delete/ }).click();
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);

  const choose = (buffer: Buffer) =>
    dialog(page).locator('input[type=file]').setInputFiles({ name: 'run.zip', mimeType: 'application/zip', buffer });
  await choose(file.subarray(0, file.length - 100));
  await expect(dialog(page).getByText('run.zip was not opened. The file is damaged or was cut off')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await choose(file);
  await expect(dialog(page).getByText('Opened run.zip.')).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(score.getByLabel(/^Name of/)).toHaveValue('Kept apart');
  await choose(file);
  await expect(dialog(page).getByText('This browser has that run already, with 8 updates')).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test('sharing has no accessibility violations, and a picture is saved as SVG', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page);
  const downloading = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /^Show as table/ })
    .first()
    .click();
  await page.getByRole('button', { name: /^SVG/ }).first().click();
  const svg = readFileSync(await (await downloading).path(), 'utf8');
  expect(svg).not.toContain('var(--');
  const said = await page.evaluate((source) => {
    const file = new DOMParser().parseFromString(source, 'image/svg+xml');
    const own = [...file.querySelectorAll('svg > text')].filter((text) => text.parentElement === file.documentElement);
    return { lines: own.map((text) => text.textContent), desc: file.querySelector('desc')?.textContent?.split('\n') };
  }, svg);
  expect(said.lines[0]).toBe('Naive two-turn RL, accuracy · Addition');
  const below = said.lines.slice(1).join(' ');
  expect(below).toContain('Dashed: first answer. Solid: second.');
  expect(below).toMatch(/n = [\d,]+; at temperature 1; bars are 95% intervals\. /);
  expect(below).toContain('by: none: synthetic, naive Opens again at http');
  expect(said.desc?.at(-1)).toMatch(/^Opens again at http/);
  await page.getByRole('button', { name: 'Share this experiment' }).click();
  await expect(dialog(page).getByLabel('HTML of the frame')).toHaveValue(/<iframe src="http.*\?embed&amp;hide=/);
  await expectNoViolations(page);
});

test('the link that skips to the runs leaves the experiment as it is', async ({ page }) => {
  await openPage(page, './#v=2&task=transpile&right.alpha=3');
  const skip = page.getByRole('link', { name: 'Skip to the two runs' });
  await skip.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#runs')).toBeFocused();
  await expect(page).toHaveURL(/#v=2&task=transpile&right\.alpha=3$/);
  await expect(page.getByText('There is no option')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('transpile');
});

for (const hides of ['embed', 'hide=story']) {
  test(`with ?${hides} the story is not there, and its keys move nothing`, async ({ page }) => {
    await giveRecordings(page);
    await openPage(page, `./?${hides}#v=2&seed=7`);
    await expect(page.locator('.story')).toBeHidden();
    await page.keyboard.press('s');
    await page.keyboard.press('n');
    await page.keyboard.press('?');
    await expect(dialog(page).getByText('Space')).toBeVisible();
    await expect(dialog(page).locator('kbd', { hasText: /^s$/ })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/#v=2&seed=7$/);

    // A chapter's setup is shown, and what closes a story does nothing to it.
    await page.goto('about:blank');
    await openPage(page, `./?${hides}#story=3`);
    const { task, methods } = chapters[2].setup;
    await expect(page.getByRole('combobox', { name: 'Task', exact: true, includeHidden: true })).toHaveValue(task);
    await page.keyboard.press('Escape');
    await expect(page.locator('.head select').first()).toHaveValue(methods[0]);
    await expect(page).not.toHaveURL(/story=\d/);
  });
}
