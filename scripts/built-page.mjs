/** The built page in a Chromium, for the tour, which takes pictures of it, and the bench of its charts. */
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArguments, ensureChromium } from './chromium.mjs';
import { root } from './setup.mjs';

/**
 * Builds dist/, serves it, and opens a browser on nothing yet; both are closed after the visit, however it ends.
 * @param {(browser: import('playwright').Browser, address: string) => Promise<void>} visit
 */
export async function visitBuiltPage(visit) {
  await build({ root, logLevel: 'error' });
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
