import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { expectClose, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  // Whatever a file before this one has left in use.
  tf.registerBackend('another', () => new tf.KernelBackend(), 0);
  await tf.setBackend('another');
  await expect(registerWasmKernels(), 'before the backend is in use').rejects.toThrow("Await tf.setBackend('wasm')");
  await startWasm();
  await registerWasmKernels();
});

describe('a sum', () => {
  const shape = [3, 2, 5];
  const x = normals(30, 1);

  /** The sum over these dimensions, by adding each element to the place it belongs. */
  function expected(axes: number[]): number[] {
    const kept = shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const sums = new Array<number>(tf.util.sizeFromShape(kept)).fill(0);
    x.forEach((value, i) => {
      const place = [Math.floor(i / 10), Math.floor(i / 5) % 2, i % 5].map((at, axis) => (axes.includes(axis) ? 0 : at));
      sums[(place[0] * kept[1] + place[1]) * kept[2] + place[2]] += value;
    });
    return sums;
  }

  it.each([[[0]], [[1]], [[2]], [[0, 1]], [[1, 0]], [[0, 2]], [[1, 2]], [[0, 1, 2]]])('over dimensions %o is right', (axes) => {
    const sums = tf.tidy(() => tf.sum(tf.tensor(x, shape), axes).dataSync());
    expectClose(sums, expected(axes), 1e-6);
  });

  it('keeps the reduced dimensions on request', () => {
    const [kept, dropped] = tf.tidy(() => [tf.sum(tf.ones(shape), [0, 1], true).shape, tf.sum(tf.ones(shape), [0, 1]).shape]);
    expect([kept, dropped]).toEqual([[1, 1, 5], [5]]);
  });

  it('of integers stays exact', () => {
    const sums = tf.tidy(() => tf.sum(tf.tensor2d([16777217, 1, 1, 1], [2, 2], 'int32'), 0).dataSync());
    expect(Array.from(sums)).toEqual([16777218, 2]);
  });
});

it('a clone outlives the tensor whose data it shares, and both free it', () => {
  const before = tf.memory();
  const original = tf.tensor1d([1, 2, 3]);
  const clone = tf.clone(original);
  original.dispose();
  expect(Array.from(clone.dataSync())).toEqual([1, 2, 3]);
  clone.dispose();
  const after = tf.memory();
  expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
});

it('registering the kernels again leaves them as they are', async () => {
  const kernels = tf.getKernelsForBackend('wasm');
  await registerWasmKernels();
  expect(tf.getKernelsForBackend('wasm')).toEqual(kernels);
});
