/**
 * `node scripts/film.mjs [updates]`: trains both runs in the built page with its default settings, from an empty profile, and takes a picture
 * whenever the run passes a mark: docs/film-<step>.png. A full run takes minutes on a GPU and longer without one. Build first.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { chromiumArguments, findChromium } from './chromium.mjs';
import { exitWith, root } from './setup.mjs';

const marks = [0, 0.2, 0.5, 0.6, 1];
const pollEvery = 500;

/** @param {string | undefined} updates */
async function film(updates) {
  const server = await preview({ root, preview: { host: '127.0.0.1', port: 4361 } });
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('The preview server gave no address.');
    mkdirSync(path.join(root, 'docs'), { recursive: true });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(updates ? `${address}#steps=${updates}` : address);
    const steps = Number(await page.getByRole('slider', { name: 'Training step' }).getAttribute('max'));
    await page.getByRole('button', { name: /^Train both/ }).click();
    const slider = page.getByRole('slider', { name: 'Training step' });
    const measured = page.getByText(/held-out problems/).first();
    await measured.waitFor();
    for (const mark of marks) {
      const step = Math.round(mark * steps);
      const isThere = async () =>
        Number(await slider.inputValue()) >= step && (mark < 1 || (await page.getByRole('button', { name: /^Train again/ }).count()) > 0);
      while (!(await isThere())) await page.waitForTimeout(pollEvery);
      const file = path.join('docs', `film-${String(step).padStart(4, '0')}.png`);
      await page.screenshot({ path: path.join(root, file), fullPage: true });
      console.log(file);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

film(process.argv[2]).catch(exitWith);
