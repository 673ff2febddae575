import { expect, test, type Page } from '@playwright/test';
import en from '../../src/languages/en.ts';
import { expectNoViolations, giveRecordings, inBothWindows, openPage, tinyRun, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page, false));

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the task' });
const status = (page: Page) => page.getByRole('dialog').getByRole('status');

const chosenTask = (page: Page) => page.getByRole('combobox', { name: /^Task/ }).locator('option:checked');

/** Opens the editor, which shows an example. */
async function openEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your own task' }).click();
  await expect(editorOf(page)).toContainText('// Sort five digits');
}

async function tryIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByRole('table', { name: 'Ten of its problems' })).toBeVisible({ timeout: 30_000 });
}

test('says at its line what is wrong with a task, and shows ten problems of one that is right', async ({ page }) => {
  await openPage(page);
  await openEditor(page);
  await expect(page.getByRole('button', { name: 'Use it' })).toBeDisabled();
  await inBothWindows(page, () => expectNoViolations(page));

  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('oops(;\n');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(status(page)).toHaveText(/^Line 1: .*\.$/);
  await expect(page.locator('.cm-line.fault')).toHaveText('oops(;');
  await expect(page.locator('.cm-line.fault + .fault-sentence')).toHaveText(await status(page).innerText());
  await expect(page.getByRole('button', { name: 'Use it' })).toBeDisabled();
  await inBothWindows(page, () => expectNoViolations(page));

  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let left = 'oops(;\n'.length; left > 0; left--) await page.keyboard.press('Delete');
  await expect(page.locator('.fault-sentence')).toHaveCount(0);
  await tryIt(page);
  const rows = page.getByRole('table', { name: 'Ten of its problems' }).locator('tbody tr');
  await expect(rows).toHaveCount(10);
  for (const row of await rows.all()) {
    const [prompt, answer, mistake] = await row.getByRole('cell').allInnerTexts();
    expect(answer).toBe(`${[...prompt].sort().join('')} ✓ accepted`);
    expect(mistake).toMatch(/^\d{5} ✗ refused$/);
  }
  const dialog = page.getByRole('dialog');
  await inBothWindows(page, async () => {
    await expect.poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await expectNoViolations(page);
  });
});

test('keeps what was saved, deletes it, and brings it back', async ({ page }) => {
  await openPage(page);
  await openEditor(page);
  await page.getByRole('button', { name: 'Close the brackets' }).click();
  await expect(editorOf(page)).toContainText('brackets');
  const name = (await page.locator('.cm-line').first().innerText()).replace('// ', '');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(status(page)).toHaveText(`${name} is saved in this browser.`);

  await page.reload();
  await openEditor(page);
  const saved = page.getByRole('dialog').getByRole('listitem');
  await saved.getByRole('button', { name, exact: true }).click();
  await expect(page.locator('.cm-line').first()).toHaveText(`// ${name}`);
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(saved).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(saved).toHaveCount(1);

  await page.reload();
  await openEditor(page);
  await expect(saved).toHaveText(new RegExp(name));
});

test('trains on a task of one’s own with the settings that were made, to the end, from its address, and shows its problems', async ({
  page,
}) => {
  await openPage(page, './#v=2&seed=7&dial.digits=4');
  await openEditor(page);
  await tryIt(page);
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(chosenTask(page)).toHaveText('Sort five digits');
  await expect(page.getByRole('textbox', { name: 'Seed', exact: true })).toHaveValue('7');
  await expect(page.getByText('left behind: Digits.')).toBeVisible();
  await expect(page).toHaveURL(/#v=3&task=own\.[\w-]+&seed=7$/);

  const settings = tinyRun.slice(1).replace(/&dial\.[^&]*/g, '');
  await page.evaluate((more) => (location.hash += `&${more}`), settings);
  await expect(page.getByRole('textbox', { name: 'Updates', exact: true })).toHaveValue('8');
  await page.reload();
  await expect(chosenTask(page)).toHaveText('Sort five digits');
  await trainButton(page).click();
  await expect(page.getByText('Trained here, 8 updates.')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('region', { name: /^Problem \d{5}$/ }).first()).toBeVisible();
});

test('what was typed is there again after Escape and after a reload, until an example takes its place', async ({ page }) => {
  await openPage(page);
  await openEditor(page);
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// Mine\n');
  const opener = page.getByRole('button', { name: 'Your own task' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await opener.click();
  await expect(editorOf(page)).toContainText('// Mine');
  await page.reload();
  await opener.click();
  await expect(editorOf(page)).toContainText('// Mine// Sort five digits');
  await expect(status(page)).toHaveText(en.ownTask.draft);

  await page.getByRole('button', { name: 'Close the brackets' }).click();
  await expect(editorOf(page)).toContainText('brackets');
  await page.reload();
  await openEditor(page);
});
