import { expect, test, type Page } from '@playwright/test';
import { giveRecordings, openPage } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page));

const cell = (page: Page, name: string) => page.getByRole('button', { name: `${name}, change what is here` });

const panel = (page: Page) => page.getByRole('dialog', { name: /^Tokens of the/ });

test('changes what a cell is paid by keys alone, says what differs from the row, and puts it back', async ({ page }) => {
  await openPage(page);
  await cell(page, 'r₂ + α (r₂ − r₁), second answer, Stage II').focus();
  await page.keyboard.press('ArrowDown');
  await expect(panel(page).getByRole('radio', { name: /^r₂ \+ α/ })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(/#v=2&right\.cell\.2\.2=r2-beta1$/);
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('radio', { name: /^β₁/ })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(/#v=2&right\.cell\.2\.2=r2$/);
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveCount(0);
  const button = cell(page, 'r₂, second answer, Stage II');
  await expect(button).toBeFocused();
  await expect(page.getByText('differs from SCoRe: r₂, no KL on the second answer, Stage II, not trained yet')).toBeVisible();
  await expect(page.getByText('Differs from SCoRe: r₂, no KL on the second answer, Stage II.')).toBeVisible();
  await expect(page.getByText('changed', { exact: true })).toHaveCount(1);

  await page.keyboard.press('Enter');
  await panel(page).getByRole('button', { name: 'Put it back' }).click();
  await expect(panel(page).locator('input:checked').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(cell(page, 'r₂ + α (r₂ − r₁), second answer, Stage II')).toBeFocused();
  await expect(cell(page, 'r₂ + α (r₂ − r₁), second answer, Stage II')).toBeVisible();
  await expect(page.getByText(/iffers from SCoRe/)).toHaveCount(0);
});

test('does not offer what would leave a stage with nothing to train, and says why', async ({ page }) => {
  await openPage(page, './#left.cell.1.1=none&left.cell.1.2=none-beta1');
  await cell(page, 'no reward, second answer, All updates').click();
  await expect(panel(page).getByRole('radio', { name: /^no KL/ })).toBeDisabled();
  await expect(panel(page)).toContainText('One stage would train nothing: none of its turns has a reward or a KL.');
  await expect(panel(page).getByRole('radio', { name: /^β₂/ })).toBeEnabled();
});

test('has no choice where chosen answers are imitated, and forgets its cells with the row', async ({ page }) => {
  await openPage(page, './#right.cell.1.1=none');
  await expect(page.getByText('Differs from SCoRe: no KL on the first answer, Stage I.')).toBeVisible();
  await page.getByLabel('Method of the right run').selectOption('score_star_stage2');
  await expect(page).toHaveURL(/#v=2&right=score_star_stage2$/);
  await expect(cell(page, 'no reward, first answer, Stage I')).toBeVisible();
  await expect(page.getByRole('button', { name: /change what is here/ })).toHaveCount(4);
});

test('sets γ in the cell of a first answer that nothing is credited to yet', async ({ page }) => {
  await openPage(page);
  await cell(page, 'r₁, first answer, Stage II').click();
  await panel(page).getByLabel('γ on the first answer, Stage II').fill('0.5');
  await expect(page).toHaveURL(/#v=2&right\.gamma=0\.5$/);
  await page.keyboard.press('Enter');
  await expect(cell(page, 'r₁ + γ (r₂ + α (r₂ − r₁)), first answer, Stage II')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('opens the choice within the window', async ({ page }) => {
    await openPage(page);
    await cell(page, 'r₂ + α (r₂ − r₁), second answer, Stage II').click();
    const box = await panel(page).boundingBox();
    const seen = { left: box!.x >= 0, top: box!.y >= 0, right: box!.x + box!.width <= 390, bottom: box!.y + box!.height <= 844 };
    expect(seen).toEqual({ left: true, top: true, right: true, bottom: true });
  });
});
