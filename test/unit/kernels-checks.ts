/** What the kernel tests share: reproducible inputs, an error measure, finite differences and a count of tensors. */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';

export async function startWasm(): Promise<void> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** Standard normal numbers that float32 holds exactly. */
export function normals(count: number, seed: number, scale = 1): Float32Array {
  const source = randomSource(seed, 'weights');
  return Float32Array.from({ length: count }, () => scale * source.normal());
}

/** The largest difference, as a part of the largest expected magnitude, is below the tolerance. NaN and infinities fail. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let [difference, magnitude] = [0, Number.MIN_VALUE];
  for (let i = 0; i < expected.length; i++) {
    const here = Math.abs(actual[i] - expected[i]);
    difference = here > difference || Number.isNaN(here) ? here : difference;
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
  }
  expect(difference / magnitude).toBeLessThan(tolerance);
}

type Reference = (...inputs: Float64Array[]) => ArrayLike<number>;

/** Gradients of Σ upstream·reference(inputs) by central differences in float64. */
export function finiteDifferences(reference: Reference, inputs: ArrayLike<number>[], upstream: ArrayLike<number>): Float64Array[] {
  const points = inputs.map((input) => Float64Array.from(input));
  const value = (): number => Array.from(reference(...points)).reduce((sum, y, i) => sum + y * upstream[i], 0);
  return points.map((point) =>
    point.map((centre, i) => {
      const step = 1e-4 * Math.max(1, Math.abs(centre));
      point[i] = centre + step;
      const above = value();
      point[i] = centre - step;
      const below = value();
      point[i] = centre;
      return (above - below) / (2 * step);
    }),
  );
}

interface Checked {
  operation: (...inputs: tf.Tensor[]) => tf.Tensor;
  reference: Reference;
  inputs: { values: Float32Array; shape: number[] }[];
  /** Of the values, and of the gradients. */
  tolerances?: [number, number];
}

/** An operation and its gradients agree with the float64 reference, twice with the same bits, and leave no tensor behind. */
export function checkOperation({ operation, reference, inputs, tolerances = [2e-6, 1e-5] }: Checked): void {
  const before = tf.memory();
  const tensors = inputs.map(({ values, shape }) => tf.tensor(values, shape));
  const run = (): Float32Array => tf.tidy(() => operation(...tensors).dataSync<'float32'>());
  const output = run();
  const upstream = normals(output.length, 99);
  const differentiate = (): Float32Array[] =>
    tf.tidy(() => {
      const dy = tf.tensor(upstream, operation(...tensors).shape);
      return tf
        .grads((...xs: tf.Tensor[]) => operation(...xs))(tensors, dy)
        .map((gradient) => gradient.dataSync<'float32'>());
    });
  const gradients = differentiate();

  expectClose(output, reference(...inputs.map(({ values }) => Float64Array.from(values))), tolerances[0]);
  const expected = finiteDifferences(
    reference,
    inputs.map(({ values }) => values),
    upstream,
  );
  gradients.forEach((gradient, i) => expectClose(gradient, expected[i], tolerances[1]));
  expect(run()).toEqual(output);
  expect(differentiate()).toEqual(gradients);

  tf.dispose(tensors);
  const { numTensors, numDataBuffers } = tf.memory();
  expect({ numTensors, numDataBuffers }).toEqual({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
}
