import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { summaryOf } from '../../workers/measures/summary.ts';
import { versions } from '../../cli/versions.ts';
import { summarise } from '../../workers/measures/summarise.ts';

it('the summary of an evaluation has a Wilson interval for every bar of its edit-distance histogram', () => {
  // 50 copies and 50 answers that are nothing like the first, of 100.
  const outcomes = Array.from({ length: 100 }, (_, i) => ({ r1: 0, r2: 0, editDistanceRatio: i < 50 ? 0 : 1 }));
  const row = summarise(outcomes, {
    step: 1,
    stage: 'Stage I',
    split: 'heldout',
    temperature: 0,
    kl_t1: null,
    kl_t2: null,
    entropy_t1: 0,
    entropy_t2: 0,
  });
  const bars = summaryOf(row).edit_histogram_intervals;
  expect(bars.map(({ value }) => value)).toEqual([0.5, ...Array<number>(9).fill(0), 0.5]);
  // By hand, with z² = 3.8416: of 50, (0.5 ± 1.96 · √(0.0025 + 0.000096)); of none, 0 to z² / (100 + z²).
  expect(bars[0].low).toBeCloseTo(0.4038, 4);
  expect(bars[0].high).toBeCloseTo(0.5962, 4);
  expect(bars[1]).toEqual({ value: 0, low: 0, high: expect.closeTo(0.037, 4) as number });
});

it('the versions of a run name the sandbox that decides every reward', () => {
  const { version } = createRequire(import.meta.url)('quickjs-wasi/package.json') as { version: string };
  expect(versions()).toMatchObject({ 'quickjs-wasi': version });
});
