/**
 * Holm's step-down p-values: the k-th smallest of m is multiplied by m − k + 1, and none is below a smaller one's. Rejecting where they are
 * at most α keeps the chance of any false rejection among the m hypotheses at α, however they depend on one another.
 * @returns adjusted p-values in the order of the given ones, at most 1
 * @throws if one is not between 0 and 1.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const impossible = pValues.find((p) => !(p >= 0 && p <= 1));
  if (impossible !== undefined) throw new Error(`A p-value must be between 0 and 1; got ${impossible}.`);
  const adjusted: number[] = [];
  let largest = 0;
  [...pValues.keys()]
    .sort((i, j) => pValues[i] - pValues[j])
    .forEach((index, rank) => {
      largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
      adjusted[index] = largest;
    });
  return adjusted;
}
