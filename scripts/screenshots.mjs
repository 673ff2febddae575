/**
 * `node scripts/screenshots.mjs [FOLDER]`: pictures of the built page at 1440 and 390 px, light and dark, as screenshot-<width>-<scheme>.png
 * in docs/ or the folder. What they show is what dist/ shows: after a change, build first.
 */
import process from 'node:process';
import { takePicture, visitBuiltPage } from './built-page.mjs';
import { exitWith } from './setup.mjs';

const windows = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const schemes = /** @type {const} */ (['light', 'dark']);
const folder = process.argv[2];

visitBuiltPage(async (browser, address) => {
  for (const viewport of windows) {
    for (const colorScheme of schemes) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.goto(address, { waitUntil: 'networkidle' });
      await takePicture(page, `screenshot-${viewport.width}-${colorScheme}`, folder);
      await page.close();
    }
  }
}).catch(exitWith);
