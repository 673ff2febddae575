import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import {
  CAUSAL_ATTENTION,
  causalAttention,
  referenceCausalAttention,
  stockCausalAttention,
} from '../../workers/kernels/causalAttention.ts';
import { registerGpuCausalAttention } from '../../workers/kernels/webgpu/causalAttention.ts';
import { expectClose, normals } from '../unit/kernels-checks.ts';
import { relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';
import { checkGpuOperation, outputAndGradients, valuesOf } from './gpuOperations.ts';

onWebGpu();
beforeAll(registerGpuCausalAttention);

it.each([
  { batch: 1, length: 1, heads: 1, headWidth: 4 },
  { batch: 2, length: 5, heads: 1, headWidth: 8 },
  { batch: 1, length: 9, heads: 2, headWidth: 4 },
  { batch: 1, length: 6, heads: 1, headWidth: 20 },
  { batch: 2, length: 3, heads: 2, headWidth: 3 },
  { batch: 1, length: 4, heads: 1, headWidth: 6 },
])('attention on WebGPU agrees with the float64 reference and its finite differences at %o', ({ batch, length, heads, headWidth }) => {
  const width = heads * headWidth;
  return checkGpuOperation({
    operation: (qkv) => causalAttention(qkv as tf.Tensor2D, batch, length, heads),
    reference: (qkv) => referenceCausalAttention(qkv, { batch, length, heads }),
    inputs: [{ values: normals(batch * length * 3 * width, 1), shape: [batch * length, 3 * width] }],
  });
});

it.each([
  { batch: 7, length: 24, heads: 4, width: 64 },
  { batch: 1, length: 128, heads: 2, width: 16 },
])('attention on WebGPU agrees with the stock composition at %o', async ({ batch, length, heads, width }) => {
  const inputs = [{ values: normals(batch * length * 3 * width, 7), shape: [batch * length, 3 * width] }];
  const upstream = normals(batch * length * width, 8);
  const through = (attend: typeof causalAttention): Promise<Float32Array[]> =>
    outputAndGradients((qkv) => attend(qkv as tf.Tensor2D, batch, length, heads), inputs, upstream);
  const [fused, stock] = [await through(causalAttention), await through(stockCausalAttention)];
  fused.forEach((values, i) => expect(relativeDistance(values, stock[i])).toBeLessThan(5e-6));
});

it('attention on WebGPU stays a weighted mean when scores reach ±500, and its gradient stays finite', async () => {
  const [batch, length, heads] = [1, 6, 2];
  const qkv = normals(length * 24, 5);
  for (let i = 0; i < qkv.length; i++) if (i % 24 < 16) qkv[i] *= 15;
  const apply = (x: tf.Tensor): tf.Tensor => causalAttention(x as tf.Tensor2D, batch, length, heads);
  const [y, gradient] = await valuesOf(() => {
    const x = tf.tensor2d(qkv, [length, 24]);
    return [apply(x), tf.grad(apply)(x)];
  });
  expectClose(y, referenceCausalAttention(qkv, { batch, length, heads }), 5e-5);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

it.each([3, NaN])('attention on WebGPU keeps a later position of %d out of earlier ones', async (later) => {
  const qkv = normals(7 * 24, 6);
  const firstFive = async (values: Float32Array): Promise<Float32Array> => {
    const [y] = await valuesOf(() => [causalAttention(tf.tensor2d(values, [7, 24]), 1, 7, 2)]);
    return y.slice(0, 5 * 8);
  };
  expect(await firstFive(qkv.slice().fill(later, 5 * 24))).toEqual(await firstFive(qkv));
});

it.each([
  { headWidth: 64, isFused: true },
  { headWidth: 68, isFused: false },
])('attention on WebGPU gives the reference with heads $headWidth wide; fused: $isFused', async ({ headWidth, isFused }) => {
  const qkv = normals(2 * 3 * headWidth, 4);
  const run = vi.spyOn(tf.engine(), 'runKernel');
  const [y] = await valuesOf(() => [causalAttention(tf.tensor2d(qkv, [2, 3 * headWidth]), 1, 2, 1)]);
  expect(run.mock.calls.some(([name]) => name === CAUSAL_ATTENTION)).toBe(isFused);
  run.mockRestore();
  expectClose(y, referenceCausalAttention(qkv, { batch: 1, length: 2, heads: 1 }), 2e-6);
});
