import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, giveRecordings, inBothWindows, openPage, tinyRun } from './page.ts';

const dialogOverflow = (page: Page): Promise<number> =>
  page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);

const expectFits = (page: Page): Promise<void> =>
  inBothWindows(page, async () => {
    await expect.poll(() => dialogOverflow(page)).toBe(0);
    await expectNoViolations(page);
  });

test('asks a run of one’s own problem, and sees what another first answer makes of the second', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page, `./${tinyRun}`);
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 8')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Ask.*SCoRe$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask SCoRe' });
  const typed = dialog.getByLabel('Your problem');
  await expect(typed).toHaveValue(/^\d\d\+\d\d=$/);

  await typed.fill('5 - 3');
  await typed.press('Enter');
  await expect(dialog.getByRole('status').first()).toHaveText('“5 - 3” is not a sum of two whole numbers. Write it like this: 48+51');
  // The answers to the problem before are gone with it.
  await expect(dialog.getByRole('group')).toHaveCount(0);
  await typed.fill('47 + 35');
  await typed.press('Enter');
  await expect(typed).toHaveValue('47+35=');
  await expect(dialog.getByRole('status').first()).toHaveText('A right answer is 082; 1 carry.');
  await expect(dialog.getByRole('heading', { name: 'Answers to 47+35=' })).toBeVisible();
  const first = dialog.getByRole('group', { name: /^First answer/ });
  await expect(first.getByRole('button')).toHaveCount(3);
  await expect(
    dialog.getByRole('img', { name: /^What the second turn looks at while it writes: \d+% problem, \d+% first answer/ }),
  ).toBeVisible();

  await first.getByRole('button').nth(1).click();
  await expect(dialog.getByText('Token 2 of the first answer:')).toBeVisible();
  await dialog
    .getByRole('button', { name: /^put . here$/ })
    .first()
    .click();
  await expect(dialog.getByText(/^Your change changes (nothing|\d tokens?)/)).toBeVisible();
  await expect(dialog.getByRole('group', { name: /^Second answer to its own first/ })).toBeVisible();
  await dialog.getByLabel('Heads').selectOption('layer 1, head 1');
  await dialog.getByRole('button', { name: /^Show as table/ }).click();
  await expect(dialog.getByRole('region', { name: 'attention in turn 2' }).getByRole('row')).toHaveCount(4);
  await expectFits(page);
  await dialog.getByRole('button', { name: 'Its own first answer again' }).click();
  await expect(dialog.getByRole('group', { name: /^Second answer to its own first/ })).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 900 } });

  test('makes an update stage by stage, and goes on with it when the dialog is closed', async ({ page }) => {
    await giveRecordings(page, false);
    await openPage(page, `./${tinyRun}`);
    // What makes less than a run stands with the settings here.
    await page.getByRole('button', { name: 'More settings' }).click();
    await page.getByRole('button', { name: 'One stage' }).click();
    const dialog = page.getByRole('dialog', { name: 'An update, stage by stage' });
    await dialog.getByRole('button', { name: 'Sample: update 1' }).click();
    await expect(dialog.getByRole('status')).toContainText('The policy has answered every problem', { timeout: 60_000 });
    const table = dialog.getByRole('region', { name: 'Answers to this problem' });
    await expect(table.getByRole('row')).toHaveCount(9);
    await dialog.getByRole('button', { name: 'Grade: update 1' }).click();
    await expect(table.getByText(/^(pass|fail|rejected)$/).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Advantage: update 1' }).click();
    await expect(table.getByText(/^(0|[+−]\d+\.\d\d)$/).first()).toBeVisible();
    await expectFits(page);
    await dialog.getByRole('button', { name: 'Gradient: update 1' }).click();
    await expect(dialog.getByText('The gradient step is made; the model has changed.')).toBeVisible();
    await expect(dialog.getByText('Norm of the gradient')).toBeVisible();
    await dialog.getByRole('button', { name: 'Sample: update 2' }).click();
    await expect(dialog.getByRole('status')).toContainText('Update 2');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'One update' }).click();
    await expect(page.getByText('Paused at step 2 of 8')).toBeVisible({ timeout: 60_000 });
  });
});

test('asks the model that a recording ended with, and the base it started from', async ({ page }) => {
  await giveRecordings(page);
  await page.route('**/recordings/score.safetensors', (route) => route.fulfill({ path: 'public/base/addition.safetensors' }));
  const models: string[] = [];
  page.on('request', (request) => models.push(...(/[^/]*(?=\.safetensors)/.exec(request.url()) ?? [])));
  await openPage(page);
  await page.getByRole('button', { name: /^Ask.*SCoRe$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask SCoRe' });
  const answer = dialog.getByRole('group', { name: /^Second answer/ });
  await expect(dialog.getByLabel('Who answers').getByRole('option')).toHaveText(['SCoRe at step 500', 'the base it started from']);
  await expect(answer.getByRole('button')).toHaveCount(6, { timeout: 60_000 });
  expect(models).toEqual(['score']);
  await dialog.getByLabel('Who answers').selectOption('the base it started from');
  await dialog.getByRole('button', { name: 'Ask again' }).click();
  await expect(answer.getByRole('button')).toHaveCount(6);
  await expect.poll(() => models).toEqual(['score', 'addition']);
  await dialog.getByLabel('Who answers').selectOption('SCoRe at step 500');
  await dialog.getByRole('button', { name: 'Ask again' }).click();
  await expect(dialog.getByRole('button', { name: 'Ask again' })).toBeEnabled();
  expect(models).toEqual(['score', 'addition']);
});

test('says so where the model of a recording cannot be had', async ({ page }) => {
  await giveRecordings(page);
  await page.route('**/recordings/score.safetensors', (route) => route.fulfill({ status: 404, body: '' }));
  await openPage(page);
  await page.getByRole('button', { name: /^Ask.*SCoRe$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask SCoRe' });
  await expect(dialog.getByText('The model of this recording could not be loaded. Check the connection, then ask again.')).toBeVisible();
});
