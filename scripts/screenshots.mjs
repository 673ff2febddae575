/**
 * `node scripts/screenshots.mjs`: pictures of the built page at 1440 and 390 px, light and dark, as docs/screenshot-<width>-<scheme>.png.
 * What they show is what dist/ shows: build first.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { chromiumArguments, findChromium } from './chromium.mjs';
import { exitWith, root, SetupProblem } from './setup.mjs';

const windows = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const schemes = /** @type {const} */ (['light', 'dark']);

async function takeScreenshots() {
  if (!existsSync(path.join(root, 'dist', 'index.html')))
    throw new SetupProblem('There is no dist/ to take pictures of. Run "npm run build" first.');
  const server = await preview({ root, preview: { host: '127.0.0.1', port: 4360 } });
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('The preview server gave no address.');
    mkdirSync(path.join(root, 'docs'), { recursive: true });
    for (const viewport of windows) {
      for (const colorScheme of schemes) {
        const page = await browser.newPage({ viewport, colorScheme });
        await page.goto(address, { waitUntil: 'networkidle' });
        const file = path.join('docs', `screenshot-${viewport.width}-${colorScheme}.png`);
        await page.screenshot({ path: path.join(root, file), fullPage: true });
        console.log(file);
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

takeScreenshots().catch(exitWith);
