import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { composedEmbedAtPositions, embedAtPositions, referenceEmbedAtPositions } from '../../workers/kernels/embedding.ts';
import { registerGpuEmbedding } from '../../workers/kernels/webgpu/embedding.ts';
import { normals } from '../unit/kernels-checks.ts';
import { randomTokens, relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';
import { checkGpuOperation, outputAndGradients } from './gpuOperations.ts';

onWebGpu();
beforeAll(registerGpuEmbedding);

const through =
  (tokens: Int32Array, length: number, embed: typeof embedAtPositions) =>
  (table: tf.Tensor, positions: tf.Tensor): tf.Tensor =>
    embed(tf.tensor1d(tokens, 'int32'), table as tf.Tensor2D, positions as tf.Tensor2D, length);

const inputsOf = (vocabulary: number, context: number, width: number): { values: Float32Array; shape: number[] }[] =>
  [vocabulary, context].map((rows, i) => ({ values: normals(rows * width, i + 1), shape: [rows, width] }));

it.each([
  { tokens: [0], length: 1, vocabulary: 2, context: 1, width: 1 },
  { tokens: [3, 0, 3, 3, 1, 4], length: 3, vocabulary: 5, context: 4, width: 6 },
  { tokens: [2, 2], length: 2, vocabulary: 3, context: 2, width: 64 },
  { tokens: [1, 0, 1, 1], length: 1, vocabulary: 2, context: 3, width: 12 },
])('embedding on WebGPU agrees with the float64 reference and its finite differences at %o', ({ tokens, ...shape }) => {
  const { length, vocabulary, context, width } = shape;
  return checkGpuOperation({
    operation: through(Int32Array.from(tokens), length, embedAtPositions),
    reference: (table, positions) => referenceEmbedAtPositions(tokens, table, positions, { length, width }),
    inputs: inputsOf(vocabulary, context, width),
  });
});

it('embedding on WebGPU takes tokens outside the table for zeros and gives them no gradient', async () => {
  const tokens = Int32Array.from([1, -1, 2, 7]);
  const inputs = [{ values: new Float32Array(6).fill(1), shape: [2, 3] }, { values: new Float32Array(6).fill(5), shape: [2, 3] }]; // prettier-ignore
  const [rows, dtable, dpositions] = await outputAndGradients(through(tokens, 2, embedAtPositions), inputs, new Float32Array(12).fill(1));
  expect(Array.from(rows)).toEqual([6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
  expect(Array.from(dtable)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(Array.from(dpositions)).toEqual([2, 2, 2, 2, 2, 2]);
});

it.each([7 * 24, 4104])('embedding on WebGPU agrees with the stock composition for %i tokens', async (n) => {
  const [length, vocabulary, width] = [24, 13, n === 4104 ? 4 : 64];
  const tokens = randomTokens(n, vocabulary, 3);
  const upstream = normals(n * width, 98);
  const inputs = inputsOf(vocabulary, 30, width);
  const fused = await outputAndGradients(through(tokens, length, embedAtPositions), inputs, upstream);
  const composed = await outputAndGradients(through(tokens, length, composedEmbedAtPositions), inputs, upstream);
  fused.forEach((values, i) => expect(relativeDistance(values, composed[i])).toBeLessThan(2e-6));
});
