import { histogramBins } from './outcome.ts';

/** Length of the longest common subsequence of two token sequences. */
function commonLength(a: ArrayLike<number>, b: ArrayLike<number>): number {
  // lengths[j] is the LCS of the tokens of `a` read so far and the first j tokens of `b`.
  const lengths = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    let diagonal = 0;
    for (let j = 0; j < b.length; j++) {
      const above = lengths[j + 1];
      lengths[j + 1] = a[i] === b[j] ? diagonal + 1 : Math.max(above, lengths[j]);
      diagonal = above;
    }
  }
  return lengths[b.length];
}

/**
 * ρ(y₁, y₂) = 1 − 2·LCS / (|y₁| + |y₂|): tokens inserted and deleted on the way from one answer to the other, per token of both.
 * The paper (§4) leaves the cost of a substitution open; only an insertion plus a deletion lets ρ reach the values it plots.
 * @param a, b tokens of the two answers, without padding
 * @returns in [0, 1]; 0 exactly when the answers are the same, two empty ones included
 */
export function editDistanceRatio(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const total = a.length + b.length;
  // One division of integers, so that equal ratios are equal numbers and fall into the same bin.
  return total === 0 ? 0 : (total - 2 * commonLength(a, b)) / total;
}

/**
 * Counts per bin: ratios of exactly 0, then (0, 0.1], (0.1, 0.2], … (0.9, 1].
 * @throws if a ratio is outside [0, 1].
 */
export function histogramOf(ratios: readonly number[]): number[] {
  const counts = Array.from({ length: histogramBins }, () => 0);
  for (const ratio of ratios) {
    if (!(ratio >= 0 && ratio <= 1)) throw new Error(`An edit-distance ratio must be between 0 and 1; got ${ratio}.`);
    counts[Math.ceil(ratio * (histogramBins - 1))]++;
  }
  return counts;
}
