/** The real worker on a software adapter that passes for a GPU, and that a test can break. */
import { expect, test, type Page } from '@playwright/test';
import { giveRecordings, openPage, tinyRun, trainButton } from './page.ts';

/**
 * Losing a GPU is no matter of which product stock operations take: here it is always TensorFlow.js's small one, as in test/browser/gpuChecks.ts,
 * which a software adapter compiles in a fraction of the time.
 */
const passForGpu = `
Object.defineProperty(self._tfengine.ENV.flags, 'WEBGPU_MATMUL_PROGRAM_TYPE', { get: () => 2, set: () => undefined });
Object.defineProperty(GPUAdapter.prototype, 'info', { value: { vendor: 'a', architecture: 'patched', device: 'adapter', description: '' } });
const requestDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  self.device = await requestDevice.call(this, descriptor);
  const lost = new Promise((resolve) => (self.loseDevice = () => resolve({ reason: 'unknown', message: 'lost by a test' })));
  Object.defineProperty(self.device, 'lost', { value: lost });
  return self.device;
};
self.submitted = 0;
const { submit } = GPUQueue.prototype;
GPUQueue.prototype.submit = function (commands) {
  self.submitted++;
  return submit.call(this, commands);
};
`;

/** A device that refuses our first kernel, so that the engine starts on stock operations without checking the others. */
const refuseOurKernels = `
const { createShaderModule } = GPUDevice.prototype;
GPUDevice.prototype.createShaderModule = function (descriptor) {
  if (descriptor.label === 'decode') throw new Error('refused by a test');
  return createShaderModule.call(this, descriptor);
};
`;

const sentence = 'The GPU reported an error: broken by a test';

/** Adds to the script of the first worker, of the second and so on; the last patch serves all that follow. */
async function patchWorkers(page: Page, ...patches: string[]): Promise<void> {
  let started = 0;
  await page.route(/trainer\.worker[^/]*\.js/, async (route) => {
    const patch = patches[Math.min(started++, patches.length - 1)];
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()) + patch });
  });
}

const expectEngine = (page: Page, operations: 'fused kernels' | 'stock operations') =>
  expect(page.getByRole('banner')).toContainText(`a patched adapter, ${operations}`, { timeout: 240_000 });

async function breakGpu(page: Page): Promise<void> {
  await page.workers()[0].evaluate(() => {
    const { device } = self as unknown as { device: GPUDevice };
    device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUInternalError('broken by a test') }));
  });
}

const submitted = (page: Page): Promise<number> => page.workers()[0].evaluate(() => (self as unknown as { submitted: number }).submitted);

async function loseGpu(page: Page): Promise<void> {
  await page.workers()[0].evaluate(() => (self as unknown as { loseDevice: () => void }).loseDevice());
}

// Each start of the engine checks its kernels, unless the device refuses them, which starts in a second what takes a software adapter half a
// minute to compile: only starts whose subject is the fast path have it.
test.describe.configure({ timeout: 480_000 });

test.beforeEach(async ({ page }) => giveRecordings(page, false));

test('opens no run on a GPU that failed before, and opens it on a fresh one when asked again', async ({ page }) => {
  await patchWorkers(page, passForGpu + refuseOurKernels);
  let giveBase: () => void = () => undefined;
  const baseGiven = new Promise<void>((resolve) => (giveBase = resolve));
  await page.route('**/base/*', async (route) => {
    await baseGiven;
    await route.continue();
  });
  await openPage(page, './#heldOut=4');
  await trainButton(page).click();
  await expectEngine(page, 'stock operations');
  await expect(page.getByText('because our kernels failed their check on this GPU: refused by a test.')).toBeVisible();
  await breakGpu(page);
  giveBase();
  await expect(page.getByText(sentence)).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Measuring on 4 held-out problems.')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(sentence)).toBeHidden();
});

test('gives up the base that was being pretrained when the GPU failed, and can be asked to try again', async ({ page }) => {
  await patchWorkers(page, passForGpu + refuseOurKernels);
  await openPage(page, `./${tinyRun}`);
  await trainButton(page).click();
  await expectEngine(page, 'stock operations');
  await expect.poll(() => submitted(page), { timeout: 120_000 }).toBeGreaterThan(20);
  await breakGpu(page);
  await expect(page.getByText(sentence)).toBeVisible();
  await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBe(0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectEngine(page, 'stock operations');
});

test('goes on by itself, on a fresh GPU, when the GPU is lost: with the base anew, and from the last checkpoint', async ({ page }) => {
  await patchWorkers(page, passForGpu + refuseOurKernels, passForGpu, '');
  await openPage(page, `./${tinyRun.replace('steps=8', 'steps=100')}`);
  await trainButton(page).click();
  await expectEngine(page, 'stock operations');
  const atFirst = await submitted(page);
  await expect.poll(() => submitted(page), { timeout: 120_000 }).toBeGreaterThan(atFirst);
  await loseGpu(page);
  await expect(page.getByText('The GPU was reset. There was no checkpoint yet, so training begins anew.')).toBeVisible();
  await expectEngine(page, 'fused kernels');
  const stepShown = async () => Number(await page.getByRole('slider', { name: 'Training step' }).inputValue());
  await expect.poll(stepShown, { timeout: 240_000 }).toBeGreaterThanOrEqual(2);
  await loseGpu(page);
  await expect(page.getByText('The GPU was reset 2 times. Training goes on from the last checkpoint.')).toBeVisible();
  // The software adapter as it is, which no run is trained on: the checkpoint is gone on with on the CPU, where nothing has to be compiled.
  await expect(page.getByRole('banner')).toContainText('WebAssembly');
  const lostAt = await stepShown();
  await expect.poll(stepShown, { timeout: 120_000 }).toBeGreaterThan(lostAt);
});
