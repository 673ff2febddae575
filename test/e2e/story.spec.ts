import { expect, test, type Page, type Route } from '@playwright/test';
import { chapters } from '../../src/story/chapters.ts';
import english from '../../src/languages/en.ts';
import en from '../../src/languages/story/en.ts';
import chinese from '../../src/languages/zh.ts';
import { methodById } from '../../workers/methods/table.ts';
import { expectNoViolationsInBothSchemes, giveRecordings, inBothWindows, openPage, overflow, trainButton } from './page.ts';

test.beforeEach(async ({ page }) => giveRecordings(page));

const story = (page: Page) => page.getByRole('complementary', { name: 'Story' });
const heading = (page: Page) => story(page).getByRole('heading', { level: 2 });
const nameOf = (index: number): string => english.story.names[chapters[index].id];

/** What every chapter must have on the page: its name read out, its row set off and in sight, and the control of its exercise. */
async function expectChapter(page: Page, index: number): Promise<void> {
  const { points, exercise } = chapters[index];
  await expect(heading(page)).toHaveText(nameOf(index));
  await expect(heading(page)).toBeFocused();
  await expect(page.locator('[data-pointed]')).toHaveCount(1);
  await expect(page.locator(`[data-pointed] #${points}`)).toHaveCount(1);
  await expect(page.locator('[data-pointed] > *').last()).toBeInViewport();
  await expect(page.locator(exercise.control)).toHaveCount(1);
  // Nothing else says it: a chapter is read out once.
  await expect(story(page).locator('[aria-live]')).toHaveCount(0);
}

test('says so where its words cannot be loaded', async ({ page }) => {
  await openPage(page);
  await page.route('**/assets/en-*.js', (route) => route.abort());
  await story(page).getByRole('button', { name: /^1/ }).click();
  await expect(story(page).getByRole('alert')).toHaveText(english.notLoaded);
  await expectNoViolationsInBothSchemes(page);
});

test('says that the study could not be loaded where it could not, and loads it when a chapter is opened again', async ({ page }) => {
  const loses = (route: Route) => route.abort();
  await page.route('**/study/*.json', loses);
  await openPage(page, './#story=8');
  await expect(story(page).getByText(en.unloaded).first()).toBeVisible();
  await expect(story(page).getByText('not measured yet')).toHaveCount(0);
  await page.unroute('**/study/*.json', loses);
  await page.keyboard.press('p');
  await page.keyboard.press('n');
  await expectChapter(page, 7);
  await expect(story(page).getByText(en.unloaded)).toHaveCount(0);
  await expect(story(page).getByRole('button', { name: 'Figure' }).first()).toBeVisible();
});

test('is walked through by keys, and closed by Escape', async ({ page }) => {
  await openPage(page);
  await expect(page.locator('h1')).toContainText('has collapsed');
  await page.keyboard.press('s');
  for (let index = 0; index < chapters.length; index++) {
    await expectChapter(page, index);
    await expect(page).toHaveURL(new RegExp(`#story=${index + 1}$`));
    await page.keyboard.press('n');
  }
  await page.keyboard.press('p');
  await expectChapter(page, chapters.length - 2);
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveCount(0);
  await expect(story(page).getByRole('button', { name: 'Story' })).toBeFocused();
  await expect(page.locator('[data-pointed]')).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('is walked through by taps, with what a chapter points at above its sheet', async ({ page }) => {
    await openPage(page);
    await story(page).getByRole('button', { name: /^1/ }).tap();
    for (let index = 0; index < chapters.length; index++) {
      await expectChapter(page, index);
      const sheet = await story(page).locator('.panel').boundingBox();
      const sets = page.locator('[data-pointed] > *');
      await expect.poll(async () => (await sets.nth(chapters[index].column === 1 ? 2 : 0).boundingBox())?.y).toBeLessThan(sheet?.y ?? 0);
      expect(await overflow(page)).toBe(0);
      if (index < chapters.length - 1) await story(page).getByRole('button', { name: 'Next' }).tap();
    }
    await expect(story(page).getByRole('button', { name: 'Next' })).toBeDisabled();
    await story(page).getByRole('button', { name: 'Close', exact: true }).tap();
    await expect(heading(page)).toHaveCount(0);
  });
});

test('says that a thing is done, and never holds anybody up', async ({ page }) => {
  await openPage(page, './#story=2');
  const status = story(page).getByRole('status');
  await expect(status).toHaveText('');
  await page.locator(chapters[1].exercise.control).click();
  await expect(status).toHaveText('Done.');
  await expect(story(page).getByRole('button', { name: /^2 ?Why asking again.*, Done/ })).toBeVisible();
  await story(page).getByRole('button', { name: 'Next' }).click();
  await expectChapter(page, 2);
  await expect(status).toHaveText('');
});

