import { defineConfig } from '@playwright/test';
import process from 'node:process';
import { chromiumArguments, findChromium } from './scripts/chromium.mjs';
import { toolPath } from './scripts/setup.mjs';

/** Not the root of the host: dist/ has to work from wherever somebody copies it. */
const base = '/copied/somewhere/';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  // A worker takes the next test, not the next file: no file is left alone at the end.
  fullyParallel: true,
  timeout: 120_000,
  // No expectation is about time, and a busy machine has seconds in which nothing moves.
  expect: { timeout: 30_000 },
  webServer: {
    command: `"${process.execPath}" "${toolPath('vite')}" preview --base ${base} --host 127.0.0.1 --port 4350`,
    // Vite takes the next free port when this one is in use; the name in the pattern becomes an environment variable. A terminal's colour
    // codes may stand before the port.
    wait: { stdout: /127\.0\.0\.1:.*?(?<preview_port>\d{4,5})/ },
  },
  use: {
    // The page plays its recordings when it is opened and keeps itself for later: tests of that ask for it.
    contextOptions: { reducedMotion: 'reduce' },
    serviceWorkers: 'block',
    baseURL: `http://127.0.0.1:${process.env.PREVIEW_PORT}${base}`,
    launchOptions: { executablePath: findChromium(), args: chromiumArguments },
  },
});
