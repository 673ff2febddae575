/** Central finite differences in float64 over the parameters of a model: over every one, or along random directions. */
import { randomSource } from '../../../workers/model/random.ts';

type Tensors = ReadonlyMap<string, ArrayLike<number>>;

/** Unit vectors in the space of a model's parameters, packed in the order of its tensors. */
export type Directions = readonly Float64Array[];

const step = 1e-5;

const sizeOf = (tensors: Tensors): number => [...tensors.values()].reduce((count, { length }) => count + length, 0);

/**
 * Directions that are drawn evenly from all there are. Two vectors that differ differ along them: the components of a vector along 24 of them
 * have its length over √n to within a third, in all but one case of a hundred, so that a relative distance of components stands for the one of
 * the vectors. That takes 48 evaluations, where a difference for every parameter of even a tiny model takes a thousand.
 */
export function randomDirections(tensors: Tensors, seed: number, count = 24): Directions {
  const size = sizeOf(tensors);
  return Array.from({ length: count }, (_, index) => {
    const random = randomSource(seed, 'weights', 3, index);
    const direction = Float64Array.from({ length: size }, () => random.normal());
    const norm = Math.hypot(...direction);
    return direction.map((value) => value / norm);
  });
}

/** The components of a packed vector along directions. */
export const componentsAlong = (vector: ArrayLike<number>, directions: Directions): Float64Array =>
  Float64Array.from(directions, (direction) => direction.reduce((sum, value, i) => sum + value * vector[i], 0));

/**
 * Gradients of several numbers at once.
 * @param values the numbers as a function of the tensors; always the same count
 * @param directions every parameter's own unless given
 * @returns for each of the numbers, its gradient packed in the order of the tensors, or its components along the directions
 */
export function jacobian64(tensors: Tensors, values: (at: Map<string, Float64Array>) => number[], directions?: Directions): Float64Array[] {
  const centre = Float64Array.from([...tensors.values()].flatMap((tensor) => Array.from(tensor)));
  const moved = centre.slice();
  let end = 0;
  const at = new Map([...tensors].map(([name, { length }]) => [name, moved.subarray(end, (end += length))]));
  const gradients = values(at).map(() => new Float64Array(directions?.length ?? centre.length));
  for (const index of gradients[0].keys()) {
    const valuesAt = (distance: number): number[] => {
      const direction = directions?.[index];
      if (direction) moved.set(centre.map((value, i) => value + distance * direction[i]));
      else moved[index] = centre[index] + distance;
      return values(at);
    };
    const [above, below] = [valuesAt(step), valuesAt(-step)];
    moved[index] = centre[index];
    gradients.forEach((gradient, k) => (gradient[index] = (above[k] - below[k]) / (2 * step)));
  }
  return gradients;
}
