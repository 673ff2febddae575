import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../workers/measures/intervals.ts';
import { majorityVote, votingBudgets, votingCurves } from '../../workers/measures/voting.ts';
import type { TwoTurnSample } from '../../workers/measures/voting.ts';

describe('a majority vote', () => {
  it('is for the most frequent answer, and names where it was seen first', () => {
    expect(majorityVote(['a', 'b', 'b', 'c', 'b'])).toBe(1);
    expect(majorityVote(['a'])).toBe(0);
  });

  it('is for the answer seen first among equally frequent ones, not the one that got its votes first', () => {
    expect(majorityVote(['a', 'b', 'b', 'a'])).toBe(0);
    expect(majorityVote(['c', 'b', 'b', 'a', 'a'])).toBe(1);
  });

  it('takes token sequences of any kind, and does not run tokens together', () => {
    expect(majorityVote([Int32Array.of(1, 2), [3], [3]])).toBe(1);
    expect(majorityVote([[12], Int32Array.of(1, 2), [1, 2]])).toBe(1);
    expect(majorityVote([[], [7], []])).toBe(0);
  });

  it('needs an answer', () => {
    expect(() => majorityVote([])).toThrow('at least one answer; got none');
  });
});

/** An episode whose answers are right where they are "42". */
const sample = (y1: string, y2: string): TwoTurnSample => ({ y1, y2, r1: Number(y1 === '42'), r2: Number(y2 === '42') });

/** First answers 42, 7, 42, 7: voted right. Second answers 7, 42: the tie is for the first, wrong. */
const one = [sample('42', '7'), sample('7', '42'), sample('42', '42'), sample('7', '42')];
/** First answers 7, 42, 7, 7: wrong. Second answers 42, 42: right. */
const two = [sample('7', '42'), sample('42', '42'), sample('7', '7'), sample('7', '7')];

describe('voting curves', () => {
  it('are the ones worked by hand for two problems', () => {
    const [at2, at4] = votingCurves([one, two], [2, 4]);
    // One sample of a problem: its first answer, or its second one after half the budget went to the first.
    expect(at2).toMatchObject({ budget: 2, n: 2 });
    expect(at2.parallel).toEqual({ value: 0.5, ...wilsonInterval(1, 2) });
    expect(at2.sequential).toEqual({ value: 0.5, ...wilsonInterval(1, 2) });
    // Parallel is right on the first problem alone, sequential on the second alone: gain 0, variance (1 + 1)/2, over two problems.
    expect(at2.gain.value).toBe(0);
    expect(at2.gain.high).toBeCloseTo(1.96 * Math.sqrt(1 / 2), 12);
    expect(at4.parallel.value).toBe(0.5);
    expect(at4.sequential.value).toBe(0.5);
  });

  it('vote in sequence on second answers, graded where they won, whatever won among the first ones', () => {
    // First answers: 7 wins where it was seen first, in sample 0. Second answers: 42 wins, first seen in sample 1.
    const apart = [sample('7', '9'), sample('7', '42'), sample('5', '42'), ...Array.from({ length: 3 }, () => sample('7', '7'))];
    expect(votingCurves([apart], [6])[0].sequential.value).toBe(1);
    // First answers: 42 wins, in sample 1, whose second answer is right; second answers: 9 wins, in sample 0.
    const wrong = [sample('7', '9'), sample('42', '42'), sample('42', '9'), ...Array.from({ length: 3 }, () => sample('42', '42'))];
    expect(votingCurves([wrong], [6])[0].sequential.value).toBe(0);
  });

  it('never let a second answer beyond half of the budget vote', () => {
    const late = [sample('7', '7'), sample('7', '7'), sample('7', '42'), sample('7', '42'), sample('7', '42'), sample('7', '42')];
    const values = votingCurves([late], [2, 4, 6]).map(({ sequential }) => sequential.value);
    expect(values).toEqual([0, 0, 0]);
    const early = [sample('7', '42'), sample('7', '7'), sample('7', '42'), sample('7', '7'), sample('7', '7'), sample('7', '7')];
    expect(votingCurves([early], [2, 4, 6]).map(({ sequential }) => sequential.value)).toEqual([1, 1, 1]);
  });

  it('let every first answer within the budget vote, and no other', () => {
    const samples = ['42', '7', '7', '42', '42', '7', '7', '7'].map((y1) => sample(y1, '7'));
    // 42 leads by being first at 2, is even and first at 4, leads 3 to 3 as first at 6, loses 3 to 5 at 8.
    expect(votingCurves([samples], [2, 4, 6, 8]).map(({ parallel }) => parallel.value)).toEqual([1, 1, 1, 0]);
  });

  it('have budgets from 2 to 32 unless told otherwise', () => {
    const samples = Array.from({ length: 32 }, () => sample('42', '7'));
    const points = votingCurves([samples]);
    expect(points.map(({ budget }) => budget)).toEqual(votingBudgets);
    expect(points.every(({ gain }) => gain.value === -1)).toBe(true);
  });

  it('refuse odd budgets, too few samples and no problems', () => {
    expect(() => votingCurves([one], [3])).toThrow('even and at least 2; got 3');
    expect(() => votingCurves([one, two.slice(1)], [4])).toThrow('A budget of 4 needs as many samples of every problem; got 3.');
    expect(() => votingCurves([])).toThrow('at least one problem; got none');
  });
});