test('leads to the control of its exercise', async ({ page }) => {
  await openPage(page, './#story=6');
  await story(page).getByRole('button', { name: 'Show me where' }).click();
  await expect(page.locator(chapters[5].exercise.control)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0');
  await expect(story(page).getByRole('status')).toHaveText('Done.');
  await expect(page.getByText('changed', { exact: true })).toBeVisible();
});

test('shows recordings of the methods that a chapter is about', async ({ page }) => {
  for (const id of ['imitation', 'leak']) {
    const index = chapters.findIndex((chapter) => chapter.id === id);
    await openPage(page, `./#story=${index + 1}`);
    await expect(page.getByText('Now: a recording')).toBeVisible();
    for (const method of chapters[index].setup.methods) {
      await expect(page.getByRole('img', { name: `${methodById(method).name}: first answer right` })).toBeVisible();
    }
    await expect(trainButton(page)).toBeEnabled();
  }
});

test('tells of the recordings where runs of one’s own have only begun', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'One update' }).click();
  await expect(page.getByText('Paused at step 1 of 500')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('h1')).toContainText('Naive RL is barely trained');
  await page.getByRole('button', { name: 'Story', exact: true }).click();
  for (let chapter = 1; chapter < 7; chapter++) await page.keyboard.press('n');
  await expectChapter(page, 6);
  await expect(page.locator('h1')).toContainText('Naive RL has collapsed');
  await page.keyboard.press('Escape');
  await expect(page.locator('h1')).toContainText('Naive RL is barely trained');
});

test('gives the visitor’s setup back, also after a reload, and keeps the chapter’s where asked to', async ({ page }) => {
  await openPage(page, './#v=2&task=transpile&right.alpha=3');
  await page.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await page.getByRole('slider').blur();
  await page.keyboard.press('s');
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/#v=2&task=transpile&right\.alpha=3&story=2$/);
  await page.reload();
  await expectChapter(page, 1);
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('addition');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('transpile');
  await expect(page).toHaveURL(/#v=2&task=transpile&right\.alpha=3$/);

  // It remembers where one was.
  await page.keyboard.press('s');
  await expectChapter(page, 1);
  await story(page).getByRole('button', { name: 'Close the story and keep this setup' }).click();
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('addition');
  // The chapter left the playhead at the base.
  await expect(page).toHaveURL(/#v=2&at=0$/);
});

test('explains a term where it stands, by hover and by key; Escape takes that away first', async ({ page }) => {
  await openPage(page, './#story=1');
  const term = story(page).getByRole('button', { name: 'policy' });
  const meaning = story(page).getByText(en.terms.policy);
  await expect(meaning).toBeHidden();
  await term.hover();
  await expect(meaning).toBeVisible();
  await heading(page).hover();
  await expect(meaning).toBeHidden();
  await heading(page).focus();
  await page.keyboard.press('Tab');
  await expect(term).toBeFocused();
  await expect(meaning).toBeVisible();
  await expect(term).toHaveAccessibleDescription(en.terms.policy);
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await expect(heading(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(meaning).toBeVisible();
});

test('shows the figure of a claim and its line of code', async ({ page }) => {
  await openPage(page, './#story=6');
  await story(page)
    .getByRole('button', { name: /^Figure/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Figure' });
  await expect(dialog.getByRole('heading', { name: /accuracy of both answers/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(heading(page)).toBeVisible();
  await story(page).getByText('workers/methods/stage.ts, line').click();
  await expect(story(page).getByText('alpha * (r2 - r1)')).toBeVisible();
});

test('refuses a chapter that there is not, with a sentence', async ({ page }) => {
  await openPage(page, './#story=12');
  await expect(page.getByText(english.story.noChapter('12', chapters.length))).toBeVisible();
  await expect(heading(page)).toHaveCount(0);
});

test('is on the map of keys', async ({ page }) => {
  await openPage(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('open or close the story');
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('speaks the language of the browser', async ({ page }) => {
    await openPage(page, './#story=5');
    await expect(page.getByRole('complementary', { name: '导览' })).toBeVisible();
    await expect(page.getByRole('heading', { name: chinese.story.names.stageOne, exact: true })).toBeFocused();
  });
});

test('has no axe violation, light or dark, and fits the window, with a term explained and code shown', async ({ page }) => {
  await openPage(page, './#story=5');
  await expect(heading(page)).toBeFocused();
  await story(page).getByText('workers/methods/table.ts, line').click();
  await story(page).getByRole('button', { name: 'KL divergence' }).click();
  await inBothWindows(page, () => expectNoViolationsInBothSchemes(page));
  // Between the two, where the lab has less room beside the story.
  await page.setViewportSize({ width: 900, height: 844 });
  await expect.poll(() => overflow(page)).toBe(0);
  await expectNoViolationsInBothSchemes(page);
});
