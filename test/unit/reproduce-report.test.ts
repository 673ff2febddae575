import { describe, expect, it } from 'vitest';
import { askedIn, onOneSet } from '../../cli/reproduce/askedProblems.ts';
import { clipped } from '../../cli/reproduce/clipped.ts';
import { meanText } from '../../cli/reproduce/numbers.ts';
import { reportOf } from '../../cli/reproduce/report.ts';
import { bestArm, searchText } from '../../cli/reproduce/search.ts';
import { armName } from '../../cli/reproduce/arm.ts';
import { jobsOf, searchArms } from '../../cli/reproduce/arms.ts';
import type { ResultRow } from '../../cli/reproduce/results.ts';
import { probeOf, resultOf, rowOf, rowsWith } from './reproduceRows.ts';

/** Cells of the lines of a table that begin with these. */
const linesOf = (document: string, ...first: string[]): string[][] =>
  document
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => first.every((cell, index) => cells[index + 1] === cell))
    .map((cells) => cells.slice(1, -1));

/** Rows of another task, greedy and sampled. */
const rowsOf = (task: string, arm: string, seeds: readonly number[]): ResultRow[] =>
  [0, 1].flatMap((temperature) =>
    seeds.map((seed) => rowOf(`${task}/${arm}/${seed}`, { right: 500, fixed: 100 + seed, broken: 100, changed: 300 }, temperature)),
  );

