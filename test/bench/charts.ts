/**
 * `npm run bench:charts [-- POINTS…]`: how smoothly the page plays two runs back that were evaluated POINTS times each (11 and 50,000), in a
 * headless Chromium that draws in software, and what an evaluation more costs. Prints the table of docs/PERFORMANCE.md; --json FILE keeps it.
 * What is measured is what dist/ shows: after a change, build first.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import * as prettier from 'prettier';
import type { CDPSession, Page } from 'playwright';
import { visitBuiltPage } from '../../scripts/built-page.mjs';
import { exitWith, SetupProblem } from '../../scripts/setup.mjs';
import { defaultOptions, type Recording } from '../../workers/protocol.ts';
import { chartsTable, type ChartFrames, type ChartsResult } from './report/charts.ts';

/** How long frames are counted; a whole run is played back in nine seconds. */
const seconds = 8;

/** Two runs with so many evaluations, a step apart or as near as whole steps allow; noisy, as evaluations are. Runs in the page. */
function answerWithLongRuns({ points, options }: { points: number; options: Recording['options'][] }): void {
  const n = 1000;
  let state = 1;
  const noise = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const evaluationsOf = (method: number) =>
    Array.from({ length: points }, (_, index) => {
      const share = index / (points - 1);
      const first = Math.round(n * (0.5 + 0.15 * share + 0.06 * noise()));
      const fixed = Math.round(n * (0.1 + (method === 0 ? -0.08 : 0.06) * share + 0.03 * noise()));
      const broken = Math.round(n * (0.1 - 0.07 * share + 0.03 * noise()));
      const changed = fixed + broken + Math.round(n * (0.2 - 0.15 * share));
      const row = {
        ...{ step: index, stage: index === 0 ? 'base' : 'One stage', split: 'heldout', temperature: 1, n },
        ...{ acc_t1: first / n, acc_t2: (first + fixed - broken) / n, delta: (fixed - broken) / n },
        ...{ i_to_c: fixed / n, c_to_i: broken / n, change_rate: changed / n, copied_wrong: 0.1 },
        edit_histogram: [n - changed, changed, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ...{ kl_t1: 0.1 * share + 0.02 * (noise() + 0.5), kl_t2: 0.2 * share + 0.04 * (noise() + 0.5) },
        ...{ entropy_t1: 2 - share + 0.3 * noise(), entropy_t2: 1.5 - share + 0.3 * noise() },
      };
      return { kind: 'evaluation', id: 'synthetic', step: index, rows: [row], episodes: [] };
    });
  const fetchReally = window.fetch.bind(window);
  window.fetch = async (asked, how) => {
    const address = asked instanceof Request ? asked.url : asked.toString();
    if (!address.includes('recordings/')) return fetchReally(asked, how);
    const about = { command: 'none: synthetic', backend: 'none', adapter: null, seconds: 0 };
    const recordings = options.map((each, method) => ({ ...about, options: each, evaluations: evaluationsOf(method) }));
    return { ok: true, headers: new Headers(), json: () => Promise.resolve(recordings) } as unknown as Response;
  };
}

/** Milliseconds between the frames that the page draws in so many seconds. */
const framesOf = (page: Page): Promise<number[]> =>
  page.evaluate(
    (milliseconds) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        let before = performance.now();
        const end = before + milliseconds;
        const frame = (now: number): void => {
          gaps.push(now - before);
          before = now;
          if (now < end) requestAnimationFrame(frame);
          else resolve(gaps);
        };
        requestAnimationFrame(frame);
      }),
    1000 * seconds,
  );

/** Milliseconds that the page's scripts, and its main thread with all else it does, have worked since the session began. */
async function workedFor(session: CDPSession): Promise<{ script: number; main: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? NaN);
  return { script: of('ScriptDuration'), main: of('TaskDuration') };
}

/** What the accuracies are drawn as now, and where the playhead is. */
const curves = (page: Page): Promise<string[]> =>
  page.locator('section:has(#accuracy-title) svg.chart path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));

async function measure(page: Page, address: string, points: number): Promise<ChartFrames> {
  const options = (['naive', 'score'] as const).map((method) => ({
    ...defaultOptions('addition', method),
    steps: points,
    evaluateEvery: 1,
  }));
  page.setDefaultTimeout(600_000);
  // tsx wraps the functions that are sent to the page in a call of this.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(answerWithLongRuns, { points, options });
  // With something asked for, the page neither shows what the build has drawn nor begins to play by itself.
  await page.goto(`${address}#at=0`);
  await page.locator('h1').filter({ hasText: 'Naive RL' }).waitFor();
  const counts = await page.evaluate(() => ({
    elements: document.querySelectorAll('svg.chart *').length,
    vertices: [...document.querySelectorAll('svg.chart path')].reduce(
      (sum, path) => sum + (path.getAttribute('d') ?? '').split(/[ML]/).length - 1,
      0,
    ),
  }));
  // Rows out of sight are not drawn while a run plays: here are all of charts.
  await page.locator('#portrait-title').evaluate((title) => title.scrollIntoView());
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: /^Pause/ }).waitFor();
  const atStart = await curves(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await workedFor(session);
  const gaps = (await framesOf(page)).sort((a, b) => a - b);
  const after = await workedFor(session);
  if ((await curves(page)).join() === atStart.join()) throw new Error('The pictures stood still while the runs were played back.');
  const at = (share: number): number => gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))];
  return {
    ...{ points, ...counts, frames_per_s: gaps.length / seconds, median_ms: at(0.5), p95_ms: at(0.95), longest_ms: at(1) },
    script_ms: (after.script - before.script) / gaps.length,
    main_ms: (after.main - before.main) / gaps.length,
  };
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const at = args.indexOf('--json');
  const [file] = at < 0 ? [] : args.splice(at, 2).slice(1);
  const counts = args.length > 0 ? args.map(Number) : [11, 50_000];
  if (counts.some((count) => !Number.isInteger(count) || count < 2) || (at >= 0 && !file)) {
    throw new SetupProblem('Use npm run bench:charts [-- POINTS… --json FILE], with whole numbers of points, at least 2.');
  }
  const [load] = loadavg();
  await visitBuiltPage(async (browser, address) => {
    const rows: ChartFrames[] = [];
    for (const points of counts) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      rows.push(await measure(page, address, points));
      await page.close();
    }
    const result: ChartsResult = {
      command: 'npm run bench:charts',
      date: new Date().toISOString().slice(0, 10),
      browser: `Chromium ${browser.version()}, headless, drawing in software`,
      cores: cpus().length,
      load,
      rows,
    };
    console.log(chartsTable(result));
    if (file) writeFileSync(file, await prettier.format(JSON.stringify(result), { parser: 'json', printWidth: 140 }));
  });
}

main().then(() => process.exit(0), exitWith);
