/** The built page in a Chromium, for the scripts that take pictures of it. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArguments, ensureChromium } from './chromium.mjs';
import { root } from './setup.mjs';

/**
 * Serves dist/, built first where there is none, and opens a browser on nothing yet; both are closed after the visit, however it ends.
 * @param {(browser: import('playwright').Browser, address: string) => Promise<void>} visit
 */
export async function visitBuiltPage(visit) {
  if (!existsSync(path.join(root, 'dist', 'index.html'))) {
    console.log('There is no dist/ yet: building the page …');
    await build({ root, logLevel: 'warn' });
  }
  const executablePath = ensureChromium();
  // The next free port if this one is taken.
  const server = await preview({ root, preview: { host: '127.0.0.1', port: 4360 } });
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('The preview server gave no address.');
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    try {
      await visit(browser, address);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * Takes a picture of all of a page and prints where it is.
 * @param {import('playwright').Page} page
 * @param {string} name without the ending
 * @param {string} [folder] docs/ unless another is named; made if it is not there
 */
export async function takePicture(page, name, folder = path.join(root, 'docs')) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  console.log(path.relative(process.cwd(), file));
}
