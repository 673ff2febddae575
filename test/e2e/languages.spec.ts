import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, giveRecordings, longRun, openPage, overflow, trainButton } from './page.ts';

/** Four English words in a row, outside what is marked as English or as of no known language, or is code. */
const englishProse = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const prose = /(?:\b[a-z]{2,} ){3,}[a-z]{2,}\b/g;
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement?.closest('[lang=en], [lang=""], code, script, noscript'))
        found.push(...(node.textContent?.match(prose) ?? []));
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title]')) {
      if (element.closest('[lang=en]')) continue;
      for (const name of ['aria-label', 'title']) found.push(...(element.getAttribute(name)?.match(prose) ?? []));
    }
    return found;
  });

const switchTo = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

for (const { locale, title } of [
  { locale: 'en-US', title: 'Naive RL has collapsed' },
  { locale: 'zh-CN', title: '朴素 RL 已经坍缩' },
]) {
  test.describe(`in a browser that reads ${locale}`, () => {
    test.use({ locale });

    test('the page takes less than 150 kB of script, gzipped, until it stands, with the words of one language', async ({ page }) => {
      await giveRecordings(page);
      const scripts = new Map<string, Promise<number>>();
      page.on('response', (response) => {
        if (new URL(response.url()).pathname.endsWith('.js')) {
          const size = response.body().then((body) => gzipSync(body, { level: 9 }).length);
          scripts.set(response.url(), size);
        }
      });
      await openPage(page);
      await expect(page.locator('#app:not([data-drawn]) h1')).toContainText(title);
      await page.waitForLoadState('networkidle');
      const sizes = await Promise.all(scripts.values());
      expect(sizes.length).toBeGreaterThan(2);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
      expect([...scripts.keys()].filter((url) => /\/(en|zh)-/.test(url))).toHaveLength(1);
    });
  });
}

test.describe('in a browser that reads Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the page opens in Chinese, with nothing left in English', async ({ page }) => {
    await openPage(page);
    await expect(page).toHaveTitle(/自我纠正/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh');
    await expect(trainButton(page)).toHaveText(/训练两者/);
    await expect(page.locator('h1')).toContainText('SCoRe');
    await expect(page.locator('.row.rollout').first()).toBeVisible();
    expect(await englishProse(page)).toEqual([]);
    await expectNoViolations(page);
  });

  test('every setting, table and dialog is in Chinese', async ({ page }) => {
    await openPage(page);
    await page.getByRole('button', { name: '更多设置' }).click();
    await page.getByLabel('更新次数', { exact: true }).fill('0');
    await expect(page.getByText('更新次数须为 1 到 100000 之间的整数')).toBeVisible();
    for (const button of await page.locator('figcaption button').all()) await button.click();
    expect(await englishProse(page)).toEqual([]);
    for (const opener of ['全部快捷键', '研究：每种方法，多个种子', '测一测这台设备有多快']) {
      await page.getByRole('button', { name: opener }).click();
      if (opener.startsWith('研究')) await expect(page.locator('dialog[open] figure svg').first()).toBeVisible();
      expect(await englishProse(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page
      .getByRole('button', { name: /^仔细看看/ })
      .last()
      .click();
    await expect(page.locator('dialog[open] figure svg').first()).toBeVisible();
    expect(await englishProse(page)).toEqual([]);
  });

  test('sharing, runs, asking, stages, own tasks and the story are in Chinese', async ({ page }) => {
    await openPage(page);
    await expect(page.locator('.row.rollout').first()).toBeVisible();
    for (const opener of ['分享这个实验', '此浏览器中的全部运行', '自己的任务', '单步阶段', /^提问/]) {
      await page.getByRole('button', { name: opener }).first().click();
      const dialog = page.locator('dialog[open]');
      await expect(dialog.locator('h3, table, form, .stages').first()).toBeVisible();
      expect(await englishProse(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
    await openPage(page, './#story=5');
    await expect(page.getByRole('heading', { name: '阶段 I', exact: true })).toBeFocused();
    expect(await englishProse(page)).toEqual([]);
  });

  test('what is wrong with an address is said in Chinese', async ({ page }) => {
    await openPage(page, './#task=none&steps=0');
    await expect(page.locator('.notices')).toContainText('没有任务“none”');
    await expect(page.locator('.notices')).toContainText('网址中：steps须为 1 到 100000 之间的整数');
    expect(await englishProse(page)).toEqual([]);
  });

  test('a sentence that is seldom heard is in English, and marked as that, where its words cannot be loaded', async ({ page }) => {
    await openPage(page);
    await page.getByRole('button', { name: '更多设置' }).click();
    await page.route('**/assets/zh-*.js', (route) => route.abort());
    await page.getByLabel('更新次数', { exact: true }).fill('0');
    const complaint = page.getByRole('alert').filter({ hasText: '100000' });
    await expect(complaint).toContainText('must be a whole number between 1 and 100000');
    expect(await englishProse(page)).toEqual([]);
    await switchTo(page, 'English');
    await expect(complaint.locator('[lang=en]')).toHaveCount(0);
  });

  test('English is a press away, and is remembered', async ({ page }) => {
    await openPage(page);
    await switchTo(page, 'English');
    await expect(page).toHaveTitle(/correct itself/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(trainButton(page)).toHaveText(/Train both/);
  });

  test('nothing sticks out of a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openPage(page);
    await expect(page.getByRole('button', { name: 'English', exact: true })).toBeVisible();
    await expect(page.locator('.row.rollout').first()).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
});

test('a switch in the middle of training changes the words and keeps the run, and what is being typed', async ({ page }) => {
  await giveRecordings(page, false);
  await openPage(page, `./${longRun}`);
  await page.getByRole('button', { name: 'More settings' }).click();
  await page.getByLabel('Gradient norm').fill('none');
  await page.getByLabel('Gradient norm').fill('1');
  await trainButton(page).click();
  const step = page.locator('.where b');
  await expect(step).not.toHaveText('0', { timeout: 90_000 });
  await page.getByLabel('Training problems').fill('a few');
  await expect(page.getByText('Training problems must be a number; got "a few".')).toBeVisible();
  const before = Number(await step.textContent());

  await switchTo(page, '中文');
  await expect(trainButton(page)).toHaveText(/暂停/);
  await expect(page.getByLabel('训练题数')).toHaveValue('a few');
  await expect(page.getByText('训练题数须为数字；现在是 "a few"。')).toBeVisible();
  await expect.poll(async () => Number(await step.textContent())).toBeGreaterThan(before);
  expect(await englishProse(page)).toEqual([]);

  await trainButton(page).click();
  await expect(page.getByText(/已暂停在第 \d+ \/ 4000 步；什么都没有丢失。/)).toBeVisible();
  const paused = Number(await step.textContent());
  await switchTo(page, 'English');
  await expect(page.getByText(/Paused at step \d+ of 4000; nothing is lost\./)).toBeVisible();
  expect(Number(await step.textContent())).toBe(paused);
});
