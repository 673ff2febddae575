import { fractionEstimate, wilsonInterval } from './intervals.ts';
import type { Estimate } from './intervals.ts';

/** A fraction of n. */
export interface Fraction {
  fraction: number;
  n: number;
}

/**
 * The difference of two independent estimates, their 95% intervals joined as Newcombe joins those of fractions (1998, method 10; Zou and Donner,
 * 2008, of any two): low = d − √((v₁ − l₁)² + (u₂ − v₂)²), high = d + √((u₁ − v₁)² + (v₂ − l₂)²). Of two that rise and fall together it is wider
 * than it need be.
 */
export function differenceOfEstimates(one: Estimate, two: Estimate): Estimate {
  const value = one.value - two.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, two.high - two.value),
    high: value + Math.hypot(one.high - one.value, two.value - two.low),
  };
}

/**
 * p₁ − p₂ of two independent fractions with Newcombe's 95% interval, which joins the Wilson intervals of both: of width above 0 even at 0 and 1.
 * @throws if an n is below 1 or a fraction is outside [0, 1].
 */
export function differenceOfFractions(first: Fraction, second: Fraction): Estimate {
  return differenceOfEstimates(fractionEstimate(first.fraction, first.n), fractionEstimate(second.fraction, second.n));
}

/** How often one, the other, both or none of two answers to the same n problems are right. */
export interface PairedCounts {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/**
 * p₁ − p₂ of two fractions of the same problems with Newcombe's 95% interval for pairs (1998, Statistics in Medicine 17, 2635, method 10):
 * as {@link differenceOfFractions}, with φ, how the two rise and fall together, taken into the squares, and φ pulled towards 0 by half a
 * problem. Of width above 0 even where no problem tells the two apart.
 * @throws if there are no problems, or a count is not a whole number.
 */
export function differenceOfPairs({ both, onlyFirst, onlySecond, neither }: PairedCounts): Estimate {
  const n = both + onlyFirst + onlySecond + neither;
  const [right1, right2] = [both + onlyFirst, both + onlySecond];
  const [one, two] = [right1, right2].map((right) => ({ value: right / n, ...wilsonInterval(right, n) }));
  const product = right1 * (n - right1) * right2 * (n - right2);
  const covariance = both * neither - onlyFirst * onlySecond;
  const corrected = covariance > 0 ? Math.max(0, covariance - n / 2) : covariance;
  const phi = product === 0 ? 0 : corrected / Math.sqrt(product);
  const joined = (a: number, b: number): number => Math.sqrt(a * a - 2 * phi * a * b + b * b);
  const value = (onlyFirst - onlySecond) / n;
  return {
    value,
    low: value - joined(one.value - one.low, two.high - two.value),
    high: value + joined(one.high - one.value, two.value - two.low),
  };
}
