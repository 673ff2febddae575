import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { embed, embedAtPositions, referenceEmbed, referenceEmbedAtPositions, stockEmbed } from '../../workers/kernels/embedding.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const forms = { fused: embed, stock: stockEmbed };
type Form = keyof typeof forms;

describe.each(Object.keys(forms) as Form[])('the %s embedding', (form) => {
  it.each([
    { tokens: [0], vocabulary: 2, width: 1 },
    { tokens: [3, 0, 3, 3, 1], vocabulary: 5, width: 6 },
    { tokens: [2, 2], vocabulary: 3, width: 64 },
  ])('agrees with the float64 reference and its finite differences at %o', ({ tokens, vocabulary, width }) => {
    const indices = tf.tensor1d(tokens, 'int32');
    checkOperation({
      operation: (table) => forms[form](indices, table as tf.Tensor2D),
      reference: (table) => referenceEmbed(tokens, table, width),
      inputs: [{ values: normals(vocabulary * width, 1), shape: [vocabulary, width] }],
    });
    indices.dispose();
  });

  it('gives zeros for tokens outside the table and no gradient from them', () => {
    const [rows, gradient] = tf.tidy(() => {
      const tokens = tf.tensor1d([1, -1, 2, 7], 'int32');
      const lookUp = (table: tf.Tensor): tf.Tensor => forms[form](tokens, table as tf.Tensor2D);
      return [
        lookUp(tf.ones([2, 3])).dataSync(),
        tf
          .grad(lookUp)(tf.ones([2, 3]))
          .dataSync(),
      ];
    });
    expect(Array.from(rows)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Array.from(gradient)).toEqual([0, 0, 0, 1, 1, 1]);
  });
});

it.each([
  { tokens: [0], length: 1, vocabulary: 2, context: 1, width: 1 },
  { tokens: [3, 0, 3, 3, 1, 4], length: 3, vocabulary: 5, context: 4, width: 6 },
])('embedding at positions agrees with the float64 reference and its finite differences at %o', ({ tokens, ...shape }) => {
  const { length, vocabulary, context, width } = shape;
  const indices = tf.tensor1d(tokens, 'int32');
  checkOperation({
    operation: (table, positions) => embedAtPositions(indices, table as tf.Tensor2D, positions as tf.Tensor2D, length),
    reference: (table, positions) => referenceEmbedAtPositions(tokens, table, positions, { length, width }),
    inputs: [vocabulary, context].map((rows, i) => ({ values: normals(rows * width, i + 1), shape: [rows, width] })),
  });
  indices.dispose();
});

it.each([
  { count: 5, length: 2, context: 2 },
  { count: 4, length: 4, context: 3 },
])('embedding refuses $count tokens in sequences of $length with $context positions', ({ count, length, context }) => {
  expect(() => tf.tidy(() => embedAtPositions(tf.zeros([count], 'int32'), tf.zeros([2, 3]), tf.zeros([context, 3]), length))).toThrow(
    `whole sequences of ${length}, at least one, and the positions as many; got ${count} tokens and ${context} positions.`,
  );
});