describe('the report of a task', () => {
  const addition = reportOf([...rowsWith('score', [9, 10, 11]), ...rowsWith('base', [-1, -1])], []).document;
  const functions = reportOf(rowsOf('functions', 'score', [1, 2]), []).document;

  it('has the paper’s numbers above ours, of MATH for mathematics and of HumanEval for code', () => {
    expect(linesOf(addition, 'SCoRe (`score`)', 'paper')).toEqual([['SCoRe (`score`)', 'paper', '60.0', '64.4', '+4.4', '5.8', '1.4']]);
    expect(linesOf(addition, '', 'here')).toEqual([
      ['', 'here', '50.0', '49.0', '−1.0', '9.0', '10.0'],
      ['', 'here', '50.0', '60.0 ± 2.5', '+10.0 ± 2.5', '20.0 ± 2.5', '10.0'],
    ]);
    expect(linesOf(functions, 'SCoRe (`score`)', 'paper')).toEqual([['SCoRe (`score`)', 'paper', '52.4', '64.6', '+12.2', '15.2', '3.0']]);
  });

  it('judges Figure 6b by samples alone', () => {
    const both = [0, 1].flatMap((temperature) => [
      ...rowsWith('naive', [0, 1, 2], temperature),
      ...rowsWith('base', [0, 1, 2], temperature),
    ]);
    const [greedy, sampled] = reportOf(both, []).document.split('### Temperature 1');
    expect(greedy).not.toContain('Naive RL changes fewer answers than the base |');
    expect(sampled).toContain('Naive RL changes fewer answers than the base |');
  });

  it('of the negative control asks for no gain', () => {
    const { document } = reportOf(rowsOf('recall', 'score', [1, 2]), []);
    expect(document).toMatch(/SCoRe’s second look gains nothing \|.*\*reproduced\*/);
    expect(document).not.toContain('Δ of SCoRe is above that of naive RL');
    expect(document).not.toContain('Beside the paper’s numbers');
  });

  it('names in one line the claims that have no runs, those of arms that are planned on it alone', () => {
    const [, line] = /No runs yet that judge: (.*)/.exec(addition)!;
    expect(line).toContain('STaR on D does not correct, Table 1 (MATH)');
    expect(line).not.toContain('SCoRe’s second answers');
    const [, ofFunctions] = /No runs yet that judge: (.*)/.exec(functions)!;
    expect(ofFunctions).toContain('Without Stage I Δ is lower');
    // PAG is not trained on it.
    expect(ofFunctions).not.toContain('PAG');
  });

  it('judges what probes measure, and says of which problems', () => {
    const probes = [1, 2, 3].map((seed) => probeOf('score', seed, seed));
    const { document } = reportOf(rowsWith('score', [9, 10, 11]), [], probes);
    const [votes] = linesOf(document, 'With 32 samples, SCoRe’s vote in sequence beats its vote in parallel');
    // 6 points on every seed: one measurement.
    expect(votes.slice(3)).toEqual([
      'sequential − parallel, score',
      '1',
      expect.stringMatching(/^\+6\.0 \[/),
      '–',
      'watched',
      '*reproduced*',
    ]);
    const [levels] = linesOf(document, 'SCoRe breaks no right answer of the two easiest levels');
    expect(levels.slice(-2)).toEqual(['watched', '*reversed*']);
  });
});

describe('a mean over two seeds', () => {
  it('is written as both numbers', () => {
    expect(meanText(rowsWith('score', [3, 10]), 'delta')).toBe('+3.0 and +10.0');
    expect(meanText(rowsWith('score', [3, 10, 5]), 'delta')).toBe('+6.0 ± 9.0');
  });
});

describe('intervals of a picture', () => {
  it('end where a share or a difference of shares ends', () => {
    const wide = { value: 0.8, low: -0.2, high: 1.4 };
    expect(clipped([{ name: 'SCoRe', seeds: 2, first: wide, points: [{ budget: 2, parallel: wide }], rate: null }])).toEqual([
      {
        ...{ name: 'SCoRe', seeds: 2, rate: null },
        first: { value: 0.8, low: 0, high: 1 },
        points: [{ budget: 2, parallel: { value: 0.8, low: 0, high: 1 } }],
      },
    ]);
    expect(clipped({ delta: wide, comparison: { gain: { value: -0.9, low: -1.5, high: -0.3 } } })).toEqual({
      delta: { value: 0.8, low: -0.2, high: 1 },
      comparison: { gain: { value: -0.9, low: -1, high: -0.3 } },
    });
  });
});

describe('probes of a figure', () => {
  it('are of one set of problems for each arm: that of most of the headline, or the arm’s own', () => {
    const rows = [
      ...[1, 2].map((seed) => probeOf('base', seed, 0)),
      ...[3, 4, 5].map((seed) => probeOf('base', seed, 0, 'report')),
      ...[1, 2].map((seed) => probeOf('score', seed, 0, 'watched')),
      probeOf('score', 3, 0, 'report'),
      probeOf('pag', 1, 0, 'report'),
    ];
    expect(onOneSet(rows).map((row) => `${row.run} ${askedIn(row)}`)).toEqual([
      'addition/base/1 watched',
      'addition/base/2 watched',
      'addition/score/1 watched',
      'addition/score/2 watched',
      'addition/pag/1 report',
    ]);
    // Without the headline, the one that an arm has most of.
    expect(onOneSet(rows.slice(0, 5)).map(({ run }) => run)).toEqual(['addition/base/3', 'addition/base/4', 'addition/base/5']);
  });
});

describe('the search for settings', () => {
  /** Second answers that are right: most with half the rate for naive RL, with the defaults for SCoRe. */
  const rightOf = (method: string, settings: readonly string[], seed: number): number => {
    const wanted = method === 'naive' ? 'learningRate=0.0002,lateLearningRate=0.0001' : '';
    return (settings.join() === wanted ? 50 : 20) + (seed - 101) * 4;
  };
  const all = jobsOf(searchArms).map(({ id, arm, seed }): ResultRow => ({
    ...resultOf(arm.method, seed, { right: 600, fixed: rightOf(arm.method, arm.settings, seed), broken: 0 }),
    run: id,
    arm: armName(arm),
  }));

  it('chooses nothing before all of its runs are in', () => {
    const some = all.slice(1);
    expect(bestArm(some, 'naive')).toBeNull();
    const [, says] = searchText(some);
    expect(says).toContain('23 of its 24 runs are in');
    expect(says).toContain('Nothing is chosen');
  });

  it('chooses for each method what has most right second answers over both seeds', () => {
    expect(armName(bestArm(all, 'naive')!)).toBe('naive[learningRate=0.0002,lateLearningRate=0.0001]');
    expect(armName(bestArm(all, 'score')!)).toBe('score');
    const [, says] = searchText(all);
    expect(says).toContain(
      'Naive RL with `learningRate=0.0002, lateLearningRate=0.0001`: 65.2, 62.2 with the defaults; SCoRe with the defaults: 65.2, 65.2 with the defaults.',
    );
  });

  it('shows every seed and the mean Δ, and a dash where nothing is in', () => {
    const [, , table] = searchText(all.filter(({ method }) => method === 'naive'));
    expect(linesOf(table, 'the defaults')).toEqual([['the defaults', '62.0, 62.4 (Δ +2.2)', '–']]);
  });

  it('asks nothing of sampled rows', () => {
    expect(
      bestArm(
        all.map((row) => ({ ...row, temperature: 1 })),
        'naive',
      ),
    ).toBeNull();
  });
});
