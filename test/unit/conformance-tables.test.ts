import { describe, expect, it } from 'vitest';
import { summarise } from '../../workers/measures/summarise.ts';
import { conditionalRatesOf, transitionsOf } from '../../workers/measures/transitions.ts';
import type { EvaluationRow, Outcome } from '../../workers/measures/outcome.ts';

/** Printed percentages: Acc@t1, Acc@t2, Δ, Δi→c, Δc→i. */
type Printed = [number, number, number, number, number];

/** Outcomes of n problems with these counts; every second answer differs from the first, which no printed number depends on. */
function outcomesOf(n: number, firstRight: number, fixed: number, broken: number): Outcome[] {
  return Array.from({ length: n }, (_, i) => {
    const r1 = i < firstRight ? 1 : 0;
    const r2 = r1 === 1 ? Number(i >= broken) : Number(i - firstRight < fixed);
    return { r1, r2, editDistanceRatio: 0.5 };
  });
}

function rowOf(n: number, [accuracy, , , iToC, cToI]: Printed): EvaluationRow {
  const count = (percent: number): number => Math.round((percent * n) / 100);
  const outcomes = outcomesOf(n, count(accuracy), count(iToC), count(cToI));
  return summarise(outcomes, {
    step: 0,
    stage: 'base',
    split: 'heldout',
    temperature: 0,
    kl_t1: null,
    kl_t2: null,
    entropy_t1: 0,
    entropy_t2: 0,
  });
}

const printed = (row: EvaluationRow): number[] =>
  [row.acc_t1, row.acc_t2, row.delta, row.i_to_c, row.c_to_i].map((fraction) => Number((100 * fraction).toFixed(1)));

function expectExactDelta(row: EvaluationRow): void {
  const count = (fraction: number): number => Math.round(fraction * row.n);
  expect(row.delta).toBe((count(row.i_to_c) - count(row.c_to_i)) / row.n);
  expect(row.delta).toBe((count(row.acc_t2) - count(row.acc_t1)) / row.n);
}

const base: Printed = [52.6, 41.4, -11.2, 4.6, 15.8];
const score: Printed = [60.0, 64.4, 4.4, 5.8, 1.4];

describe.each<[string, number, [string, Printed][]]>([
  [
    'Table 1 (SFT, MATH500)',
    500,
    [
      ['Base', base],
      ['STaR on D_STaR', [55.4, 41.2, -14.2, 5.4, 19.6]],
      ['STaR on D+_STaR', [53.6, 54.0, 0.4, 2.6, 2.2]],
      ['Pair-SFT on D_SFT', [52.4, 54.2, 1.8, 5.4, 3.6]],
      ['Pair-SFT on D+_SFT', [55.0, 55.0, 0, 0, 0]],
    ],
  ],
  [
    'Table 2 (MATH500)',
    500,
    [
      ['Base', base],
      ['Self-Refine', [52.8, 51.8, -1.0, 3.2, 4.2]],
      ['STaR', [53.6, 54.0, 0.4, 2.6, 2.2]],
      ['Pair-SFT', [52.4, 54.2, 1.8, 5.4, 3.6]],
      ['SCoRe', score],
    ],
  ],
  [
    'Table 3 (HumanEval)',
    164,
    [
      ['Base', [53.7, 56.7, 3.0, 7.9, 4.9]],
      // The paper prints Acc@t2 = 52.5, which no count out of 164 rounds to: 86 / 164 is 52.4, and 53.7 − 1.2 is 52.5.
      ['Self-Refine', [53.7, 52.4, -1.2, 9.8, 11.0]],
      ['Pair-SFT', [56.1, 54.3, -1.8, 4.3, 6.1]],
      ['SCoRe', [52.4, 64.6, 12.2, 15.2, 3.0]],
    ],
  ],
])('%s', (_table, n, rows) => {
  it.each(rows)('the row "%s" comes out as printed', (_method, expected) => {
    const row = rowOf(n, expected);
    expect(printed(row)).toEqual(expected);
    expectExactDelta(row);
  });
});

describe('what the text says about the tables', () => {
  it('SCoRe fixes 14.5% of its wrong first answers', () => {
    const { fixRate } = conditionalRatesOf(rowOf(500, score));
    expect((100 * (fixRate?.value ?? NaN)).toFixed(1)).toBe('14.5');
  });

  it('the base fixes 23 of its 237 wrong first answers', () => {
    expect(conditionalRatesOf(rowOf(500, base)).fixRate?.value).toBe(23 / 237);
  });

  it('SCoRe raises Δ by 15.6 points over the base on MATH', () => {
    expect((100 * (rowOf(500, score).delta - rowOf(500, base).delta)).toFixed(1)).toBe('15.6');
  });

  it('the four transition shares of SCoRe are those of the table', () => {
    expect(transitionsOf(rowOf(500, score))).toEqual({ stayedWrong: 171 / 500, fixed: 29 / 500, broken: 7 / 500, stayedRight: 293 / 500 });
  });
});
