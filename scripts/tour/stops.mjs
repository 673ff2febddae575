import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';
import { listingOf } from './eventFile.mjs';

/**
 * Where the tour stops: states of the page, each reached from an empty profile as a visitor would reach it. A stop that other languages are
 * pictured at as well finds its way by addresses and selectors, for its buttons have other names there.
 *
 * @typedef {import('playwright').Page} Page
 * @typedef {object} Stop
 * @property {string} name of its pictures
 * @property {(page: Page, address: string) => Promise<void>} reach
 * @property {boolean} [follows] it goes on from where the stop before it ended; else it begins in an empty profile
 * @property {(page: Page) => import('playwright').Locator} [at] what is scrolled to the top; the top of the page where it is not said
 * @property {boolean} [whole] all of the page is pictured, not one window of it
 * @property {boolean} [inChinese] pictured in Chinese too
 * @property {'dark' | 'print'} [media] how the page is drawn
 * @property {{ width: number, height: number }} [only] this window alone
 * @property {boolean} [moves] it plays as for visitors who have not asked for less motion
 * @property {boolean} [keeps] the browser may keep the page for use without a network
 * @property {boolean} [withoutScripts] what the server sends, before any script
 */

/** Runs from the base that ships, which answers well enough to be read. What so few updates do says nothing. */
const shortRun = '#v=2&steps=6&evaluateEvery=2&heldOut=100&batch=32';
const longRun = '#v=2&steps=200&heldOut=200&batch=64';

const minutes = 60_000;

/** @param {number} step */
const isInTheMiddle = (step) => step > 150 && step < 450;

/** @param {string} hash */
const goTo = (hash) => async (/** @type {Page} */ page, /** @type {string} */ address) => {
  await page.goto(address + hash);
  await page.locator('#app:not([data-drawn]) main').waitFor();
};

/** @param {Page} page @param {string} text */
const waitForText = (page, text) =>
  page
    .getByText(text)
    .first()
    .waitFor({ timeout: 10 * minutes });

/** Trains both runs to their end. @param {Page} page @param {string} address */
async function train(page, address) {
  await goTo(shortRun)(page, address);
  await page.locator('button.train').click();
  await waitForText(page, 'Trained here');
}

/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator(`[aria-labelledby="${name}-title"]`);

/** What the story points at. @param {Page} page */
const pointed = (page) => page.locator('[data-pointed] h2');

/** A part of the dialog, by its heading. @param {Page} page @param {string} heading */
const sectionOf = (page, heading) => page.getByRole('dialog').getByRole('heading', { name: heading });

