import { expect, test } from '@playwright/test';
import { chapters } from '../../src/story/chapters.ts';
import { giveRecordings, openPage, overflow } from './page.ts';

// A window of 1280 by 1024 pixels at 400 percent.
test.use({ viewport: { width: 320, height: 256 } });

test('a window of 320 by 256 pixels is not moved sideways, and nothing stands over what is read in it', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page);
  await expect(page.locator('h1')).toContainText('has collapsed');
  expect(await overflow(page)).toBe(0);

  const story = page.getByRole('complementary', { name: 'Story' });
  const boxes = await story.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect()));
  expect(boxes).toHaveLength(chapters.length + 1);
  for (const [index, { left, right, width }] of boxes.entries()) {
    expect(width).toBeGreaterThanOrEqual(24);
    expect(right).toBeLessThanOrEqual(320);
    if (index > 0) expect(left).toBeGreaterThanOrEqual(boxes[index - 1].right);
  }

  await page.locator('#drift-title').scrollIntoViewIfNeeded();
  await expect(page.locator('.time')).not.toBeInViewport();
});
