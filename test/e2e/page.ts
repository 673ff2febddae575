import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { syntheticRecordings } from './fixtures.ts';

/** Answers requests for recordings with synthetic ones of so many evaluations, or with none. */
export async function giveRecordings(page: Page, some = true, evaluations?: number): Promise<void> {
  for (const task of ['addition', 'transpile'] as const) {
    await page.route(`**/recordings/${task}.json`, (route) =>
      some ? route.fulfill({ json: syntheticRecordings(task, evaluations) }) : route.fulfill({ status: 404, body: '' }),
    );
  }
}

/** Opens the page and waits until it lives: what the build has drawn hears no keys. */
export async function openPage(page: Page, address = './'): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#app[data-drawn]')).toHaveCount(0);
}

/** A run that trains in seconds, from a base that is pretrained in seconds. */
export const tinyRun =
  '#steps=8&evaluateEvery=2&heldOut=24&batch=8&group=4&warmUp=1&layers=1&heads=1&width=16&baseAccuracy=0.01&pretrainSteps=400&secondLookSteps=5&dial.digits=2&dial.chains=0';

/**
 * A run that is still trained when a test is done with it. The page says of every update that it was made: those of a tiny batch are more in a
 * second than a slow machine can say while it trains.
 */
export const longRun = tinyRun
  .replace('steps=8', 'steps=4000')
  .replace('evaluateEvery=2', 'evaluateEvery=10')
  .replace('batch=8', 'batch=256');

export const trainButton = (page: Page) => page.locator('button.train');

/**
 * Axe in the page itself, and of what it finds the violations alone: apart in every frame, and with the thousands of elements that pass written
 * out, it takes twice as long. The page has no frames. Where it was loaded by an earlier look it is still there.
 */
async function axe(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => 'axe' in window);
  return new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).options({ resultTypes: ['violations'] }).setLegacyMode();
}

async function expectNothingFoundBy(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that look at colours, which take three quarters of the time of all. */
const aboutColours = ['color-contrast', 'link-in-text-block'];

const modal = 'dialog:modal';

const isModal = async (page: Page): Promise<boolean> => (await page.locator(modal).count()) > 0;

/** What lies behind a modal dialog is inert and shaded: its colours are looked at where no dialog is open. */
async function expectReadableColours(page: Page): Promise<void> {
  const builder = (await axe(page)).withRules(aboutColours);
  await expectNothingFoundBy((await isModal(page)) ? builder.include(modal) : builder);
}

export async function expectNoViolations(page: Page): Promise<void> {
  const builder = (await axe(page)).withTags(tags);
  if (!(await isModal(page))) return expectNothingFoundBy(builder);
  await expectNothingFoundBy(builder.disableRules(aboutColours));
  await expectReadableColours(page);
}

/**
 * No violation in light and in dark. The scheme is a matter of colours alone (`src/styles/tokens.css`), so that in dark only the rules that
 * look at colours are asked again.
 */
export async function expectNoViolationsInBothSchemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadableColours(page);
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/**
 * Looks at the page as it stands in the window of a laptop, and then in that of a phone: how wide it is is a matter of the layout alone, so that a
 * state need not be reached in each. Ends in the window that it began in.
 */
export async function inBothWindows(page: Page, look: () => Promise<void>): Promise<void> {
  // A slow machine takes its time for axe.
  test.slow();
  const atFirst = page.viewportSize();
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    // Pictures are drawn anew once they have been told of their width.
    await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
    await look();
  }
  if (atFirst) await page.setViewportSize(atFirst);
}

/** Texts of a picture that lie over another of its texts. */
export const textsThatTouch = (picture: Locator): Promise<string[]> =>
  picture.evaluate((svg) => {
    const texts = [...svg.querySelectorAll('text')].map((text) => ({ said: text.textContent, box: text.getBoundingClientRect() }));
    const touch = (a: DOMRect, b: DOMRect): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    return texts.flatMap((one, index) =>
      texts.slice(index + 1).flatMap((other) => (touch(one.box, other.box) ? [`${one.said} | ${other.said}`] : [])),
    );
  });
