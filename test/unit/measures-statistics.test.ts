import { describe, expect, it } from 'vitest';
import { deltaHalfWidth, fractionEstimate, meanOverSeeds, wilsonInterval } from '../../workers/measures/intervals.ts';
import { studentTQuantile } from '../../workers/measures/studentT.ts';
import { summarise } from '../../workers/measures/summarise.ts';
import { differenceOfFractions } from '../../workers/measures/newcombe.ts';
import { conditionalRatesOf, transitionsOf } from '../../workers/measures/transitions.ts';
import type { Outcome } from '../../workers/measures/outcome.ts';
import { randomSource } from '../../workers/model/random.ts';

const about = {
  step: 50,
  stage: 'Stage I',
  split: 'train',
  temperature: 1,
  kl_t1: 0.25,
  kl_t2: null,
  entropy_t1: 1.5,
  entropy_t2: 0.5,
} as const;

const times = (count: number, r1: number, r2: number, editDistanceRatio: number): Outcome[] =>
  Array.from({ length: count }, () => ({ r1, r2, editDistanceRatio }));

/** Ten problems: 3 stay right, 2 are fixed, 1 is broken, 4 stay wrong (3 of them copied); one right answer is rewritten. */
const ten = [
  ...times(2, 1, 1, 0),
  ...times(1, 1, 1, 0.3),
  ...times(2, 0, 1, 0.25),
  ...times(1, 1, 0, 1),
  ...times(3, 0, 0, 0),
  ...times(1, 0, 0, 0.1),
];

describe('summary of an evaluation', () => {
  it('counts ten problems as one does by hand', () => {
    expect(summarise(ten, about)).toEqual({
      ...about,
      n: 10,
      acc_t1: 0.4,
      acc_t2: 0.5,
      delta: 0.1,
      i_to_c: 0.2,
      c_to_i: 0.1,
      change_rate: 0.5,
      copied_wrong: 0.3,
      edit_histogram: [5, 1, 0, 3, 0, 0, 0, 0, 0, 0, 1],
    });
  });

  it('keeps Δ = Δi→c − Δc→i = Acc@t2 − Acc@t1 exactly, in counts, for random outcomes', () => {
    const random = randomSource(3, 'heldOutProblems');
    for (let trial = 0; trial < 50; trial++) {
      const n = 1 + random.integer(1500);
      const outcomes = Array.from({ length: n }, () => ({ r1: random.integer(2), r2: random.integer(2), editDistanceRatio: 0.5 }));
      const row = summarise(outcomes, about);
      const count = (fraction: number): number => Math.round(fraction * n);
      expect(row.delta).toBe((count(row.i_to_c) - count(row.c_to_i)) / n);
      expect(row.delta).toBe((count(row.acc_t2) - count(row.acc_t1)) / n);
    }
  });

  it('refuses an evaluation of nothing', () => {
    expect(() => summarise([], about)).toThrow('at least one outcome; got none');
  });

  it('refuses a reward that is neither 0 nor 1', () => {
    expect(() => summarise(times(1, 0, 0.5, 0), about)).toThrow('got r₁ = 0, r₂ = 0.5');
  });
});

describe('transitions', () => {
  it('are read back from the row', () => {
    expect(transitionsOf(summarise(ten, about))).toEqual({ stayedWrong: 0.4, fixed: 0.2, broken: 0.1, stayedRight: 0.3 });
  });

  it('give the rates among wrong and among right first answers', () => {
    const { fixRate, keepRate, editSelectivity } = conditionalRatesOf(summarise(ten, about));
    expect(fixRate).toEqual({ value: 2 / 6, ...wilsonInterval(2, 6) });
    expect(keepRate).toEqual({ value: 3 / 4, ...wilsonInterval(3, 4) });
    // 3 of the 6 wrong first answers and 2 of the 4 right ones were rewritten.
    expect(editSelectivity).toEqual(differenceOfFractions({ fraction: 0.5, n: 6 }, { fraction: 0.5, n: 4 }));
  });

  it('have selectivity 1 for one who rewrites exactly the wrong answers', () => {
    expect(conditionalRatesOf(summarise([...times(3, 1, 1, 0), ...times(2, 0, 0, 0.4)], about)).editSelectivity?.value).toBe(1);
  });

  it('have no rate among answers that do not occur', () => {
    const allRight = conditionalRatesOf(summarise(times(5, 1, 1, 0), about));
    expect([allRight.fixRate, allRight.keepRate?.value, allRight.editSelectivity]).toEqual([null, 1, null]);
    const allWrong = conditionalRatesOf(summarise(times(5, 0, 1, 0.2), about));
    expect([allWrong.fixRate?.value, allWrong.keepRate, allWrong.editSelectivity]).toEqual([1, null, null]);
  });
});

