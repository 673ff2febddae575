import { expect, test, type Page } from '@playwright/test';
import { syntheticRecordings } from './fixtures.ts';
import { expectNoViolations, giveRecordings, inBothWindows, openPage, trainButton } from './page.ts';
import { checkpoint, gpuEngine, scriptWorker, update, type Script } from './scriptedWorker.ts';

const [{ evaluations }] = syntheticRecordings('addition');
const evaluation = (index: number) => ({ ...evaluations[index], kind: 'evaluation' as const });

async function train(page: Page, script: Script): Promise<void> {
  await giveRecordings(page);
  await scriptWorker(page, script);
  await openPage(page);
  await trainButton(page).click();
}

const expectGoodManners = (page: Page): Promise<void> => inBothWindows(page, () => expectNoViolations(page));

test('says that the engine is starting, and lets that be paused', async ({ page }) => {
  await train(page, { engine: null, onOpen: [], onPlay: [] });
  await expect(page.getByText(/Starting (WebGPU|the CPU engine)…/)).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
  await expectGoodManners(page);
});

test('says in one sentence that there is no GPU', async ({ page }) => {
  const sentence = 'Training runs on the CPU, because there is no WebGPU here.';
  await train(page, { engine: { backend: 'wasm', adapter: 'WebAssembly', sentence }, onOpen: [evaluation(0)], onPlay: [] });
  await expect(page.getByText(sentence)).toBeVisible();
  await expectGoodManners(page);
});

test('draws axes and the base before the first evaluation of a live run', async ({ page }) => {
  await train(page, { engine: gpuEngine, onOpen: [evaluation(0)], onPlay: [update(1)] });
  await expect(page.locator('h1')).toContainText('Naive RL is barely trained: first measured at step 50.');
  await expectGoodManners(page);
});

test('keeps the checkpoint and offers two ways on when a number is not finite', async ({ page }) => {
  const sentence = 'Stopped at step 62: the gradient norm is not a finite number.';
  await train(page, {
    engine: gpuEngine,
    onOpen: [evaluation(0)],
    onPlay: [update(50), evaluation(1), checkpoint(50), { kind: 'stopped', step: 62, sentence, gpuWasLost: false }],
  });
  await expect(page.getByText(sentence)).toBeVisible();
  await expect(page.getByText('The checkpoint from step 50 is kept.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue from step 50' })).toBeVisible();
  await page.getByRole('button', { name: 'Open settings' }).click();
  await expect(page.getByRole('region', { name: 'More settings' })).toBeVisible();
  await expectGoodManners(page);
});

test('counts programs that had to be ended as wrong, and says so', async ({ page }) => {
  await train(page, { engine: gpuEngine, onOpen: [evaluation(0)], onPlay: [update(1, 2), update(2), update(3, 1)] });
  // Three in each of the two runs.
  await expect(page.getByText('6 programs ran out of time or memory in training and count as wrong.')).toBeVisible();
});

test('shows the speed of training outside what a screen reader announces', async ({ page }) => {
  await train(page, { engine: gpuEngine, onOpen: [evaluation(0)], onPlay: [update(1), update(2), update(3)], playsOn: true });
  await expect(page.getByRole('banner')).toContainText('13 updates/s');
  await expect(page.locator('[role=status], [aria-live=polite]').filter({ hasText: 'updates/s' })).toHaveCount(0);
  await expectGoodManners(page);
});

test('trains on when the browser has no room to save the run, and says so', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await train(page, { engine: gpuEngine, onOpen: [evaluation(0)], onPlay: [update(50), evaluation(1), checkpoint(50)] });
  await expect(page.getByText('This browser has no room left to save the run.')).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Training step' })).toHaveValue('50');
});

test('a press that was meant to pause does not begin the next seed as the run ends', async ({ page }) => {
  await giveRecordings(page);
  await scriptWorker(page, {
    engine: gpuEngine,
    onOpen: [],
    onPlay: [update(500), { kind: 'finished', step: 500, model: new Uint8Array() }],
  });
  await openPage(page);
  await trainButton(page).evaluate((button: HTMLButtonElement) => {
    new MutationObserver(() => button.textContent.startsWith('Train again') && button.click()).observe(button, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await trainButton(page).click();
  await expect(trainButton(page)).toHaveText('Train again, with seed 2');
  await page.waitForTimeout(1000);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
  await trainButton(page).click();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('2');
});
