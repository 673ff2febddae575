import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { defaultOptions } from '../../workers/protocol.ts';
import type { StudyFile } from '../../src/study/studyFile.ts';
import { expectNoViolations, giveRecordings, inBothWindows, longRun, openPage, tinyRun, trainButton } from './page.ts';

const lookCloser = (page: Page, method: string) => page.getByRole('button', { name: new RegExp(`^Look closer.*${method}$`) });

/** Pixels by which what stands in the open dialog is wider than it. */
const dialogOverflow = (page: Page): Promise<number> =>
  page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);

const questions = [
  'What does the second answer do with the first?',
  'Is the second answer better?',
  'Are second answers worth more votes?',
  'And when it looks ten times?',
  'Whose mistakes does it correct?',
  'Does it fix what is hard?',
  'How alike are its answers?',
];

test('looks closer at runs that were trained here: paused, finished, and after a reload', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page, `./${tinyRun}`);
  await expect(lookCloser(page, 'SCoRe')).toBeDisabled();
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible({ timeout: 60_000 });

  await lookCloser(page, 'SCoRe').click();
  const dialog = page.getByRole('dialog', { name: 'SCoRe, a closer look' });
  await expect(dialog.getByRole('status')).toHaveText(/^Measuring \d of 7: /);
  await expect(dialog.getByText('SCoRe at step 1, on 200 held-out problems')).toBeVisible({ timeout: 60_000 });
  for (const name of questions) await expect(dialog.getByRole('heading', { name })).toBeVisible();
  await expect(
    dialog.getByRole('img', { name: /^How often the second answer is right, by what was put in the place of the first/ }),
  ).toBeVisible();
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Measure again' }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status')).toHaveText(/^Stopped before the end\. SCoRe at step 1/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await trainButton(page).click();
  await expect(page.getByText('Trained here, 8 updates.')).toBeVisible({ timeout: 60_000 });
  await lookCloser(page, 'SCoRe').click();
  await expect(dialog.getByText('SCoRe at step 8, on 200 held-out problems')).toBeVisible({ timeout: 60_000 });
  const table = async (): Promise<string> => {
    await dialog.getByRole('button', { name: /^Show as table.*swap test of SCoRe/ }).click();
    return dialog.getByRole('region', { name: 'swap test of SCoRe' }).innerText();
  };
  const measured = await table();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText(/^At step 8: .*, greedy; .*, temperature 1\.$/)).toBeVisible();

  await page.reload();
  await expect(page.getByText('Trained here, 8 updates.')).toBeVisible();
  await lookCloser(page, 'SCoRe').click();
  await expect(dialog.getByText('SCoRe at step 8, on 200 held-out problems')).toBeVisible({ timeout: 60_000 });
  expect(await table()).toBe(measured);
});

test('cannot look closer at a run while it is trained', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page, `./${longRun}`);
  await trainButton(page).click();
  await expect(page.getByText('Pause training to look closer.').first()).toBeVisible();
  await expect(lookCloser(page, 'SCoRe')).toBeDisabled();
});

test('shows of a recording what the study measured of it, and starts no worker', async ({ page }) => {
  const file = JSON.parse(readFileSync(new URL('../../public/study/addition.json', import.meta.url), 'utf8')) as StudyFile;
  const recorded = [{ ...file.recorded[0], options: defaultOptions('addition', 'score') }];
  await giveRecordings(page);
  await page.route('**/study/addition.json', (route) => route.fulfill({ json: { ...file, recorded } }));
  await openPage(page);
  await lookCloser(page, 'SCoRe').click();
  const dialog = page.getByRole('dialog', { name: 'SCoRe, a closer look' });
  await expect(dialog.getByText('the model of this very recording, on 500 held-out problems')).toBeVisible();
  for (const name of questions) await expect(dialog.getByRole('heading', { name })).toBeVisible();
  await inBothWindows(page, async () => {
    await expect.poll(() => dialogOverflow(page)).toBe(0);
    await expectNoViolations(page);
  });
  await dialog.getByRole('button', { name: 'Close' }).click();
  // Nothing was measured of the other one.
  await lookCloser(page, 'Naive RL').click();
  await expect(page.getByText('Nothing more was measured of this recording.')).toBeVisible();
  expect(page.workers()).toEqual([]);
});