describe("Wilson's interval", () => {
  // z² = 3.8416. At 5 of 10: centre 0.5, half = 1.96 · √(0.025 + 3.8416 / 400) / 1.38416 = 0.263406.
  it('is the one worked by hand at 5 of 10', () => {
    const { low, high } = wilsonInterval(5, 10);
    expect(low).toBeCloseTo(0.236594, 5);
    expect(high).toBeCloseTo(0.763406, 5);
  });

  // At 0 of 10 the upper end is z² / (n + z²) = 3.8416 / 13.8416.
  it('has width at none and at all, and stays within [0, 1]', () => {
    expect(wilsonInterval(0, 10).low).toBe(0);
    expect(wilsonInterval(0, 10).high).toBeCloseTo(3.8416 / 13.8416, 12);
    expect(wilsonInterval(10, 10).low).toBeCloseTo(10 / 13.8416, 12);
    expect(wilsonInterval(10, 10).high).toBe(1);
  });

  it('finds the count behind a fraction', () => {
    expect(fractionEstimate(29 / 500, 500)).toEqual({ value: 0.058, ...wilsonInterval(29, 500) });
  });

  it('refuses counts that cannot be', () => {
    expect(() => wilsonInterval(0, 0)).toThrow('at least 1; got 0');
    expect(() => wilsonInterval(11, 10)).toThrow('from 0 to 10; got 11');
    expect(() => wilsonInterval(2.5, 10)).toThrow('got 2.5');
  });
});

describe('interval of Δ', () => {
  // 30 fixed and 10 broken of 100: variance 0.4 − 0.04 = 0.36, half-width 1.96 · 0.6 / 10.
  it('is the paired one, worked by hand', () => {
    expect(deltaHalfWidth({ i_to_c: 0.3, c_to_i: 0.1, delta: 0.2, n: 100 })).toBeCloseTo(0.1176, 12);
  });

  it('equals the normal interval of the mean of c₂ − c₁', () => {
    const differences = ten.map(({ r1, r2 }) => r2 - r1);
    const mean = differences.reduce((sum, d) => sum + d, 0) / 10;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 10;
    expect(deltaHalfWidth(summarise(ten, about))).toBeCloseTo(1.96 * Math.sqrt(variance / 10), 12);
  });

  it('is 0, not NaN, when every problem is fixed', () => {
    expect(deltaHalfWidth({ i_to_c: 1, c_to_i: 0, delta: 1, n: 7 })).toBe(0);
  });
});

describe("Student's t", () => {
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 3, 3.18245],
    [0.975, 4, 2.77645],
    [0.975, 9, 2.26216],
    [0.975, 30, 2.04227],
    [0.95, 5, 2.01505],
    [0.995, 10, 3.16927],
    [0.75, 1, 1],
  ])('has the tabulated %f quantile with %i degrees of freedom', (probability, degrees, expected) => {
    expect(studentTQuantile(probability, degrees) / expected).toBeCloseTo(1, 5);
  });

  it('is symmetric about 0 and comes close to the normal', () => {
    expect(studentTQuantile(0.5, 7)).toBeCloseTo(0, 12);
    expect(studentTQuantile(0.025, 6)).toBeCloseTo(-studentTQuantile(0.975, 6), 12);
    expect(studentTQuantile(0.975, 100_000)).toBeCloseTo(1.95999, 4);
  });

  it('refuses a probability or degrees of freedom out of range', () => {
    expect(() => studentTQuantile(1, 3)).toThrow('ends excluded; got 1');
    expect(() => studentTQuantile(0.9, 0)).toThrow('at least 1; got 0');
  });
});

describe('interval over seeds', () => {
  // 4, 6, 8: mean 6, s = 2, half-width 4.30265 · 2 / √3.
  it('is the one worked by hand for three seeds', () => {
    const { value, low, high } = meanOverSeeds([4, 6, 8]);
    expect(value).toBe(6);
    expect(low).toBeCloseTo(6 - 4.96828, 4);
    expect(high).toBeCloseTo(6 + 4.96828, 4);
  });

  it('refuses a single seed', () => {
    expect(() => meanOverSeeds([5])).toThrow('at least 2 of them; got 1');
  });
});