/** @type {Stop[]} */
export const stops = [
  { name: 'before-scripts', reach: async (page, address) => void (await page.goto(address)), withoutScripts: true },
  {
    name: 'first-view',
    moves: true,
    inChinese: true,
    async reach(page, address) {
      await page.goto(address);
      // Both recordings play by themselves; this is in the middle of that.
      const slider = page.locator('#app:not([data-drawn]) .track input');
      for (;;) {
        const step = Number(await slider.inputValue());
        if (isInTheMiddle(step)) break;
        // A slow machine may look too late, when it is over.
        if (step === 500) await page.locator('.controls .play').click();
        await page.waitForTimeout(50);
      }
      await page.locator('.controls .play').click();
    },
  },
  { name: 'reduced-motion', reach: goTo('') },
  { name: 'story', reach: goTo('#story=6'), at: pointed, inChinese: true },
  {
    name: 'story-term',
    async reach(page, address) {
      await goTo('#story=5')(page, address);
      await page.getByText('workers/methods/table.ts, line').click();
      await page.getByRole('button', { name: 'KL divergence' }).click();
    },
    at: pointed,
  },
  {
    name: 'story-figure',
    async reach(page, address) {
      await goTo('#story=6')(page, address);
      await page
        .getByRole('button', { name: /^Figure/ })
        .first()
        .click();
      await page.getByRole('dialog').getByRole('img').first().waitFor();
    },
  },
  { name: 'lab', reach: goTo('#v=2'), whole: true, inChinese: true },
  {
    name: 'reward-map',
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await row(page, 'rewards').locator('.cell').last().locator('input:not(.wide)').last().fill('3');
      await waitForText(page, 'changed');
    },
    at: (page) => page.locator('#rewards-title'),
  },
  {
    name: 'settings',
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await page.getByRole('button', { name: 'More settings' }).click();
    },
  },
  { name: 'scrubbed', reach: goTo('#v=2&at=100'), at: (page) => page.locator('#reader-title') },
  {
    name: 'training',
    async reach(page, address) {
      await goTo(longRun)(page, address);
      await page.locator('button.train').click();
      await page
        .locator('button.train')
        .getByText('left')
        .waitFor({ timeout: 10 * minutes });
    },
  },
  {
    name: 'stages',
    async reach(page, address) {
      await goTo(longRun)(page, address);
      await page.getByRole('button', { name: 'One stage' }).click();
      for (const stage of ['Sample', 'Grade', 'Advantage']) {
        await page.getByRole('button', { name: `${stage}: update 1` }).click({ timeout: 5 * minutes });
      }
      await page.getByRole('button', { name: 'Gradient: update 1' }).waitFor({ timeout: 5 * minutes });
    },
  },
  {
    name: 'ask',
    inChinese: true,
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await row(page, 'ask').getByRole('button').last().click();
      const typed = page.locator('dialog[open] form input').first();
      await page
        .locator('dialog[open] figure svg')
        .first()
        .waitFor({ timeout: 5 * minutes });
      await typed.fill('27364+62637');
      await typed.press('Enter');
      while ((await typed.inputValue()) !== '27364+62637=') await page.waitForTimeout(50);
      await page
        .locator('dialog[open] figure svg')
        .first()
        .waitFor({ timeout: 5 * minutes });
    },
  },
  {
    name: 'runs',
    async reach(page, address) {
      await train(page, address);
      await page.getByRole('button', { name: 'All runs of this browser' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Seeds, like').fill('2-3');
      await dialog.getByRole('button', { name: 'Add to the queue' }).click();
      await dialog.getByRole('button', { name: 'Start the queue' }).click();
      await dialog
        .getByRole('row', { name: /finished/ })
        .nth(5)
        .waitFor({ timeout: 10 * minutes });
      for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    },
    at: (page) => page.getByRole('dialog').getByRole('table').first(),
  },
  { name: 'overlay', follows: true, reach: async () => undefined, at: (page) => sectionOf(page, 'The chosen runs') },
  { name: 'comparison', follows: true, reach: async () => undefined, at: (page) => sectionOf(page, 'Compare two groups') },
  {
    name: 'opened',
    follows: true,
    async reach(page) {
      const dialog = page.getByRole('dialog');
      const run = dialog.getByRole('row', { name: /SCoRe.*finished/ }).first();
      const downloading = page.waitForEvent('download');
      await run.getByRole('button', { name: /^Save/ }).click();
      const file = await (await downloading).path();
      await run.getByRole('button', { name: /^Delete/ }).click();
      await page.waitForTimeout(1000);
      await dialog.locator('input[type=file]').setInputFiles({ name: 'run.zip', mimeType: 'application/zip', buffer: readFileSync(file) });
      await waitForText(page, 'Opened run.zip');
    },
  },
  {
    name: 'own-task',
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await page.getByRole('button', { name: 'Your own task' }).click();
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.getByRole('table', { name: 'Ten of its problems' }).waitFor({ timeout: 5 * minutes });
    },
  },
  {
    name: 'closer-look',
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await row(page, 'closer').getByRole('button').last().click();
      await page.getByRole('dialog').getByRole('img').first().waitFor();
    },
  },
  { name: 'share', reach: goTo('#v=2&right.alpha=3&open=share'), inChinese: true },
  { name: 'event-files', reach: goTo('#v=2&open=share'), at: (page) => sectionOf(page, 'Numbers') },
  {
    name: 'event-files-read',
    follows: true,
    async reach(page) {
      const downloading = page.waitForEvent('download');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^TensorBoard.*SCoRe/ })
        .click();
      const download = await downloading;
      await page.setContent(listingOf(readFileSync(await download.path()), download.suggestedFilename()));
    },
  },
  { name: 'hidden', reach: goTo('?embed&hide=setup,rewards,paid,portrait,transitions,drift,closer,ask,reader,made#v=2') },
  {
    name: 'picture',
    async reach(page, address) {
      await goTo('#v=2')(page, address);
      await row(page, 'accuracy')
        .getByRole('button', { name: /^Show as table/ })
        .last()
        .click();
    },
    at: (page) => page.locator('#accuracy-title'),
  },
  { name: 'study', reach: goTo('#v=2&open=study'), inChinese: true },
  { name: 'bench', reach: goTo('#v=2&open=bench') },
  { name: 'keys', reach: goTo('#v=2&open=keys') },
  { name: 'lessons', reach: goTo('lessons.html'), inChinese: true },
  {
    name: 'lesson',
    inChinese: true,
    whole: true,
    async reach(page, address) {
      await goTo('lessons.html#2')(page, address);
      await page.locator('summary').click();
      await page.locator('.teachers li small').first().waitFor();
    },
  },
  {
    name: 'lesson-on-paper',
    reach: goTo('lessons.html?pupils#2'),
    media: 'print',
    whole: true,
    inChinese: true,
    only: { width: 660, height: 930 },
  },
  { name: 'page-on-paper', reach: goTo('#v=2'), media: 'print', whole: true, only: { width: 794, height: 1123 } },
  { name: 'dark', reach: goTo('#v=2'), media: 'dark' },
  { name: 'uhd', reach: goTo('#v=2'), only: { width: 3840, height: 2160 } },
  {
    name: 'offline',
    keeps: true,
    async reach(page, address) {
      await page.goto(address);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.context().setOffline(true);
      await goTo('#v=2&task=functions')(page, address);
      await page.reload();
      await page.locator('h1').getByText('SCoRe').first().waitFor();
    },
  },
  {
    name: 'newer-version',
    keeps: true,
    async reach(page, address) {
      const worker = path.join(root, 'dist', 'sw.js');
      const before = readFileSync(worker, 'utf8');
      await page.goto(address);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.reload();
      try {
        writeFileSync(worker, `${before}\n// a newer version`);
        await page.reload();
        await waitForText(page, 'A newer version of this page is ready');
      } finally {
        writeFileSync(worker, before);
      }
    },
    at: (page) => page.locator('.notices'),
  },
];
