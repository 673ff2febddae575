import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { taskLabels } from '../../workers/protocol.ts';
import type { StudyFile, StudyIndex } from '../../src/study/studyFile.ts';
import { expectNoViolationsInBothSchemes, giveRecordings, inBothWindows, openPage, textsThatTouch } from './page.ts';

const index = JSON.parse(readFileSync(new URL('../../public/study/index.json', import.meta.url), 'utf8')) as StudyIndex;
/** Two tasks of which runs are in, the page's first one and another. */
const [first, other] = index.tasks
  .filter(({ done }) => done > 0)
  .map(({ task }) => ({ task, button: new RegExp(`^${taskLabels.find(({ id }) => id === task)?.name}, \\d+ of \\d+$`) }));

const ofFirst = JSON.parse(readFileSync(new URL(`../../public/study/${first.task}.json`, import.meta.url), 'utf8')) as StudyFile;
const barsOfFirst = ofFirst.sections.flatMap(({ figures }) => figures).filter(({ picture }) => picture === 'bars/Bars').length;

test.beforeEach(async ({ page }) => giveRecordings(page));

test('shows the figures of the study by task, and loads them when asked', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const ofStudy = () => asked.filter((url) => /study\/|\/Study-/.test(url));
  await openPage(page);
  await expect(page.locator('h1')).toContainText('corrects itself');
  expect(ofStudy()).toEqual([]);
  await page.getByRole('button', { name: 'The study' }).click();
  const dialog = page.getByRole('dialog', { name: 'The study' });
  await expect(dialog.getByText(/\d+ of \d+ planned runs are in\./)).toBeVisible();
  await expect(dialog.getByText('npm run reproduce -- --report')).toBeVisible();
  const bars = dialog.getByRole('img', { name: /^Accuracy of first and second answers: / });
  await expect(bars).toHaveCount(barsOfFirst);
  for (const name of [
    /^Accuracy and change rate over training/,
    /^Accuracy of the majority vote/,
    /^How often a wrong first answer/,
    /^Fixed and broken by level/,
  ])
    await expect(dialog.getByRole('img', { name }).first()).toBeAttached();
  await inBothWindows(page, async () => {
    await expect.poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    for (const picture of await bars.all()) expect(await textsThatTouch(picture)).toEqual([]);
    await expectNoViolationsInBothSchemes(page);
  });

  const before = await bars.first().getAttribute('aria-label');
  await dialog.getByRole('button', { name: other.button }).click();
  await expect(bars.first()).not.toHaveAttribute('aria-label', before ?? '');
  expect(ofStudy().filter((url) => url.endsWith('.json')).map((url) => url.split('/').at(-1))).toEqual(['index.json', `${first.task}.json`, `${other.task}.json`]); // prettier-ignore
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('opens on the task that the page shows', async ({ page }) => {
  await openPage(page, `./#task=${other.task}`);
  await page.getByRole('button', { name: 'The study' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: other.button })).toHaveAttribute('aria-pressed', 'true');
});

test('keeps the keys of the page to itself while it is open', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'The study' }).click();
  await page.getByRole('heading', { name: 'At the end, greedy' }).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  const step = page.locator('input[type=range]');
  expect(await step.inputValue()).toBe('500');
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('Home');
  await expect(step).toHaveValue('0');
});

test('says so where the study or its figures cannot be had', async ({ page }) => {
  await page.route('**/study/addition.json', (route) => route.fulfill({ status: 404, body: '' }));
  await openPage(page);
  await page.getByRole('button', { name: 'The study' }).click();
  await expect(page.getByText('The figures of Addition could not be loaded.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.route('**/study/index.json', (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('button', { name: 'The study' }).click();
  await expect(page.getByText('The study could not be loaded.')).toBeVisible();
});
