import { expect, test } from '@playwright/test';
import { giveRecordings, openPage, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page));

test('refuses a bad number beside its field, keeps what was typed, and does not train on it', async ({ page }) => {
  await openPage(page);
  const updates = page.getByLabel('Updates', { exact: true });
  await updates.fill('0');
  await expect(page.getByText('Updates must be a whole number between 1 and 100000; got 0.')).toBeVisible();
  await expect(updates).toHaveValue('0');
  await trainButton(page).click();
  await expect(updates).toBeFocused();
  expect(page.workers()).toEqual([]);
  await updates.fill('100');
  await expect(page.getByText('Updates must be')).toHaveCount(0);
});

test('takes two numbers that are only right together', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'More settings' }).click();
  await page.getByLabel('Batch', { exact: true }).fill('12');
  await expect(page.getByText('Batch must be a multiple of Group')).toBeVisible();
  await page.getByLabel('Group', { exact: true }).fill('4');
  await expect(page.getByText('Batch must be a multiple of Group')).toHaveCount(0);
  await expect(page).toHaveURL(/batch=12&group=4|group=4&batch=12/);
});

test('changes α and β in the cell they act on, for one run, and says that the recording is another', async ({ page }) => {
  await openPage(page);
  await page.getByLabel('α on the second answer, Stage II').fill('3');
  await expect(page).toHaveURL(/#v=2&right\.alpha=3$/);
  await expect(page.getByText('changed', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'restore the recorded settings' }).click();
  await expect(page.getByLabel('α on the second answer, Stage II')).toHaveValue('10');
  await page.getByLabel('β₂ on the first answer, Stage I').fill('-1');
  await expect(page.getByText('β₂ must be a number between 0 and 10; got -1.')).toBeVisible();
});

test('starts a row of the method table from its own settings, and leaves them with the row', async ({ page }) => {
  await openPage(page);
  const method = page.getByLabel('Method of the left run');
  await method.selectOption('naive_discounted');
  await expect(page).toHaveURL(/#v=2&left=naive_discounted$/);
  await expect(page.getByLabel('α on the second answer, All updates')).toHaveValue('1');
  await expect(page.getByLabel('γ on the first answer, All updates')).toHaveValue('0.8');
  await method.selectOption('star');
  await expect(page.getByText('right second answers behind wrong first answers; sampled 3 times')).toBeVisible();
  await expect(page.getByLabel('γ on the first answer, All updates')).toHaveCount(0);
  await openPage(page, './#left=naive_discounted&left.gamma=0.5');
  await page.reload();
  await expect(page.getByLabel('α on the second answer, All updates')).toHaveValue('1');
  await expect(page.getByLabel('γ on the first answer, All updates')).toHaveValue('0.5');
});

test('says before training that a base of another size has to be pretrained', async ({ page }) => {
  await openPage(page);
  await page.getByLabel('Size').selectOption('small');
  await expect(page.getByText('training starts by pretraining one')).toBeVisible();
});

test('explains what it refused of an address', async ({ page }) => {
  await openPage(page, './#steps=-1&seed=7');
  await expect(page.getByText('In the address: steps must be a whole number')).toBeVisible();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('7');
});

test('does not take from an address for one run what holds for both', async ({ page }) => {
  await openPage(page, './#left.steps=40&left.alpha=2');
  await expect(page.getByText('can be set for one run; got steps')).toBeVisible();
  await expect(page.getByLabel('Updates', { exact: true })).toHaveValue('500');
  await expect(page).toHaveURL(/#v=2&left\.alpha=2$/);
});

test('sets the gradient of the KL for one run, and says beside its name and its map that it is broken on purpose', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'More settings' }).click();
  await page.getByLabel('Gradient of the KL, right run').selectOption('swapped');
  await expect(page).toHaveURL(/#v=2&right\.klGradient=swapped$/);
  await expect(page.getByLabel('Gradient of the KL, left run')).toHaveValue('exact');
  await expect(page.getByText('KL broken on purpose, not trained yet')).toHaveCount(1);
  await expect(page.getByText('The gradient of the KL is broken on purpose: KL(base ‖ policy).')).toHaveCount(1);
  await expect(page.getByText('KL exact', { exact: true })).toHaveCount(1);
});

test('takes a word of an older address for both runs', async ({ page }) => {
  await openPage(page, './#klGradient=k1');
  await expect(page.getByText('KL broken on purpose, not trained yet')).toHaveCount(2);
  await expect(page).toHaveURL(/#v=2&klGradient=k1$/);
});
