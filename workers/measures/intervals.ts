import type { EvaluationRow } from './outcome.ts';
import { studentTQuantile } from './studentT.ts';

/** Ends of a 95% interval, in the unit of what it is about. */
export interface Interval {
  low: number;
  high: number;
}

/** A number with its 95% interval. */
export interface Estimate extends Interval {
  value: number;
}

/** 97.5% quantile of the standard normal. */
const z = 1.96;

/**
 * Wilson's 95% interval of a probability from `count` successes in `n` trials; inside [0, 1] and of some width even at 0 and n.
 * @throws unless 0 ≤ count ≤ n and n ≥ 1, both whole numbers.
 */
export function wilsonInterval(count: number, n: number): Interval {
  if (!Number.isInteger(n) || n < 1) throw new Error(`An interval needs a whole number of trials, at least 1; got ${n}.`);
  if (!Number.isInteger(count) || count < 0 || count > n) throw new Error(`Successes must be a whole number from 0 to ${n}; got ${count}.`);
  const share = count / n;
  const scale = 1 / (1 + (z * z) / n);
  const centre = scale * (share + (z * z) / (2 * n));
  const half = scale * z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // The formula gives 0 and 1 exactly there; rounding alone would not.
  return { low: count === 0 ? 0 : centre - half, high: count === n ? 1 : centre + half };
}

/** A fraction of an evaluation's n problems (an accuracy, Δi→c, the change rate …) with Wilson's 95% interval. */
export function fractionEstimate(fraction: number, n: number): Estimate {
  return { value: fraction, ...wilsonInterval(Math.round(fraction * n), n) };
}

/**
 * Half the width of the 95% normal interval of Δ. Both answers are to the same problem, so the interval is that of the mean of
 * c₂ − c₁ ∈ {−1, 0, 1}: 1.96 · √((Δi→c + Δc→i − Δ²) / n).
 */
export function deltaHalfWidth({ i_to_c, c_to_i, delta, n }: Pick<EvaluationRow, 'i_to_c' | 'c_to_i' | 'delta' | 'n'>): number {
  return z * Math.sqrt(Math.max(0, i_to_c + c_to_i - delta * delta) / n);
}

/** An interval cut off at what its number can be: one over few seeds may go on beyond. */
export function cutOff<E extends Estimate>(estimate: E, least: number, most: number): E {
  const between = (value: number): number => Math.min(most, Math.max(least, value));
  return { ...estimate, low: between(estimate.low), high: between(estimate.high) };
}

/**
 * Mean over seeds with its 95% t-interval.
 * @throws if there are fewer than two values.
 */
export function meanOverSeeds(values: readonly number[]): Estimate {
  const n = values.length;
  if (n < 2) throw new Error(`An interval over seeds needs at least 2 of them; got ${n}.`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentTQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, low: mean - half, high: mean + half };
}
