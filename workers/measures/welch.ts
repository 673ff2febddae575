/** Differences of means over seeds: two groups that have nothing in common, or two that share their seeds. */
import { meanOverSeeds } from './intervals.ts';
import type { Estimate } from './intervals.ts';
import { studentTQuantile } from './studentT.ts';

/** A difference of means with Welch's 95% interval. */
export interface WelchEstimate extends Estimate {
  /** Of the t quantile, by the Welch–Satterthwaite equation; seldom whole. */
  degreesOfFreedom: number;
}

/** The mean and the variance of the mean, s² / n. */
function meanAndItsVariance(values: readonly number[]): { mean: number; variance: number } {
  const n = values.length;
  if (n < 2) throw new Error(`An interval of a difference needs at least 2 values on either side; got ${n}.`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n };
}

/**
 * mean(a) − mean(b) with Welch's interval, for independent groups of unequal variances: t · √(v_a + v_b) with v = s²/n to either side, and
 * (v_a + v_b)² / (v_a² / (n_a − 1) + v_b² / (n_b − 1)) degrees of freedom. Where no value differs from its group's mean, the interval has
 * no width and the degrees of freedom are those of a pooled variance.
 * @throws if a group has fewer than two values.
 */
export function welchInterval(a: readonly number[], b: readonly number[]): WelchEstimate {
  const [first, second] = [meanAndItsVariance(a), meanAndItsVariance(b)];
  const value = first.mean - second.mean;
  const variance = first.variance + second.variance;
  if (variance === 0) return { value, low: value, high: value, degreesOfFreedom: a.length + b.length - 2 };
  // As shares, which do not underflow when squared.
  const [share, otherShare] = [first.variance / variance, second.variance / variance];
  const degreesOfFreedom = 1 / (share ** 2 / (a.length - 1) + otherShare ** 2 / (b.length - 1));
  const half = studentTQuantile(0.975, degreesOfFreedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, degreesOfFreedom };
}

/**
 * a − b, seed by seed.
 * @param a, b one value per seed, both in the order of the seeds that they have in common
 * @throws if there are not equally many.
 */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new Error(`Paired values must come from the same seeds; got ${a.length} and ${b.length} values.`);
  return a.map((value, index) => value - b[index]);
}

/**
 * The mean of a − b over common seeds with its 95% t-interval, n − 1 degrees of freedom. What a seed does to both sides cancels.
 * @throws if there are not equally many values, or fewer than two pairs.
 */
export const pairedInterval = (a: readonly number[], b: readonly number[]): Estimate => meanOverSeeds(pairedDifferences(a, b));
