import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './scripts/chromium.mjs';
import { bundledSandbox } from './test/unit/bundle.ts';

const slowMachine = { testTimeout: 60_000, hookTimeout: 60_000 };
/** A software adapter takes seconds to compile a kernel, and a slow machine several times as long. */
const softwareAdapter = { testTimeout: 240_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        plugins: [bundledSandbox],
        test: {
          name: 'unit',
          globalSetup: ['test/unit/bundle.ts'],
          setupFiles: ['src/languages/english.ts', 'test/unit/noThreadLeft.ts'],
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          // Every core: left to itself, vitest keeps one free, which on two cores is half of them.
          maxWorkers: '100%',
          // A process loads TensorFlow.js and our modules once, not once for each of its files: that is half of the time of a small file.
          isolate: false,
          ...slowMachine,
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'browser',
          setupFiles: ['src/languages/english.ts'],
          include: ['test/browser/**/*.test.ts'],
          ...softwareAdapter,
          // One page for all files, one after the other: what a software adapter has compiled of TensorFlow.js's for one of them it need not compile
          // again for the next, and the machine may have two cores.
          fileParallelism: false,
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: chromiumArguments } }),
            instances: [{ browser: 'chromium' }],
            screenshotDirectory: 'test-results/browser',
          },
        },
      },
    ],
  },
});
