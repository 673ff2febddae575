import { expect, test, type Page } from '@playwright/test';
import english from '../../src/languages/lessons/en.ts';
import chinese from '../../src/languages/lessons/zh.ts';
import { expectNoViolationsInBothSchemes, giveRecordings, inBothWindows, openPage } from './page.ts';

const sheets = ['plan', 'pupils', 'teachers'] as const;
type Sheet = (typeof sheets)[number];

const sheet = (page: Page, name: Sheet) => page.locator(`.sheet.${name}`);

/** Waits until the answers, which are folded out, have their numbers. */
const expectNumbers = (page: Page, name: string) => expect(sheet(page, 'teachers').getByText(name).first()).toBeVisible();

/** Pages of what would be printed now. */
async function countPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test('are found at the foot of the page, and lead back to it', async ({ page }) => {
  await giveRecordings(page);
  await openPage(page);
  await page.getByRole('link', { name: 'For teachers: three lessons' }).click();
  await expect(page).toHaveTitle(english.title);
  for (const { name } of Object.values(english.lessons)) await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await page.getByRole('link', { name: english.lessons.collapse.name, exact: true }).click();
  await expect(page).toHaveURL(/lessons\.html#2$/);
  await expect(page.getByRole('heading', { level: 1, name: english.lessons.collapse.name })).toBeVisible();
  await expect(page).toHaveTitle(`${english.lessons.collapse.name} · ${english.title}`);
  await page.getByRole('link', { name: 'Second Thoughts' }).click();
  await expect(page.locator('h1')).toContainText('fixes more than it breaks');
});

test('open the lab in the state that a step is about, with the rest of the page hidden', async ({ page, context }) => {
  await page.goto('./lessons.html#1');
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: new RegExp(`^${english.open}.*${english.lessons.askingAgain.steps[3].name}$`) }).click();
  const lab = await opening;
  await expect(lab.getByRole('slider', { name: 'Training step' })).toHaveValue('0');
  await expect(lab.locator('.meta button[aria-pressed=true]')).toHaveText('greedy');
  await expect(lab.getByRole('heading', { name: 'Is the second answer better?' })).toBeVisible();
  await expect(lab.locator('button.train')).toBeHidden();
  await expect(lab.getByRole('heading', { name: 'What is rewarded' })).toBeHidden();
});

test('have an address for every step that is short enough for paper', async ({ page }) => {
  await page.goto('./lessons.html#2.4');
  await expect(page).toHaveURL(/\?hide=.*#v=2&at=250$/);
  await expect(page.getByRole('slider', { name: 'Training step' })).toHaveValue('250');
});

test('give the class its sheet without the answers', async ({ page }) => {
  await page.goto('./lessons.html#1');
  const address = await page.getByLabel(english.forClass).inputValue();
  await page.goto(address);
  await expect(sheet(page, 'pupils')).toBeVisible();
  await expect(sheet(page, 'plan')).toHaveCount(0);
  await expect(sheet(page, 'teachers')).toHaveCount(0);
  await expect(page.getByText('100003')).toHaveCount(0);
});

test('refuse a lesson that there is not, with a sentence', async ({ page }) => {
  await page.goto('./lessons.html#7');
  await expect(page.getByRole('alert')).toHaveText(english.noLesson('7', 3));
});

test('keep the answers folded away, and read their numbers from the study', async ({ page }) => {
  await page.goto('./lessons.html#1');
  await expect(page.getByText('100003')).toBeHidden();
  await page.getByText(english.teachers).first().click();
  await expect(page.getByText('100003')).toBeVisible();
  await expectNumbers(page, 'STaR D⁺: Δ +');
  await expect(sheet(page, 'teachers')).not.toContainText('{');
});

test('say so where there is no study', async ({ page }) => {
  await page.route('**/study/index.json', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('./lessons.html#1');
  await page.getByText(english.teachers).first().click();
  await expect(page.getByText(english.lessons.askingAgain.steps[4].seen[0].unmeasured)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const file of ['study/index', 'study/addition', 'recordings/addition'])
  test(`say so where a file could not be loaded: ${file}`, async ({ page }) => {
    await page.route(`**/${file}.json`, (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('./lessons.html#1');
    await page.getByText(english.teachers).first().click();
    await expect(page.getByRole('alert')).toHaveText(english.unloaded);
    await expect(page.getByText(english.missing).first()).toBeVisible();
    await expect(page.getByText(english.lessons.askingAgain.steps[4].seen[0].unmeasured)).toHaveCount(0);
  });

for (const name of sheets) {
  test(`print the sheet by itself: ${name}`, async ({ page }) => {
    await page.addInitScript(() => {
      window.print = () => undefined;
    });
    await page.goto('./lessons.html#3');
    if (name === 'teachers') await page.getByText(english.teachers).first().click();
    await page.getByRole('button', { name: english.print[name] }).click();
    await page.emulateMedia({ media: 'print' });
    for (const each of sheets) await expect(sheet(page, each)).toBeVisible({ visible: each === name });
    // Of the screen nothing is left.
    for (const control of await page.locator('header, nav, button, textarea, summary').all()) await expect(control).toBeHidden();
    if (name === 'pupils') await expect(page.getByText(/\/lessons\.html#3\.2$/)).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expect(sheet(page, 'plan')).toBeVisible();
  });
}

test('print every sheet on pages of its own, and folded answers not at all', async ({ page }) => {
  await page.goto('./lessons.html#3');
  await expect(sheet(page, 'pupils')).toBeVisible();
  const folded = await countPages(page);
  await page.getByText(english.teachers).first().click();
  await expectNumbers(page, 'Naive RL repeats');
  const all = await countPages(page);
  const alone: number[] = [];
  for (const name of sheets) {
    await page.evaluate((printed) => (document.documentElement.dataset.printed = printed), name);
    alone.push(await countPages(page));
  }
  const [plan, pupils, teachers] = alone;
  expect([folded, all]).toEqual([plan + pupils, plan + pupils + teachers]);
});

for (const [locale, text] of [
  ['en', english],
  ['zh-CN', chinese],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('have no axe violation, light or dark, and fit the window', async ({ page }) => {
      const look = (): Promise<void> => inBothWindows(page, () => expectNoViolationsInBothSchemes(page));
      await page.goto('./lessons.html');
      await expect(page.getByRole('heading', { level: 1, name: text.heading })).toBeVisible();
      await look();
      await page.goto('./lessons.html#2');
      await page.getByText(text.teachers).first().click();
      await expectNumbers(page, text.sources.study('').trim());
      await look();
    });
  });
}
