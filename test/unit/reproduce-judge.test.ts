import { describe, expect, it } from 'vitest';
import type { Claim } from '../../cli/reproduce/claims.ts';
import { adjusted, judge, withProbes } from '../../cli/reproduce/judge.ts';
import type { MeasuredRow } from '../../cli/reproduce/judge.ts';
import { deltaEstimate } from '../../cli/reproduce/numbers.ts';
import { verdictOf } from '../../workers/measures/verdict.ts';
import type { Expectation } from '../../workers/measures/verdict.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';
import { probeOf, rowOf, rowsWith } from './reproduceRows.ts';

describe('a verdict', () => {
  const of = (low: number, high: number, expected: Expectation) => verdictOf({ value: (low + high) / 2, low, high }, expected);

  it('on a side of zero needs the whole interval, and is reversed by the whole interval on the other', () => {
    expect(of(0.01, 0.03, 'above')).toBe('reproduced');
    expect(of(-0.01, 0.03, 'above')).toBe('reproduced in sign');
    expect(of(-0.03, 0.01, 'above')).toBe('not reproduced');
    expect(of(-0.03, -0.01, 'above')).toBe('reversed');
    expect(of(-0.03, -0.01, 'below')).toBe('reproduced');
    expect(of(0.01, 0.03, 'below')).toBe('reversed');
    expect(of(-0.01, 0.01, 'above')).toBe('not reproduced');
  });

  it('of being at most zero allows the interval half a point above it, and is reversed by the whole interval beyond that', () => {
    expect(of(-0.03, -0.01, 'at most zero')).toBe('reproduced');
    expect(of(-0.001, 0.001, 'at most zero')).toBe('reproduced');
    expect(of(-0.001, 0.005, 'at most zero')).toBe('reproduced');
    expect(of(-0.001, 0.006, 'at most zero')).toBe('reproduced in sign');
    expect(of(0.004, 0.02, 'at most zero')).toBe('not reproduced');
    expect(of(0.006, 0.02, 'at most zero')).toBe('reversed');
  });

  it('of next to nothing needs the whole interval within three points', () => {
    expect(of(-0.03, 0.03, 'near zero')).toBe('reproduced');
    expect(of(-0.01, 0.05, 'near zero')).toBe('reproduced in sign');
    expect(of(0.02, 0.08, 'near zero')).toBe('not reproduced');
  });
});

const claim: Claim = { source: '', says: '', paper: '', metric: 'delta', arm: 'score', against: 'naive', expected: 'above' };

