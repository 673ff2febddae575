import { describe, expect, it } from 'vitest';
import { collapseOf } from '../../workers/measures/collapse.ts';
import type { FirstAnswerSource, SwapRates } from '../../workers/measures/collapse.ts';
import { differenceOfFractions, differenceOfPairs } from '../../workers/measures/newcombe.ts';

const n = 500;

/** Rates of n problems of which `accuracy` were right; `keep` of these stay right, `fix` of the others get right. */
const rates = (accuracy: number, keep: number, fix: number, changed: number, problems = n): SwapRates => ({
  n: problems,
  acc_t1: accuracy,
  acc_t2: accuracy * keep + (1 - accuracy) * fix,
  delta: (1 - accuracy) * fix - accuracy * (1 - keep),
  i_to_c: (1 - accuracy) * fix,
  c_to_i: accuracy * (1 - keep),
  change_rate: changed,
});

const sources = (own: SwapRates, base: SwapRates, right: SwapRates, wrong: SwapRates, another: SwapRates) =>
  ({ own, base, right, wrong, another }) satisfies Record<FirstAnswerSource, SwapRates>;

/** Copies whatever it is fed, but for one in fifty. */
const copier = (problems = n) =>
  sources(
    rates(0.5, 1, 0, 0.02, problems),
    rates(0.5, 1, 0, 0.02, problems),
    rates(1, 0.98, 0, 0.02, problems),
    rates(0, 0, 0, 0.02, problems),
    rates(0, 0, 0, 0.9, problems),
  );

/** Answers the problem anew, right three times in five. */
const ignorer = (problems = n) =>
  sources(
    rates(0.6, 1, 0, 0, problems),
    rates(0.5, 0.6, 0.6, 0.6, problems),
    rates(1, 0.6, 0, 0.4, problems),
    rates(0, 0, 0.6, 0.9, problems),
    rates(0, 0, 0.6, 1, problems),
  );

/** Changes half of all answers, right ones and wrong ones alike. */
const flipper = (problems = n) =>
  sources(
    rates(0.5, 0.5, 0.1, 0.5, problems),
    rates(0.5, 0.5, 0.1, 0.5, problems),
    rates(1, 0.5, 0, 0.5, problems),
    rates(0, 0, 0.1, 0.5, problems),
    rates(0, 0, 0.02, 0.5, problems),
  );

/** Changes most wrong answers and few right ones, and gets a third of the wrong ones right. */
const corrector = (problems = n) =>
  sources(
    rates(0.5, 0.98, 0.3, 0.4, problems),
    rates(0.5, 0.98, 0.3, 0.4, problems),
    rates(1, 0.98, 0, 0.02, problems),
    rates(0, 0, 0.3, 0.8, problems),
    rates(0, 0, 0.2, 1, problems),
  );

describe('the mode of second answers', () => {
  it.each([
    ['copy', copier()],
    ['ignore', ignorer()],
    ['flip', flipper()],
    ['corrects', corrector()],
  ])('is %s', (mode, swapped) => {
    expect(collapseOf(swapped).mode).toBe(mode);
  });

  it.each([
    ['copy', copier(20)],
    ['ignore', ignorer(100)],
    ['flip', flipper(100)],
    ['corrects', corrector(10)],
  ])('is unclear where the same fractions are of too few problems to say %s', (_, swapped) => {
    expect(collapseOf(swapped).mode).toBe('unclear');
  });

  it('comes with the numbers it was read from', () => {
    const { dependence, dependenceOnProblem, selectivity, ownDelta } = collapseOf(corrector());
    expect(dependence).toEqual(differenceOfFractions({ fraction: 0.98, n }, { fraction: 0.3, n }));
    expect(dependenceOnProblem).toEqual(differenceOfFractions({ fraction: 0.98, n }, { fraction: 0.2, n }));
    expect(selectivity).toEqual(differenceOfFractions({ fraction: 0.8, n }, { fraction: 0.02, n }));
    // Δi→c = 0.15 and Δc→i = 0.01.
    expect(ownDelta.value).toBeCloseTo(0.14, 12);
    expect(ownDelta.high).toBeCloseTo(0.14 + 1.96 * Math.sqrt((0.16 - 0.14 ** 2) / n), 12);
  });

  it('is no correction where it gains on answers that are fed and none on its own', () => {
    expect(collapseOf({ ...corrector(), own: rates(0.5, 1, 0, 0.01) }).mode).toBe('unclear');
  });

  it('is no copying where its own answers are copied and wrong ones are not', () => {
    expect(collapseOf({ ...copier(), wrong: rates(0, 0, 0.2, 0.3) }).mode).not.toBe('copy');
  });

  it('is no ignoring where help from a right answer is within the margin but from the problem is not', () => {
    const { right, wrong } = ignorer();
    expect(collapseOf({ ...ignorer(), right, wrong, another: rates(0, 0, 0.3, 1) }).mode).not.toBe('ignore');
  });

  it('is flip, not ignore, where every answer is changed and none is ever right', () => {
    const changed = (accuracy: number): SwapRates => rates(accuracy, 0, 0, 1);
    expect(collapseOf(sources(changed(0.5), changed(0.5), changed(1), changed(0), changed(0))).mode).toBe('flip');
  });

  it('refuses right answers that are wrong and wrong ones that are right', () => {
    expect(() => collapseOf({ ...copier(), right: rates(0.9, 1, 0, 0) })).toThrow('only 0.9 are right; all must be');
    expect(() => collapseOf({ ...copier(), wrong: rates(0.1, 1, 0, 0) })).toThrow('0.1 are right; none must be');
  });
});

describe("Newcombe's interval of a difference of fractions", () => {
  // His example: 56/70 − 48/80 = 0.2, interval 0.0524 to 0.3339.
  it('is the published one', () => {
    const { value, low, high } = differenceOfFractions({ fraction: 56 / 70, n: 70 }, { fraction: 48 / 80, n: 80 });
    expect(value).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  // At 10/10 and 0/20 the Wilson intervals are [10 / 13.8416, 1] and [0, 3.8416 / 23.8416].
  it('has width at the ends and does not pass them', () => {
    const { value, low, high } = differenceOfFractions({ fraction: 1, n: 10 }, { fraction: 0, n: 20 });
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo(1 - Math.hypot(3.8416 / 13.8416, 3.8416 / 23.8416), 12);
  });
});

describe("Newcombe's interval of a difference of fractions of the same problems", () => {
  // His example: 36 pairs right twice, 12 once and 2 the other time, of 50: 0.2, interval 0.0569 to 0.3404.
  it('is the published one', () => {
    const { value, low, high } = differenceOfPairs({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 });
    expect(value).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0569, 4);
    expect(high).toBeCloseTo(0.3404, 4);
  });

  it('has a width where no problem tells the two apart, and where all are right twice', () => {
    for (const counts of [
      { both: 1268, neither: 732 },
      { both: 2000, neither: 0 },
    ]) {
      const { value, low, high } = differenceOfPairs({ ...counts, onlyFirst: 0, onlySecond: 0 });
      expect(value).toBe(0);
      expect(high).toBeGreaterThan(0.001);
      expect(high).toBeLessThan(0.002);
      expect(low).toBeCloseTo(-high, 12);
    }
  });

  it('refuses no problems', () => {
    expect(() => differenceOfPairs({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 })).toThrow('at least 1; got 0');
  });
});
