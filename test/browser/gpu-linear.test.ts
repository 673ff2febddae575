import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { composedLinear, linear, referenceLinear } from '../../workers/kernels/linear.ts';
import type { Epilogue } from '../../workers/kernels/linear.ts';
import { registerGpuLinear } from '../../workers/kernels/webgpu/linear.ts';
import { normals } from '../unit/kernels-checks.ts';
import { relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';
import { checkGpuOperation, outputAndGradients, valuesOf } from './gpuOperations.ts';

onWebGpu();
beforeAll(registerGpuLinear);

type Part = 'bias' | 'gelu' | 'residual';

/** The epilogue of these parts from the inputs behind x and w. */
function epilogueOf<Values>(parts: readonly Part[], rest: Values[]): { bias?: Values; residual?: Values; activation?: 'gelu' } {
  const [first, second] = rest;
  return {
    ...(parts.includes('bias') && { bias: first }),
    ...(parts.includes('residual') && { residual: parts.includes('bias') ? second : first }),
    ...(parts.includes('gelu') && { activation: 'gelu' as const }),
  };
}

const apply =
  (parts: readonly Part[], layer: typeof linear) =>
  (x: tf.Tensor, w: tf.Tensor, ...rest: tf.Tensor[]): tf.Tensor =>
    layer(x as tf.Tensor2D, w as tf.Tensor2D, epilogueOf(parts, rest) as Epilogue);

const inputsOf = (parts: readonly Part[], n: number, inner: number, columns: number): { values: Float32Array; shape: number[] }[] =>
  [[n, inner], [inner, columns], ...(parts.includes('bias') ? [[columns]] : []), ...(parts.includes('residual') ? [[n, columns]] : [])].map(
    (shape, i) => ({ values: normals(tf.util.sizeFromShape(shape), i + 1, i === 1 ? 1 / Math.sqrt(inner) : 1), shape }),
  );

/** Rows, inner dimension and columns: of one element, and with either, neither and both of the last two made of whole vectors. */
const everySize = [
  [1, 1, 1],
  [1, 12, 13],
  [9, 3, 18],
  [11, 20, 12],
] as const;

// The product and its gradients are the same program whatever follows the bias, so that a residual and a GELU are tried on every kind of columns.
describe.each<{ parts: Part[]; sizes: readonly (readonly [number, number, number])[] }>([
  { parts: [], sizes: everySize },
  { parts: ['residual'], sizes: everySize.slice(2) },
  { parts: ['bias', 'residual'], sizes: everySize.slice(2) },
  { parts: ['bias', 'gelu'], sizes: everySize },
])('the linear layer with $parts on WebGPU', ({ parts, sizes }) => {
  it.each(sizes)('agrees with the float64 reference and its finite differences at [%i, %i] · [.., %i]', (n, inner, columns) =>
    checkGpuOperation({
      operation: apply(parts, linear),
      reference: (x, w, ...rest) => referenceLinear(x, w, columns, epilogueOf(parts, rest)),
      inputs: inputsOf(parts, n, inner, columns),
    }),
  );
});

it.each<{ parts: Part[] }>([{ parts: [] }, { parts: ['bias', 'gelu'] }])(
  'the linear layer with $parts on WebGPU agrees with the composition of stock operations where rows are summed in several chunks',
  async ({ parts }) => {
    const [n, inner, columns] = [7 * 24, 64, 13];
    const inputs = inputsOf(parts, n, inner, columns);
    const upstream = normals(n * columns, 98);
    const fused = await outputAndGradients(apply(parts, linear), inputs, upstream);
    const composed = await outputAndGradients(apply(parts, composedLinear), inputs, upstream);
    fused.forEach((values, i) => expect(relativeDistance(values, composed[i])).toBeLessThan(2e-6));
  },
);

it('GELU is finite, with finite gradients, at ±500 on WebGPU', async () => {
  const x = [-500, -90, -20, 20, 90, 500];
  const gelu = (bias: tf.Tensor): tf.Tensor => linear(tf.zeros([1, 1]), tf.ones([1, 6]), { bias: bias as tf.Tensor1D, activation: 'gelu' });
  const [y, slope] = await valuesOf(() => [gelu(tf.tensor1d(x)), tf.grad(gelu)(tf.tensor1d(x))]);
  expect(relativeDistance(y, [0, 0, 0, 20, 90, 500])).toBeLessThan(1e-7);
  expect(relativeDistance(slope, [0, 0, 0, 1, 1, 1])).toBeLessThan(1e-7);
});