describe('a claim', () => {
  it('is judged on the seeds that both sides have, pair by pair', () => {
    const rows = [...rowsWith('score', [5, 7, 9, 20]), ...rowsWith('naive', [1, 2, 3])];
    const { seeds, estimate, p, verdict } = judge(claim, rows);
    expect(seeds).toBe(3);
    // Differences 4, 5, 6: mean 5, deviation 1, t = 4.303.
    expect(estimate!.value).toBeCloseTo(0.05, 12);
    expect(estimate!.high - estimate!.value).toBeCloseTo(0.04303 / Math.sqrt(3), 5);
    expect(p).toBe(2 / 8);
    expect(verdict).toBe('reproduced');
  });

  it('takes every seed of one side where the other measures the same on all of its own, whichever side that is', () => {
    const rows = [...rowsWith('score', [5, 7, 9, 11]), ...rowsWith('base', [-1, -1])];
    const { seeds, estimate, p } = judge({ ...claim, against: 'base' }, rows);
    // Differences 6, 8, 10, 12.
    expect([seeds, p]).toEqual([4, 2 / 16]);
    expect(estimate!.value).toBeCloseTo(0.09, 12);
    expect(judge({ ...claim, arm: 'base', against: 'score' }, rows)).toMatchObject({ seeds: 4, verdict: 'reversed' });
    expect(judge({ ...claim, arm: 'base', against: 'score' }, rows).estimate!.value).toBeCloseTo(-0.09, 12);
    // One seed does not say that all would measure the same.
    expect(judge({ ...claim, against: 'base' }, [...rowsWith('score', [5, 7]), ...rowsWith('base', [-1])]).seeds).toBe(1);
  });

  it('takes seeds that measure the same for one, with its interval over problems', () => {
    const about: Claim = { ...claim, arm: 'base', against: undefined, expected: 'below' };
    // Δ of −1 and of 90 fixed, 100 broken, 400 right twice in a thousand: φ = (164,000 − 9,000 − 500) / √(500² · 490 · 510).
    const judged = judge(about, rowsWith('base', [-1, -1, -1]));
    expect(judged).toMatchObject({ seeds: 1, p: null, verdict: 'reproduced in sign' });
    expect([judged.estimate!.low, judged.estimate!.high]).toEqual([expect.closeTo(-0.03701, 5), expect.closeTo(0.01705, 5)]);
  });

  it('joins the intervals over problems of two arms of which each measures the same on every seed', () => {
    const between: Claim = { ...claim, arm: 'self_refine', against: 'base' };
    const [base, refined] = [rowsWith('base', [-1, -1]), rowsWith('self_refine', [2, 2])];
    const [one, two] = [refined[0], base[0]].map(deltaEstimate);
    const judged = judge(between, [...base, ...refined]);
    expect(judged).toMatchObject({ seeds: 1, p: null, verdict: 'reproduced in sign' });
    expect(judged.estimate!.value).toBeCloseTo(0.03, 12);
    expect(judged.estimate!.low).toBeCloseTo(0.03 - Math.hypot(one.value - one.low, two.high - two.value), 12);
    // Of attempts in a row there is no interval over problems.
    expect(judge({ ...between, metric: 'tenth_attempt' }, [...base, ...refined]).estimate).toBeNull();
  });

  it('of a base that changes no answer has an interval, and is reproduced where it is that it gets no better', () => {
    const still = [1, 2].map((seed) => rowOf(`addition/base/${seed}`, { right: 500, fixed: 0, broken: 0, changed: 0 }));
    const judged = judge({ ...claim, arm: 'base', against: undefined, expected: 'at most zero' }, still);
    expect(judged).toMatchObject({ seeds: 1, estimate: { value: 0 }, p: null, verdict: 'reproduced' });
    expect(judged.estimate!.high).toBeGreaterThan(0.001);
    expect(judged.estimate!.low).toBeLessThan(-0.001);
  });

  it('of being near zero, or at most zero, has no p, which would be of differing from it', () => {
    for (const expected of ['near zero', 'at most zero'] as const) {
      const own: Claim = { ...claim, arm: 'naive', against: undefined, expected };
      expect(judge(own, rowsWith('naive', [1, 2, 1])), expected).toMatchObject({ seeds: 3, p: null });
    }
  });

  it('is not judged on one seed', () => {
    expect(judge(claim, [...rowsWith('score', [5]), ...rowsWith('naive', [1])])).toMatchObject({
      seeds: 1,
      estimate: null,
      p: null,
      verdict: 'not judged',
    });
  });

  it('about what is fixed is judged by the share of wrong first answers', () => {
    // Of 500 wrong ones 150, 160 and 170 are fixed; of the base’s 500, 100 on every seed.
    const rows = [...rowsWith('score', [5, 6, 7]), ...rowsWith('base', [0, 0])];
    expect(judge({ ...claim, metric: 'fix_rate', against: 'base' }, rows).estimate!.value).toBeCloseTo(0.12, 12);
  });

  it('has a p that Holm’s correction leaves in its place', () => {
    const judged = [0.04, null, 0.01].map((p) => ({
      ...{ claim, seeds: 3, estimate: null, p, verdict: 'not judged' as const, asked: null },
    }));
    expect(adjusted(judged)).toEqual([0.04, null, 0.02]);
  });
});

