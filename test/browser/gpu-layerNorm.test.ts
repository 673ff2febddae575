import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { layerNorm, referenceLayerNorm, stockLayerNorm } from '../../workers/kernels/layerNorm.ts';
import { registerGpuLayerNorm } from '../../workers/kernels/webgpu/layerNorm.ts';
import { expectClose, normals } from '../unit/kernels-checks.ts';
import { relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';
import { checkGpuOperation, outputAndGradients, valuesOf } from './gpuOperations.ts';

onWebGpu();
beforeAll(registerGpuLayerNorm);

const apply =
  (normalise: typeof layerNorm) =>
  (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
    normalise(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D);

const inputsOf = (n: number, d: number, x = normals(n * d, 1)): { values: Float32Array; shape: number[] }[] => [
  { values: x, shape: [n, d] },
  { values: normals(d, 2), shape: [d] },
  { values: normals(d, 3), shape: [d] },
];

const check = (n: number, d: number, x?: Float32Array): Promise<void> =>
  checkGpuOperation({ operation: apply(layerNorm), reference: referenceLayerNorm, inputs: inputsOf(n, d, x) });

it.each([
  [1, 1],
  [1, 64],
  [5, 3],
  [3, 8],
  [7, 67],
  [65, 12],
])('layer norm on WebGPU agrees with the float64 reference and its finite differences at [%i, %i]', (n, d) => check(n, d));

it('layer norm on WebGPU keeps its precision when the mean is fifty times the spread', () =>
  check(
    2,
    16,
    normals(32, 4).map((value) => value + 50),
  ));

it('layer norm on WebGPU gives the bias for a row that is constant', async () => {
  const [y] = await valuesOf(() => [layerNorm(tf.fill([1, 8], 500), tf.ones([8]), tf.range(0, 8))]);
  expectClose(y, [0, 1, 2, 3, 4, 5, 6, 7], 1e-6);
});

it('layer norm on WebGPU turns a NaN into NaN in its own row only', async () => {
  const x = Float32Array.from([NaN, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  const [y] = await valuesOf(() => [layerNorm(tf.tensor2d(x, [2, 5]), tf.ones([5]), tf.zeros([5]))]);
  expect(Array.from(y, Number.isNaN)).toEqual([true, true, true, true, true, false, false, false, false, false]);
});

it.each([24 * 7, 4104])('layer norm on WebGPU agrees with the stock composition over %i rows', async (n) => {
  const d = n === 4104 ? 4 : 64;
  const upstream = normals(n * d, 98);
  const fused = await outputAndGradients(apply(layerNorm), inputsOf(n, d), upstream);
  const stock = await outputAndGradients(apply(stockLayerNorm), inputsOf(n, d), upstream);
  fused.forEach((values, i) => expect(relativeDistance(values, stock[i])).toBeLessThan(2e-6));
});
