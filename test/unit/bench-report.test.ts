import { describe, expect, it } from 'vitest';
import type { BenchResult, BenchRow } from '../../workers/bench/rows.ts';
import { markdownTable } from '../../cli/markdown.ts';
import { short } from '../bench/report/format.ts';
import { performanceDocument } from '../bench/report/performance.ts';
import { scalingPlot, scalingSeries } from '../bench/report/plot.ts';
import { tableOf } from '../bench/report/table.ts';
import { targetRows } from '../bench/report/targets.ts';

const row = (changes: Partial<BenchRow>): BenchRow => ({
  work: 'decode',
  model: '0.2M',
  batch: 64,
  side: 'ours',
  backend: 'webgpu',
  adapter: 'google swiftshader',
  median_ms: 100,
  p10_ms: 90,
  p90_ms: 120,
  rounds: 5,
  tokens_per_s: 12_800,
  dispatches: 4,
  submissions: 4,
  uploads: 2,
  readbacks: 1,
  submit_ms: 0.5,
  allocated_bytes: 0,
  correct: true,
  note: '',
  ...changes,
});

const resultOf = (rows: BenchRow[], changes: Partial<BenchResult> = {}): BenchResult => ({
  command: 'npm run bench -- --quick',
  backend: 'webgpu',
  adapter: 'google swiftshader',
  isSoftware: true,
  date: '2026-01-02',
  browser: 'Chromium 1',
  rows,
  phases: [],
  scaling: [],
  roofline: null,
  soak: [],
  ...changes,
});

const targetOf = (results: BenchResult[], name: string) => targetRows(results).find((target) => target.name === name)!;

describe('the targets', () => {
  it('compare sides within one run', () => {
    const slow = resultOf([row({ median_ms: 100 }), row({ side: 'stock', median_ms: 3400 })]);
    expect(targetOf([slow], 'decode, software adapter, 0.2M, B=64')).toMatchObject({
      measured: '34× (B=64, google swiftshader)',
      reached: false,
      command: 'npm run bench -- --quick',
    });
    const fast = resultOf([row({ median_ms: 100 }), row({ side: 'stock', median_ms: 3600 })]);
    expect(targetOf([fast], 'decode, software adapter, 0.2M, B=64').reached).toBe(true);
  });

  it('are not met by results that are wrong', () => {
    const wrong = resultOf([row({ correct: false, median_ms: null }), row({ side: 'stock', median_ms: 9999 })]);
    expect(targetOf([wrong], 'decode, software adapter, 0.2M, B=64')).toMatchObject({ measured: 'not measured', reached: null });
  });

  it('of a real GPU wait for one', () => {
    const name = 'decode, real GPU, 0.2M, B=1,024';
    expect(targetOf([resultOf([row({ batch: 1024 })])], name)).toMatchObject({ measured: 'not measured: no GPU', reached: null });
    const gpu = resultOf([row({ batch: 1024, tokens_per_s: 6_000_000 })], { isSoftware: false, adapter: 'some GPU' });
    expect(targetOf([gpu], name)).toMatchObject({ measured: '6,000,000 tokens/s (B=1024, some GPU)', reached: true });
  });

  it('count the grading of unknown programs on top of a step', () => {
    const grade = row({ work: 'grade', batch: 512, median_ms: 30 });
    const name = 'grader’s share of a SCoRe step';
    expect(targetOf([resultOf([grade, row({ work: 'score_step', batch: 512, median_ms: 470 })])], name)).toMatchObject({
      measured: '6.0 % (B=512, google swiftshader)',
      reached: true,
    });
    expect(targetOf([resultOf([grade, row({ work: 'score_step', batch: 512, median_ms: 170 })])], name).reached).toBe(false);
    expect(targetOf([resultOf([grade, row({ work: 'score_step', batch: 16 })])], name).measured).toBe('not measured');
  });

  it('take the worst count', () => {
    const result = resultOf([row({ readbacks: 1 }), row({ batch: 1024, readbacks: 2 })]);
    expect(targetOf([result], 'read-backs per rollout batch')).toMatchObject({
      measured: '2 (B=1024, google swiftshader)',
      reached: false,
    });
  });
});

describe('the report', () => {
  it('says how much slower a side is than ours, and why one was not timed', () => {
    const rows = [
      row({}),
      row({ side: 'stock', median_ms: 450 }),
      row({ side: 'onnx', median_ms: null, correct: null, note: 'It is away.' }),
    ];
    const document = performanceDocument([{ file: 'a.json', result: resultOf(rows) }]);
    expect(document).toContain('| stock | 450 |');
    expect(document).toContain('4.5×');
    expect(document).toContain('- **onnx**, decode 0.2M B=64, not timed: It is away.');
    expect(document).toContain('google swiftshader');
  });

  it('has the reason of an untimed side in the terminal too', () => {
    const result = resultOf([row({ side: 'jax-js', median_ms: null, correct: false, note: 'wrong: token 3' })]);
    expect(tableOf(result)).toContain('decode 0.2M B=64 jax-js: wrong: token 3');
    expect(tableOf(result)).toMatch(/jax-js.*NO/);
  });

  it('writes numbers with three digits', () => {
    expect([0, 0.01234, 1.005, 12.34, 567.8, 5_678_901].map(short)).toEqual(['0', '0.0123', '1.01', '12.3', '568', '5,679,000']);
  });

  it('escapes bars in cells', () => {
    expect(markdownTable(['a'], [['b|c']])).toBe('| a |\n| --- |\n| b\\|c |');
  });
});

describe('the plot of the growth', () => {
  const scaling = [64, 128, 256].flatMap((value) => [
    { work: 'train_step' as const, along: 'width', value, median_ms: value ** 2 / 100 },
    { work: 'decode' as const, along: 'width', value, median_ms: value },
  ]);

  it('has a series for every work, with its exponent', () => {
    const series = scalingSeries(scaling).map(({ work, exponent }) => [work, Number(exponent.toFixed(6))]);
    expect(series).toEqual([
      ['train_step', 2],
      ['decode', 1],
    ]);
  });

  it('leaves out what was measured at one value only', () => {
    expect(scalingSeries(scaling.slice(0, 2))).toEqual([]);
    expect(scalingPlot([])).toBeNull();
  });

  it('draws every point within the picture and says the exponents', () => {
    const svg = scalingPlot(scaling)!;
    expect(svg).toContain('training step grows as width^2.00');
    expect(svg.match(/<circle/g)).toHaveLength(3);
    const places = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(places[0][0]).toBeLessThan(places[2][0]);
    expect(places[0][1]).toBeGreaterThan(places[2][1]);
    for (const [x, y] of places) expect(x >= 0 && x <= 250 && y >= 0 && y <= 220).toBe(true);
  });
});
