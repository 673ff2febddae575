import { fractionEstimate } from './intervals.ts';
import type { Estimate } from './intervals.ts';

/** A fraction of n. */
export interface Fraction {
  fraction: number;
  n: number;
}

/**
 * p₁ − p₂ of two independent fractions with Newcombe's 95% interval (1998, method 10), which joins the Wilson intervals of both:
 * low = d − √((p₁ − l₁)² + (u₂ − p₂)²), high = d + √((u₁ − p₁)² + (p₂ − l₂)²). Of width above 0 even at 0 and 1. For fractions of the
 * same problems that rise and fall together it is wider than it need be.
 * @throws if an n is below 1 or a fraction is outside [0, 1].
 */
export function differenceOfFractions(first: Fraction, second: Fraction): Estimate {
  const [one, two] = [fractionEstimate(first.fraction, first.n), fractionEstimate(second.fraction, second.n)];
  const value = one.value - two.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, two.high - two.value),
    high: value + Math.hypot(one.high - one.value, two.value - two.low),
  };
}
