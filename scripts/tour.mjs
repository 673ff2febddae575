/**
 * `npm run tour -- [STOP …]`: builds the page, walks through the states that docs/TOUR.md shows, pictures each at 1440 and 390 px, the main
 * ones in Chinese as well, and writes docs/TOUR.md. With names of stops it pictures only those. Training is short and on whatever the machine has.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { visitBuiltPage } from './built-page.mjs';
import { exitWith, root, SetupProblem } from './setup.mjs';
import { tourText } from './tour/bullets.mjs';
import { stops } from './tour/stops.mjs';

const folder = path.join(root, 'docs', 'tour');
const windows = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** For what moves when the window changes: dialogs, pictures that are drawn anew. */
const settlingMilliseconds = 700;

/** To the top of the window, or to below the head of its dialog. @param {HTMLElement | SVGElement} element */
function scrollToTop(element) {
  const header = element.closest('dialog')?.querySelector('header');
  element.style.scrollMarginTop = header ? `${header.getBoundingClientRect().height + 12}px` : '';
  element.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/**
 * @param {import('playwright').Page} page
 * @param {import('./tour/stops.mjs').Stop} stop
 * @param {string} suffix of the file's name
 */
async function picture(page, { name, at, whole = false, only }, suffix) {
  for (const viewport of only ? [only] : windows) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(settlingMilliseconds);
    if (at) await at(page).evaluate(scrollToTop);
    await page.waitForTimeout(settlingMilliseconds);
    const file = `${name}${only ? '' : `-${viewport.width}`}${suffix}.webp`;
    await page.screenshot({ path: path.join(folder, file), type: 'webp', quality: 55, fullPage: whole, timeout: 120_000 });
    console.log(path.join('docs', 'tour', file));
  }
}

/**
 * A stop and those that follow it, from an empty profile.
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @param {readonly import('./tour/stops.mjs').Stop[]} leg
 * @param {{ locale: string, suffix: string }} language
 */
async function visit(browser, address, leg, { locale, suffix }) {
  const [first] = leg;
  const context = await browser.newContext({
    locale,
    colorScheme: first.media === 'dark' ? 'dark' : 'light',
    reducedMotion: first.moves ? 'no-preference' : 'reduce',
    serviceWorkers: first.keeps ? 'allow' : 'block',
    javaScriptEnabled: !first.withoutScripts,
  });
  const page = await context.newPage();
  try {
    for (const stop of leg) {
      await page.setViewportSize(stop.only ?? windows[0]);
      try {
        await stop.reach(page, address);
      } catch (error) {
        throw new SetupProblem(`The tour ends before the stop ${stop.name}, ${locale}: ${error instanceof Error ? error.message : error}`);
      }
      await page.emulateMedia({ media: stop.media === 'print' ? 'print' : null });
      await picture(page, stop, suffix);
    }
  } finally {
    await context.close();
  }
}

/** Stops with those that follow them. */
const legs = stops.flatMap((stop, index) => {
  if (stop.follows) return [];
  const length = stops.slice(index + 1).findIndex(({ follows }) => !follows);
  return [stops.slice(index, length < 0 ? undefined : index + 1 + length)];
});

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !stops.some((stop) => stop.name === name));

async function tour() {
  if (unknown) throw new SetupProblem(`There is no stop ${unknown}. The stops are ${stops.map(({ name }) => name).join(', ')}.`);
  const chosen = legs.filter((leg) => asked.length === 0 || leg.some(({ name }) => asked.includes(name)));
  mkdirSync(folder, { recursive: true });
  await visitBuiltPage(async (browser, address) => {
    for (const leg of chosen) {
      await visit(browser, address, leg, { locale: 'en', suffix: '' });
      if (leg[0].inChinese) await visit(browser, address, leg, { locale: 'zh-CN', suffix: '-zh' });
    }
  });
  const text = tourText(stops);
  // Pictures of stops that there are no longer.
  for (const file of readdirSync(folder)) if (!text.includes(`tour/${file}`)) rmSync(path.join(folder, file));
  writeFileSync(path.join(root, 'docs', 'TOUR.md'), text);
}

tour().catch(exitWith);
