/**
 * a − b, seed by seed: what a seed does to both sides cancels.
 * @param a, b one value per seed, both in the order of the seeds that they have in common
 * @throws if there are not equally many.
 */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new Error(`Paired values must come from the same seeds; got ${a.length} and ${b.length} values.`);
  return a.map((value, index) => value - b[index]);
}

/** What an exact paired permutation test says about the mean of n differences. */
export interface SignFlipTest {
  /** Differences. */
  n: number;
  mean: number;
  /** Sign patterns that were counted: 2ⁿ. */
  patterns: number;
  /** P(|mean| ≥ the observed one | signs are a coin's). */
  pTwoSided: number;
}

/** 2²⁰ patterns take some milliseconds; with more pairs than that a t-interval is as good. */
export const mostDifferences = 20;

/**
 * Sums closer than this part of Σ|d| are ties. A mean of n problems moves in steps of 1/n, so sums of up to 20 differences of means of up to
 * a million problems are either equal or further apart than 10⁻⁹ · Σ|d| (which is at most 20), while rounding, of the differences too, moves
 * them by less than 10⁻¹³.
 */
const tie = 1e-9;

/**
 * The exact sign-flip test: if neither side of a pair is better, its difference could as well have had the other sign, so the observed sum
 * is compared with that of all 2ⁿ sign patterns. Ties with the observed sum count as being as extreme, the observed pattern itself among
 * them, so that no p is below 2¹⁻ⁿ.
 * @param differences one per pair, in any unit; see `pairedDifferences`
 * @throws if there are none, more than 20, or one is not a finite number.
 */
export function signFlipTest(differences: readonly number[]): SignFlipTest {
  const n = differences.length;
  if (n === 0) throw new Error('A permutation test needs at least one difference; got none.');
  if (n > mostDifferences) {
    throw new Error(
      `An exact permutation test takes at most ${mostDifferences} differences, 2^${mostDifferences} sign patterns; got ${n}. Use the paired t-interval.`,
    );
  }
  const strange = differences.find((difference) => !Number.isFinite(difference));
  if (strange !== undefined) throw new Error(`A difference must be a finite number; got ${strange}.`);

  const sizes = differences.map(Math.abs);
  const tolerance = tie * sizes.reduce((sum, size) => sum + size, 0);
  const observed = differences.reduce((sum, difference) => sum + difference, 0);
  const patterns = 2 ** n;
  // The sums of all patterns of the first k sizes stand in the first 2ᵏ places.
  const sums = new Float64Array(patterns);
  sizes.forEach((size, k) => {
    const half = 2 ** k;
    for (let pattern = 0; pattern < half; pattern++) {
      sums[half + pattern] = sums[pattern] - size;
      sums[pattern] += size;
    }
  });

  const asExtreme = sums.filter((sum) => Math.abs(sum) >= Math.abs(observed) - tolerance).length;
  return { n, mean: observed / n, patterns, pTwoSided: asExtreme / patterns };
}
