import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceMatMul } from '../../workers/kernels/matMul.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, expectClose, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

const stored = (rows: number, columns: number, isTransposed: boolean): number[] => (isTransposed ? [columns, rows] : [rows, columns]);

describe.each(transposes)('the product with transposes %s, %s', (transposeA, transposeB) => {
  it.each([
    [1, 1, 1],
    [3, 5, 7],
    [2, 3, 21],
    [5, 4, 16],
  ])('of [%i, %i] and [.., %i] agrees with the float64 reference and its finite differences', (rows, inner, columns) => {
    checkOperation({
      operation: (a, b) => tf.matMul(a, b, transposeA, transposeB),
      reference: (a, b) => referenceMatMul(a, b, { rows, inner, columns, transposeA, transposeB }),
      inputs: [
        { values: normals(rows * inner, 1), shape: stored(rows, inner, transposeA) },
        { values: normals(inner * columns, 2), shape: stored(inner, columns, transposeB) },
      ],
    });
  });

  it('agrees with the reference where blocks and panels end unevenly', () => {
    const [rows, inner, columns] = [67, 259, 23];
    const [a, b] = [normals(rows * inner, 3), normals(inner * columns, 4)];
    const product = tf.tidy(() =>
      tf
        .matMul(tf.tensor(a, stored(rows, inner, transposeA)), tf.tensor(b, stored(inner, columns, transposeB)), transposeA, transposeB)
        .dataSync(),
    );
    expectClose(product, referenceMatMul(a, b, { rows, inner, columns, transposeA, transposeB }), 1e-6);
  });

  it('multiplies every matrix of a batch', () => {
    const [rows, inner, columns] = [3, 4, 5];
    const [a, b] = [normals(2 * rows * inner, 5), normals(2 * inner * columns, 6)];
    const product = tf.tidy(() =>
      tf
        .matMul(
          tf.tensor(a, [2, ...stored(rows, inner, transposeA)]),
          tf.tensor(b, [2, ...stored(inner, columns, transposeB)]),
          transposeA,
          transposeB,
        )
        .dataSync(),
    );
    const expected = [0, 1].flatMap((i) =>
      Array.from(
        referenceMatMul(a.slice(i * rows * inner, (i + 1) * rows * inner), b.slice(i * inner * columns, (i + 1) * inner * columns), {
          ...{ rows, inner, columns, transposeA, transposeB },
        }),
      ),
    );
    expectClose(product, expected, 1e-6);
  });
});

it('a matrix that is broadcast over a batch still multiplies', () => {
  const product = tf.tidy(() => tf.matMul(tf.ones([2, 1, 3]), tf.tensor3d([1, 2, 3], [1, 3, 1])).dataSync());
  expect(Array.from(product)).toEqual([6, 6]);
});

it('a product sees values that were written in place into its right-hand side', () => {
  const backend = tf.backend() as unknown as { typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array };
  const [a, b] = [tf.ones<tf.Rank.R2>([1, 2]), tf.ones<tf.Rank.R2>([2, 1])];
  expect(tf.tidy(() => tf.matMul(a, b).dataSync()[0])).toBe(2);
  backend.typedArrayFromHeap(b).fill(5);
  expect(tf.tidy(() => tf.matMul(a, b).dataSync()[0])).toBe(10);
  tf.dispose([a, b]);
});
