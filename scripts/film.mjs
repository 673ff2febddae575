/**
 * `node scripts/film.mjs [SETTINGS [FOLDER]]`: trains both runs in the built page, from an empty profile, and takes a picture whenever they
 * have passed a mark: film-<evaluation>.png in docs/ or the folder. SETTINGS are what the page's address has behind its #, as in
 * `steps=40&evaluateEvery=4`; without them the page's own are used, and a run takes minutes on a GPU and longer without one.
 * What is filmed is what dist/ shows: after a change, build first.
 */
import process from 'node:process';
import { takePicture, visitBuiltPage } from './built-page.mjs';
import { hasPassed, marksOf } from './film-marks.mjs';
import { exitWith, SetupProblem } from './setup.mjs';

const pollEvery = 200;
const [settings = '', folder] = process.argv.slice(2);

/**
 * What the page says of its progress; '' before it trains. Throws SetupProblem when the page complains: nothing more would come.
 * @param {import('playwright').Page} page
 */
async function progressOf(page) {
  const [complaint] = await page.locator('.notices .loss').allInnerTexts();
  if (complaint) throw new SetupProblem(`The film ends here, because the page says: ${complaint}`);
  const [sentence = ''] = await page.getByText(/^(Step \d+ of|Trained here)/).allInnerTexts();
  return sentence;
}

visitBuiltPage(async (browser, address) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  // Else the page shows recorded runs until its own begin.
  await page.route('**/recordings/*', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(`${address}#${settings}`);
  await page.locator('button.train').click();
  const slider = page.getByRole('slider', { name: 'Training step' });
  let last = '';
  for (const mark of marksOf(Number(await slider.getAttribute('max')))) {
    while (!hasPassed(await progressOf(page), mark)) await page.waitForTimeout(pollEvery);
    // A fast run may be further by now: a picture is named after the evaluation that is in it.
    const shown = await slider.inputValue();
    if (shown !== last) await takePicture(page, `film-${shown.padStart(4, '0')}`, folder);
    last = shown;
  }
}).catch(exitWith);
