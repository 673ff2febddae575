import { describe, expect, it } from 'vitest';
import { arms, armName } from '../../cli/reproduce/arms.ts';
import { adjusted, headlineClaims, judge, otherClaims, withThirdAttempts } from '../../cli/reproduce/claims.ts';
import type { Claim } from '../../cli/reproduce/claims.ts';
import { verdictOf } from '../../workers/measures/verdict.ts';
import { probeOf, rowsWith } from './reproduceRows.ts';

describe('a verdict', () => {
  const of = (low: number, high: number, expected: 'above' | 'below' | 'near zero') =>
    verdictOf({ value: (low + high) / 2, low, high }, expected);

  it('on a side of zero needs the whole interval, and is reversed by the whole interval on the other', () => {
    expect(of(0.01, 0.03, 'above')).toBe('reproduced');
    expect(of(-0.01, 0.03, 'above')).toBe('reproduced in sign');
    expect(of(-0.03, 0.01, 'above')).toBe('not reproduced');
    expect(of(-0.03, -0.01, 'above')).toBe('reversed');
    expect(of(-0.03, -0.01, 'below')).toBe('reproduced');
    expect(of(0.01, 0.03, 'below')).toBe('reversed');
    expect(of(-0.01, 0.01, 'above')).toBe('not reproduced');
  });

  it('of next to nothing needs the whole interval within three points', () => {
    expect(of(-0.03, 0.03, 'near zero')).toBe('reproduced');
    expect(of(-0.01, 0.05, 'near zero')).toBe('reproduced in sign');
    expect(of(0.02, 0.08, 'near zero')).toBe('not reproduced');
  });
});

describe('the claims', () => {
  it('are about arms that are trained', () => {
    const known = new Set(arms.map(armName));
    for (const { arm, against } of [...headlineClaims, ...otherClaims])
      for (const name of against ? [arm, against] : [arm]) expect(known, name).toContain(name);
  });

  const claim: Claim = { source: '', says: '', paper: '', metric: 'delta', arm: 'score', against: 'naive', expected: 'above' };

  it('are judged on the seeds that both sides have, pair by pair', () => {
    const rows = [...rowsWith('score', [5, 7, 9, 20]), ...rowsWith('naive', [1, 2, 3])];
    const { seeds, estimate, p, verdict } = judge(claim, rows);
    expect(seeds).toBe(3);
    // Differences 4, 5, 6: mean 5, deviation 1, t = 4.303.
    expect(estimate!.value).toBeCloseTo(0.05, 12);
    expect(estimate!.high - estimate!.value).toBeCloseTo(0.04303 / Math.sqrt(3), 5);
    expect(p).toBe(2 / 8);
    expect(verdict).toBe('reproduced');
  });

  it('take seeds that measure the same for one, with its interval over problems', () => {
    const about: Claim = { ...claim, arm: 'base', against: undefined, expected: 'below' };
    // Δ of −1 and of 90 fixed, 100 broken in a thousand: 1.96 √((0.19 − 0.0001) / 1000) = 0.0270.
    const judged = judge(about, rowsWith('base', [-1, -1, -1]));
    expect(judged).toMatchObject({ seeds: 1, p: null, verdict: 'reproduced in sign' });
    expect([judged.estimate!.low, judged.estimate!.high]).toEqual([expect.closeTo(-0.037, 4), expect.closeTo(0.017, 4)]);
    // Nor is the difference of two such arms a difference over seeds.
    const between: Claim = { ...claim, arm: 'self_refine', against: 'base' };
    const both = [...rowsWith('base', [-1, -1]), ...rowsWith('self_refine', [2, 2])];
    expect(judge(between, both)).toMatchObject({ seeds: 1, estimate: null, p: null, verdict: 'not judged' });
    // Where one side varies, it does.
    expect(judge({ ...claim, against: 'base' }, [...rowsWith('base', [-1, -1]), ...rowsWith('score', [8, 9])]).seeds).toBe(2);
  });

  it('about a third attempt are judged by the attempts in a row of the same run at the same temperature', () => {
    const third = otherClaims.find(({ metric }) => metric === 'third_attempt')!;
    expect(third).toMatchObject({ arm: 'score_three_turns', expected: 'near zero' });
    // Second attempts 58% right, third ones 59, 60 and 61; at temperature 1, which does not count here, all 60.
    const probes = [1, 2, 3].map((seed) => {
      const probe = probeOf('score_three_turns', seed, 0);
      probe.attempts[0].accuracies[2].accuracy.value += (seed - 2) / 100;
      return probe;
    });
    const judged = judge(third, withThirdAttempts(rowsWith('score_three_turns', [5, 5, 5]), probes));
    // Differences 1, 2 and 3: mean 2, deviation 1, t = 4.303.
    expect(judged).toMatchObject({ seeds: 3, p: null, verdict: 'reproduced in sign' });
    expect(judged.estimate!.value).toBeCloseTo(0.02, 12);
    expect(judged.estimate!.high - judged.estimate!.value).toBeCloseTo(0.04303 / Math.sqrt(3), 5);
    // Runs that were not probed say nothing, nor do other runs.
    expect(judge(third, withThirdAttempts(rowsWith('score_three_turns', [5, 5, 5]), probes.slice(2))).seeds).toBe(1);
    expect(judge(third, withThirdAttempts(rowsWith('score', [5, 5, 5]), probes)).seeds).toBe(0);
    expect(judge(third, rowsWith('score_three_turns', [5, 5, 5])).seeds).toBe(0);
  });

  it('of being near zero have no p, which would be of differing from it', () => {
    const near: Claim = { ...claim, arm: 'naive', against: undefined, expected: 'near zero' };
    expect(judge(near, rowsWith('naive', [1, 2, 1]))).toMatchObject({ seeds: 3, p: null });
  });

  it('are not judged on one seed', () => {
    expect(judge(claim, [...rowsWith('score', [5]), ...rowsWith('naive', [1])])).toMatchObject({
      seeds: 1,
      estimate: null,
      p: null,
      verdict: 'not judged',
    });
  });

  it('have p-values that Holm’s correction leaves in their places', () => {
    const judged = [0.04, null, 0.01].map((p) => ({ claim, seeds: 3, estimate: null, p, verdict: 'not judged' as const }));
    expect(adjusted(judged)).toEqual([0.04, null, 0.02]);
  });
});
