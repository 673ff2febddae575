/** What the page does before its scripts have arrived, without a network, and when a newer version is there. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { tinyRun, trainButton } from './page.ts';

const kept = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready);

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('shows what both recorded runs came to, their answers and what they were rewarded for, and asks for no stylesheet', async ({
    page,
  }) => {
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto('./');
    await expect(page.locator('h1')).toContainText('SCoRe');
    await expect(page.locator('.time').getByText(/Δ\s[+−]\d+\.\d\s±\s\d/)).toHaveCount(2);
    await expect(page.getByRole('region', { name: 'One held-out problem' }).getByText('second', { exact: true })).toHaveCount(2);
    await expect(page.getByRole('region', { name: 'What is rewarded' }).getByRole('table')).toHaveCount(2);
    await expect(page.locator('h1')).toHaveCSS('font-size', '32px');
    expect(requested.filter((url) => url.endsWith('.css'))).toEqual([]);
  });
});

test.describe('in a browser that reads Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('shows both recorded runs in Chinese before its scripts have arrived', async ({ page }) => {
    await page.route('**/*.js', () => undefined);
    await page.goto('./', { waitUntil: 'commit' });
    await expect(page.locator('h1')).toContainText('的第二次回答是照抄');
    await expect(page.getByRole('button', { name: '中文' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh');
  });
});

test.describe('where motion is welcome', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  for (const locale of ['en', 'zh-CN']) {
    test.describe(`in ${locale}`, () => {
      test.use({ locale });

      test('plays both recordings when it is opened, and can be stopped', async ({ page }) => {
        await page.goto('./');
        const scrubber = page.locator('#app:not([data-drawn]) .track input');
        await expect.poll(async () => Number(await scrubber.inputValue())).toBeGreaterThan(0);
        await expect.poll(async () => Number(await scrubber.inputValue())).toBeLessThan(500);
        await page.locator('.controls .play').click();
        const stopped = await scrubber.inputValue();
        await page.waitForTimeout(300);
        expect(await scrubber.inputValue()).toBe(stopped);
      });
    });
  }

  for (const width of [1440, 390]) {
    test(`moves the pictures that are in sight while it plays, and has all of them right when it stops, at ${width} px`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.goto('./');
      const row = (title: string) => page.locator('section.row', { has: page.locator(`#${title}`) });
      const said = (title: string): Promise<string> => row(title).innerText();
      await expect(row('drift-title')).toHaveCount(1);
      await page.keyboard.press('Home');
      const portraitOfBase = await said('portrait-title');
      for (const title of ['accuracy-title', 'transitions-title']) {
        await row(title).scrollIntoViewIfNeeded();
        const before = await said(title);
        await page.keyboard.press(' ');
        await expect.poll(() => said(title)).not.toBe(before);
        await page.keyboard.press('Home');
      }
      expect(await said('portrait-title')).toBe(portraitOfBase);
    });
  }

  test('plays nothing where somebody asked for a step', async ({ page }) => {
    await page.goto('./#v=2&at=150');
    const scrubber = page.getByRole('slider', { name: 'Training step' });
    await expect(scrubber).toHaveValue('150');
    await page.waitForTimeout(300);
    await expect(scrubber).toHaveValue('150');
  });
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });
  // One after the other: a test writes the file that the worker is in.
  test.describe.configure({ mode: 'default' });

  test('opens, shows every task and trains without a network after one visit', async ({ page, context }) => {
    await page.goto('./');
    await kept(page);
    await context.setOffline(true);
    await page.reload();
    await expect(page.locator('h1')).toContainText('SCoRe');
    await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('functions');
    await expect(page.locator('h1')).toContainText('SCoRe');
    await expect(page.getByText('Nothing is recorded for this yet.')).toBeHidden();
    await page.goto(`./${tinyRun}`);
    await page.reload();
    await trainButton(page).click();
    await expect(trainButton(page)).toHaveText('Train again, with seed 2', { timeout: 120_000 });
  });

  test('says that a newer version waits, and leaves the open page as it is', async ({ page }) => {
    const file = 'dist/sw.js';
    await page.goto('./');
    await kept(page);
    await page.reload();
    const before = await readFile(file, 'utf8');
    try {
      await writeFile(file, `${before}\n// another version`);
      await page.reload();
      await expect(page.getByText(/A newer version of this page is ready/)).toBeVisible({ timeout: 30_000 });
      await expect(page.locator('h1')).toContainText('SCoRe');
    } finally {
      await writeFile(file, before);
    }
  });
});
