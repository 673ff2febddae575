import { expect, test, type Page } from '@playwright/test';
import { giveRecordings, openPage } from './page.ts';

// Without motion the rows come at once: nothing is played that they would hold up.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });
test.beforeEach(({ page }) => giveRecordings(page));

const headings = ['#portrait-title', '#transitions-title', '#drift-title', '#ask-title', '#reader-title', '#made-title'].join(', ');

const rows = (page: Page) => page.locator(headings);

/** The page while it plays its recordings, and has only what is in sight. */
async function openPlaying(page: Page): Promise<void> {
  await openPage(page);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
}

test('the rows below the window come when somebody moves', async ({ page }) => {
  await openPlaying(page);
  await page.mouse.move(60, 60);
  await expect(rows(page)).toHaveCount(6);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('the rows below the window come when they are nearly in sight', async ({ page }) => {
  await openPlaying(page);
  await page.setViewportSize({ width: 1280, height: 3000 });
  await expect(rows(page)).toHaveCount(6);
});

test('the rows below the window are there for the first key that is pressed', async ({ page }) => {
  await openPlaying(page);
  await page.evaluate((selector) => {
    addEventListener('keydown', () => (document.title = String(document.querySelectorAll(selector).length)), { once: true });
  }, headings);
  await page.keyboard.press('Shift');
  await expect(page).toHaveTitle('6');
});

test('the rows below the window come by themselves once the recordings have been played', async ({ page }) => {
  await openPlaying(page);
  await expect(rows(page)).toHaveCount(6);
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
});