describe('a claim about probes', () => {
  /** Rows of SCoRe whose probes are `better` by these points, seed by seed. */
  const probedRows = (better: readonly number[], problems?: HeldOutSet, arm = 'score'): MeasuredRow[] => {
    const rows = rowsWith(
      arm,
      better.map(() => 5),
    );
    return withProbes(
      rows,
      better.map((points, i) => probeOf(arm, i + 1, points, problems)),
    );
  };
  const about = (metric: Claim['metric'], arm = 'score', against?: string): Claim => ({ ...claim, metric, arm, against });

  it('is judged by attempts in a row of the same run at the same temperature', () => {
    const probes = [1, 2, 3].map((seed) => {
      const probe = probeOf('score_three_turns', seed, 0);
      // Second attempts 58% right, third ones 59, 60 and 61; at temperature 1, which does not count here, all 60.
      probe.attempts[0].accuracies[2].accuracy.value += (seed - 2) / 100;
      return probe;
    });
    const third: Claim = { ...about('third_attempt', 'score_three_turns'), expected: 'near zero' };
    const judged = judge(third, withProbes(rowsWith('score_three_turns', [5, 5, 5]), probes));
    // Differences 1, 2 and 3: mean 2, deviation 1, t = 4.303.
    expect(judged).toMatchObject({ seeds: 3, p: null, verdict: 'reproduced in sign', asked: 'watched' });
    expect(judged.estimate!.value).toBeCloseTo(0.02, 12);
    expect(judged.estimate!.high - judged.estimate!.value).toBeCloseTo(0.04303 / Math.sqrt(3), 5);
    // Runs that were not probed say nothing, nor do other runs.
    expect(judge(third, withProbes(rowsWith('score_three_turns', [5, 5, 5]), probes.slice(2))).seeds).toBe(1);
    expect(judge(third, withProbes(rowsWith('score', [5, 5, 5]), probes)).seeds).toBe(0);
    expect(judge(third, rowsWith('score_three_turns', [5, 5, 5])).seeds).toBe(0);
  });

  it('about the tenth attempt compares it with the second', () => {
    const rows = probedRows([0, 1]);
    for (const { seed, probes } of rows) {
      const last = probes!.attempts[0].accuracies[2];
      for (let attempt = 4; attempt <= 10; attempt++) probes!.attempts[0].accuracies.push(structuredClone({ ...last, attempt }));
      probes!.attempts[0].accuracies[9].accuracy.value = probes!.attempts[0].accuracies[1].accuracy.value + seed / 100;
    }
    expect(judge(about('tenth_attempt'), rows).estimate!.value).toBeCloseTo(0.015, 12);
  });

  it('about votes takes the gain at 32 samples', () => {
    const rows = probedRows([0, 1]);
    rows[1].probes!.voting.curves[4].gain.value = 0.1;
    // 2 + 4 points on the first seed.
    expect(judge(about('voting_gain'), rows).estimate!.value).toBeCloseTo(0.08, 12);
  });

  it('about corrections takes fixed held-out first answers, and a model’s own less these', () => {
    const rows = [...probedRows([10, 12]), ...probedRows([0, 0], undefined, 'base')];
    expect(judge(about('repair_rate', 'score', 'base'), rows).estimate!.value).toBeCloseTo(0.11, 12);
    const own = probedRows([0, 1]);
    own[0].probes!.first_attempt_sources.self_generated_heldout.correction_rate!.value = 0.16;
    // −4 and −10 points.
    expect(judge(about('own_repair'), own).estimate!.value).toBeCloseTo(-0.07, 12);
  });

  it('about the easiest levels takes both together, by their problems', () => {
    const rows = probedRows([0, 1]);
    const [first, second] = rows[0].probes!.levels.levels;
    [first.n, second.n] = [300, 100];
    // (300 · 1% + 100 · 2%) / 400 on the first seed, 1.5% on the other.
    expect(judge(about('broken_easiest'), rows).estimate!.value).toBeCloseTo((0.0125 + 0.015) / 2, 12);
  });

  it('is judged on one set of held-out problems, the one that more of its seeds were asked', () => {
    const rows = [...probedRows([0, 10]), ...probedRows([20, 22, 24], 'report')];
    const judged = judge(about('repair_rate'), rows);
    expect(judged).toMatchObject({ seeds: 3, asked: 'report' });
    expect(judged.estimate!.value).toBeCloseTo(0.42, 12);
    // No difference is between answers to different problems.
    const apart = [...probedRows([0, 1]), ...probedRows([0, 1], 'report', 'base')];
    expect(judge(about('repair_rate', 'score', 'base'), apart).seeds).toBe(0);
  });
});
