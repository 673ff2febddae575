import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, giveRecordings, openPage } from './page.ts';

/** Where something is in the window, in shares of its width and height. */
const placeOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { left: left / innerWidth, right: right / innerWidth, top: top / innerHeight, bottom: bottom / innerHeight };
    });

for (const [width, height] of [
  [2560, 1440],
  [3840, 2160],
]) {
  test(`a window of ${width} by ${height} pixels is filled, by the page as it is in a smaller one`, async ({ page }) => {
    await giveRecordings(page);
    await page.setViewportSize({ width, height });
    await openPage(page);
    const { left, right } = await placeOf(page, '.time');
    expect(right - left).toBeGreaterThan(0.8);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

    // What is placed by hand is where it belongs, and all of it is seen.
    await page.locator('[aria-haspopup=dialog]').first().click();
    const panel = '.panel:popover-open';
    await expect(page.locator(`${panel} input:checked`).first()).toBeFocused();
    const [cell, popover] = [await placeOf(page, '[aria-haspopup=dialog]'), await placeOf(page, panel)];
    expect(popover.top).toBeGreaterThanOrEqual(0);
    expect(popover.bottom).toBeLessThanOrEqual(1);
    expect(Math.abs(popover.left - cell.left)).toBeLessThan(0.02);
    await page.keyboard.press('Escape');
    await expectNoViolations(page);
  });
}
