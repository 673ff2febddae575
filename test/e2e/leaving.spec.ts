/** What becomes of a run when its page is left, hidden or put to sleep. */
import { expect, test, type Page } from '@playwright/test';
import { giveRecordings, openPage, trainButton } from './page.ts';
import { checkpoint, gpuEngine, scriptWorker, update, type Script } from './scriptedWorker.ts';

async function beginToTrain(page: Page, script: Pick<Script, 'onPlay'> & Partial<Script>): Promise<void> {
  await giveRecordings(page);
  await scriptWorker(page, { engine: gpuEngine, onOpen: [], playsOn: true, ...script });
  await openPage(page);
  await trainButton(page).click();
}

async function train(page: Page, script: Pick<Script, 'onPlay'> & Partial<Script>): Promise<void> {
  await beginToTrain(page, script);
  await expect(trainButton(page)).toHaveText(/^(Pause|Stop)/);
}

/** Whether the page asks before it is closed. */
async function asksBeforeClosing(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    return true;
  });
  const closed = page.waitForEvent('close').then(() => false);
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, closed]);
}

test('asks before a base that is half made is left', async ({ page }) => {
  await train(page, { onPlay: [{ kind: 'phase', phase: 'pretraining', sentence: 'Pretraining a base.', progress: 0.2 }] });
  expect(await asksBeforeClosing(page)).toBe(true);
});

test('asks before a run is left that could not be saved', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await train(page, { onPlay: [update(1), checkpoint(1)] });
  await expect(page.getByText(/no room left to save the run/)).toBeVisible();
  expect(await asksBeforeClosing(page)).toBe(true);
});

test('asks nothing where the run is saved', async ({ page }) => {
  await train(page, { onPlay: [update(1), checkpoint(1)] });
  expect(await asksBeforeClosing(page)).toBe(false);
});

test.describe('the screen', () => {
  interface Held {
    requests: number;
    now: number;
  }
  const held = (page: Page): Promise<Held> => page.evaluate(() => (window as unknown as { held: Held }).held);

  test.beforeEach(({ page }) =>
    page.addInitScript(() => {
      const held = { requests: 0, now: 0 };
      const request = () => {
        held.requests++;
        held.now++;
        return Promise.resolve({ release: () => Promise.resolve(void held.now--) });
      };
      Object.assign(window, { held });
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    }),
  );

  test('is kept awake while a run is trained, also after the page was hidden', async ({ page }) => {
    await train(page, { onPlay: [update(1)] });
    await expect.poll(() => held(page)).toEqual({ requests: 1, now: 1 });
    await page.evaluate(() => {
      (window as unknown as { held: Held }).held.now = 0;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => held(page)).toEqual({ requests: 2, now: 1 });
  });

  test('may sleep once training has ended', async ({ page }) => {
    await beginToTrain(page, { onPlay: [update(1)], playsOn: undefined });
    await expect.poll(() => held(page)).toEqual({ requests: 1, now: 0 });
  });
});
