import { expect, test } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../scripts/chromium.mjs';
import { giveRecordings, openPage, overflow } from './page.ts';

// A reader who has set type half as large again as the browser's own.
test.use({ launchOptions: { executablePath: findChromium(), args: [...chromiumArguments, '--blink-settings=defaultFontSize=24'] } });

for (const [width, columns] of [
  [390, 1],
  [1440, 1],
  [1900, 2],
]) {
  test(`is drawn larger where type is set larger, without moving sideways, in a window of ${width} pixels`, async ({ page }) => {
    await giveRecordings(page);
    await page.setViewportSize({ width, height: 1000 });
    await openPage(page);
    const button = page.locator('button.train');
    // Its letters have 15 pixels where type is as the browser has it.
    expect(await button.evaluate((element) => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom)).toBeCloseTo(22.5);
    expect(await overflow(page)).toBe(0);
    // Places in the layout, too, are told by the size of type: the setup stands beside the sentence only where there is room for both.
    const besides = await page.locator('.lede').evaluate((lede) => getComputedStyle(lede).gridTemplateColumns.split(' ').length);
    expect(besides).toBe(columns);
  });
}
