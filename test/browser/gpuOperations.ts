/** `checkOperation` of test/unit/kernels-checks.ts for WebGPU, where values arrive later. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, finiteDifferences, normals } from '../unit/kernels-checks.ts';

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

interface Input {
  values: Float32Array;
  shape: number[];
}

/** The values of the tensors that `compute` gives. */
export async function valuesOf(compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(compute);
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return values;
}

/** An operation's output followed by the gradients of Σ upstream·output for every input. */
export function outputAndGradients(operation: Operation, inputs: Input[], upstream: Float32Array): Promise<Float32Array[]> {
  return valuesOf(() => {
    const tensors = inputs.map(({ values, shape }) => tf.tensor(values, shape));
    const output = operation(...tensors);
    const dy = tf.tensor(upstream, output.shape);
    return [output, ...tf.grads((...xs: tf.Tensor[]) => operation(...xs))(tensors, dy)];
  });
}

interface Checked {
  operation: Operation;
  reference: (...inputs: Float64Array[]) => ArrayLike<number>;
  inputs: Input[];
  /** Of the values, and of the gradients. */
  tolerances?: [number, number];
}

/** An operation and its gradients agree with the float64 reference, twice with the same bits, and leave no tensor behind. */
export async function checkGpuOperation({ operation, reference, inputs, tolerances = [2e-6, 1e-5] }: Checked): Promise<void> {
  const { numTensors, numDataBuffers } = tf.memory();
  const values = inputs.map((input) => Float64Array.from(input.values));
  const expected = reference(...values);
  const upstream = normals(expected.length, 99);
  const [output, ...gradients] = await outputAndGradients(operation, inputs, upstream);
  expectClose(output, expected, tolerances[0]);
  finiteDifferences(reference, values, upstream).forEach((gradient, i) => expectClose(gradients[i], gradient, tolerances[1]));
  expect(await outputAndGradients(operation, inputs, upstream)).toEqual([output, ...gradients]);
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
}
