import { describe, expect, it } from 'vitest';
import { comparisonTable } from '../../cli/comparisonTable.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { summarise } from '../../workers/measures/summarise.ts';

/** 100 episodes: so many right twice, fixed, and broken; the rest wrong twice. */
function rowOf(step: number, split: EvaluationRow['split'], temperature: number, [right, fixed, broken]: number[]): EvaluationRow {
  const outcomes = Array.from({ length: 100 }, (_, i) => {
    const [r1, r2] = i < right ? [1, 1] : i < right + fixed ? [0, 1] : i < right + fixed + broken ? [1, 0] : [0, 0];
    return { r1, r2, editDistanceRatio: r1 === r2 ? 0 : 0.5 };
  });
  const unmeasured = { kl_t1: null, kl_t2: null, entropy_t1: 0, entropy_t2: 0 };
  return summarise(outcomes, { step, stage: 'Stage I', split, temperature, ...unmeasured });
}

/** A run: the base at both temperatures, something in between, and the end. */
const runOf = (end: number[], base1: number[]): EvaluationRow[] => [
  rowOf(0, 'heldout', 0, [50, 0, 0]),
  rowOf(0, 'heldout', 1, base1),
  rowOf(50, 'heldout', 0, [1, 1, 1]),
  rowOf(100, 'train', 1, end),
  rowOf(100, 'heldout', 0, end),
  rowOf(100, 'heldout', 1, end),
];

const cellsOf = (table: string): string[][] =>
  table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));

describe('the table of a comparison', () => {
  it('gives means of the last evaluations with t-intervals over seeds, and the base first', () => {
    const runs = [runOf([50, 10, 0], [40, 5, 10]), runOf([50, 14, 0], [40, 5, 20])];
    const cells = cellsOf(comparisonTable(new Map([['naive', runs]])));
    expect(cells.map((row) => row.slice(0, 5).join())).toEqual([
      'base,held out,0,1,100',
      'base,held out,1,2,100',
      'naive,held out,0,2,100',
      'naive,held out,1,2,100',
      'naive,training,1,2,100',
    ]);
    // Δ of 10 and 14 points: 12 ± 12.706 · √8 / √2.
    expect(cells[2].slice(5, 8)).toEqual(['50.0 ± 0.0', '62.0 ± 25.4', '+12.0 ± 25.4']);
    expect(cells[1].slice(5, 8)).toEqual(['55.0 ± 63.5', '45.0 ± 0.0', '−10.0 ± 63.5']);
  });

  it('gives one seed, and what no seed changes, the interval over its problems', () => {
    const [base, , end] = cellsOf(comparisonTable(new Map([['score', [runOf([50, 10, 0], [40, 5, 10])]]])));
    // Wilson's of 50 of 100 is 40.4 to 59.6; Δ = 10 of 100 fixed: 1.96 · √((0.1 − 0.01) / 100).
    expect(base.slice(3, 6)).toEqual(['1', '100', '50.0 ± 9.6']);
    expect(end.slice(5, 8)).toEqual(['50.0 ± 9.6', '60.0 ± 9.8', '+10.0 ± 5.9']);
    expect(base[8]).toBe('0.0 ± 3.7');
  });
});
