/** Runs the bench in a page of a headless Chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium.mjs';
import { SetupProblem } from '../../scripts/setup.mjs';
import type { BenchResult } from '../../workers/bench/rows.ts';
import type { BenchOptions } from './options.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** What the bench found, and the browser it ran in. */
export type Found = Omit<BenchResult, 'command' | 'date'>;

/** Peers that the project itself has no use for are installed when the bench first runs. Without them their rows say so. */
function ensurePeers(): void {
  if (existsSync(path.join(folder, 'node_modules', '.package-lock.json'))) return;
  console.log('Installing the peers of the bench (about 550 MB) …');
  // Their own install scripts do nothing that the bench needs.
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.log('They could not be installed; their rows will say so.');
}

/** @returns null if only the adapter was asked for, which is then printed */
export async function runInChromium({ request, adapterOnly }: BenchOptions): Promise<Found | null> {
  const executablePath = ensureChromium();
  if (!adapterOnly) ensurePeers();
  const configFile = path.join(folder, 'vite.config.ts');
  console.log('Building the page of the bench …');
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 4370 } });
  // On a software adapter a rollout of stock operations keeps the GPU's process busy for long; a long run looks at the heap after a collection.
  const browser = await chromium.launch({
    executablePath,
    args: [...chromiumArguments, '--disable-gpu-watchdog', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.exposeFunction('say', (sentence: string) => console.log(sentence));
    page.on('pageerror', (error) => console.log(`The page reported an error: ${error.message}`));
    await page.goto(server.resolvedUrls!.local[0]);
    await page.waitForFunction(() => 'bench' in window);
    const problem = await page.evaluate(
      (asked) =>
        window.startBackend(asked).then(
          () => null,
          (error: Error) => error.message,
        ),
      request,
    );
    if (problem) throw new SetupProblem(`The bench cannot run here: ${problem}`);
    if (adapterOnly) return null;
    const result = await page.evaluate((asked) => window.bench(asked), request);
    return { ...result, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    await server.close();
  }
}
