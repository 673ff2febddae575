/** Central finite differences in float64 over every parameter of a model. */

/** A copy of a model's tensors that can be moved. */
const movable = (tensors: ReadonlyMap<string, ArrayLike<number>>): Map<string, Float64Array> =>
  new Map([...tensors].map(([name, values]) => [name, Float64Array.from(values)]));

const step = 1e-5;

/**
 * Gradients of several numbers at once.
 * @param values the numbers as a function of the tensors; always the same count
 * @returns for each of the numbers, its gradient packed in the order of the tensors
 */
export function jacobian64(
  tensors: ReadonlyMap<string, ArrayLike<number>>,
  values: (at: Map<string, Float64Array>) => number[],
): Float64Array[] {
  const at = movable(tensors);
  const size = [...at.values()].reduce((count, { length }) => count + length, 0);
  const gradients = values(at).map(() => new Float64Array(size));
  let index = 0;
  for (const tensor of at.values()) {
    for (let i = 0; i < tensor.length; i++, index++) {
      const centre = tensor[i];
      tensor[i] = centre + step;
      const above = values(at);
      tensor[i] = centre - step;
      const below = values(at);
      tensor[i] = centre;
      gradients.forEach((gradient, k) => (gradient[index] = (above[k] - below[k]) / (2 * step)));
    }
  }
  return gradients;
}
