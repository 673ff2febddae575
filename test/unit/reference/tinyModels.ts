/** Models small enough for float64 loops, with weights large enough that every parameter matters. */
import { randomSource } from '../../../workers/model/random.ts';
import { parameterShapes } from '../../../workers/model/shape.ts';
import type { ModelShape, Weights } from '../../../workers/model/shape.ts';

/** Normal weights of this deviation; gains are 1 on average. */
export function lively(model: ModelShape, seed: number, deviation = 0.5): Weights {
  return new Map(
    parameterShapes(model).map(({ name, shape }, index) => {
      const random = randomSource(seed, 'weights', 1, index);
      const length = shape.reduce((size, dimension) => size * dimension, 1);
      const centre = name.endsWith('gain') ? 1 : 0;
      return [name, Float32Array.from({ length }, () => centre + deviation * random.normal())];
    }),
  );
}

/** Weights in a normal neighbourhood of others: a policy that has moved away from its base. */
export function nudged(weights: Weights, seed: number, deviation: number): Weights {
  return new Map(
    [...weights].map(([name, values], index) => {
      const random = randomSource(seed, 'weights', 2, index);
      return [name, values.map((value) => value + deviation * random.normal())];
    }),
  );
}

/** Token ids drawn evenly from 0..below−1. */
export function randomTokens(count: number, below: number, seed: number): Int32Array {
  const random = randomSource(seed, 'mixture');
  return Int32Array.from({ length: count }, () => random.integer(below));
}

/** |a − b| / |b| over all numbers: how far two vectors are apart as a part of the second's length. NaN if any number is. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`The vectors have ${a.length} and ${b.length} entries.`);
  let [distance, length] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    distance += (a[i] - b[i]) ** 2;
    length += b[i] ** 2;
  }
  return Math.sqrt(distance / length);
}

/** The parts of a vector that is packed in the order of the parameters, by name. */
export function partsByName<Vector extends Float32Array | Float64Array>(model: ModelShape, packed: Vector): Map<string, Vector> {
  let end = 0;
  return new Map(
    parameterShapes(model).map(({ name, shape }) => {
      const start = end;
      end += shape.reduce((size, dimension) => size * dimension, 1);
      return [name, packed.slice(start, end) as Vector];
    }),
  );
}
