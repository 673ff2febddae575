import * as tf from '@tensorflow/tfjs-core';
import '../../workers/kernels/stockGradients.ts';
import { beforeAll, expect, it } from 'vitest';
import { finiteDifferences, normals, startWasm } from './kernels-checks.ts';

beforeAll(startWasm);

/** Positive, so that roots and logarithms have room. */
const positive = (count: number, seed: number): Float32Array => normals(count, seed).map((value) => 1 + Math.abs(value));

type Case = [name: string, operation: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor, reference: (x: number[][], y: number[]) => number[]];

const rowMean = (row: number[]): number => (row[0] + row[1] + row[2]) / 3;
const exponentials = (row: number[]): number[] =>
  row.map((value) => Math.exp(value) / row.reduce((sum, other) => sum + Math.exp(other), 0));

/** x is [2, 3] and y is [3], broadcast over the rows. */
const cases: Case[] = [
  ['add', (x, y) => tf.add(x, y), (x, y) => x.flatMap((row) => row.map((value, j) => value + y[j]))],
  ['sub', (x, y) => tf.sub(y, x), (x, y) => x.flatMap((row) => row.map((value, j) => y[j] - value))],
  ['mul', (x, y) => tf.mul(x, y), (x, y) => x.flatMap((row) => row.map((value, j) => value * y[j]))],
  ['div', (x, y) => tf.div(x, y), (x, y) => x.flatMap((row) => row.map((value, j) => value / y[j]))],
  ['div by the left', (x, y) => tf.div(y, x), (x, y) => x.flatMap((row) => row.map((value, j) => y[j] / value))],
  ['neg', (x) => tf.neg(x), (x) => x.flat().map((value) => -value)],
  ['square', (x) => tf.square(x), (x) => x.flat().map((value) => value ** 2)],
  ['sqrt', (x) => tf.sqrt(x), (x) => x.flat().map(Math.sqrt)],
  ['rsqrt', (x) => tf.rsqrt(x), (x) => x.flat().map((value) => 1 / Math.sqrt(value))],
  ['exp', (x) => tf.exp(x), (x) => x.flat().map(Math.exp)],
  ['log', (x) => tf.log(x), (x) => x.flat().map(Math.log)],
  ['tanh', (x) => tf.tanh(x), (x) => x.flat().map(Math.tanh)],
  ['cast', (x) => tf.cast(x, 'float32'), (x) => x.flat()],
  ['clone', (x) => tf.clone(x), (x) => x.flat()],
  ['reshape', (x) => tf.reshape(x, [3, 2]), (x) => x.flat()],
  ['transpose', (x) => tf.transpose(x), (x) => [0, 1, 2].flatMap((j) => [x[0][j], x[1][j]])],
  ['slice', (x) => tf.slice(x, [0, 1], [2, 1]), (x) => [x[0][1], x[1][1]]],
  ['slice of whole rows', (x) => tf.slice(x, 1, 1), (x) => x[1]],
  ['sum', (x) => tf.sum(x), (x) => [x.flat().reduce((sum, value) => sum + value)]],
  ['sum of columns', (x) => tf.sum(x, 0), (x) => [0, 1, 2].map((j) => x[0][j] + x[1][j])],
  ['sum of rows', (x) => tf.sum(x, -1, true), (x) => x.map((row) => 3 * rowMean(row))],
  ['mean', (x) => tf.mean(x), (x) => [(rowMean(x[0]) + rowMean(x[1])) / 2]],
  ['mean of rows', (x) => tf.mean(x, 1), (x) => x.map(rowMean)],
  ['softmax', (x) => tf.softmax(x), (x) => x.flatMap(exponentials)],
  ['logSoftmax', (x) => tf.logSoftmax(x), (x) => x.flatMap((row) => exponentials(row).map(Math.log))],
  [
    'where',
    (x, y) =>
      tf.where(
        tf.tensor2d(
          [
            [1, 0, 1],
            [0, 1, 0],
          ],
          [2, 3],
          'bool',
        ),
        x,
        tf.mul(x, y),
      ),
    (x, y) => x.flatMap((row, i) => row.map((value, j) => ((i + j) % 2 === 0 ? value : value * y[j]))),
  ],
  ['matMul', (x, y) => tf.matMul(x, tf.reshape(y, [3, 1])), (x, y) => x.map((row) => row[0] * y[0] + row[1] * y[1] + row[2] * y[2])],
  [
    'matMul of a matrix that is broadcast over a batch',
    (x, y) => tf.matMul(tf.reshape(x, [2, 1, 3]), tf.reshape(y, [1, 3, 1])),
    (x, y) => x.map((row) => row[0] * y[0] + row[1] * y[1] + row[2] * y[2]),
  ],
  ['concat', (x, y) => tf.concat([x, tf.reshape(y, [1, 3])], 0), (x, y) => [...x.flat(), ...y]],
  ['stack', (x, y) => tf.stack([y, tf.sum(x, 0)], 1), (x, y) => y.flatMap((value, j) => [value, x[0][j] + x[1][j]])],
  ['unstack', (x) => tf.mul(...(tf.unstack(x) as [tf.Tensor, tf.Tensor])), (x) => x[0].map((value, j) => value * x[1][j])],
  ['unstack of one', (x) => tf.unstack(tf.reshape(x, [1, 6]))[0], (x) => x.flat()],
  ['split', (x) => tf.mul(tf.split(x, [1, 2], 1)[0], 2), (x) => [2 * x[0][0], 2 * x[1][0]]],
];

it.each(cases)('the gradient of %s agrees with finite differences', (_name, operation, reference) => {
  const before = tf.memory().numTensors;
  const [x, y] = [positive(6, 1), positive(3, 2)];
  const gradients = tf.tidy(() => {
    const tensors = [tf.tensor2d(x, [2, 3]), tf.tensor1d(y)];
    // Zero times the sum keeps an input that the operation does not use on the path.
    const used = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.add(operation(x, y), tf.mul(tf.add(tf.sum(x), tf.sum(y)), 0));
    const size = used(tensors[0], tensors[1]).shape;
    const dy = tf.tensor(normals(tf.util.sizeFromShape(size), 3), size);
    return tf
      .grads((...xs: tf.Tensor[]) => used(xs[0], xs[1]))(tensors, dy)
      .map((gradient) => gradient.dataSync());
  });
  const inRows = (flat: Float64Array): number[][] => [Array.from(flat.slice(0, 3)), Array.from(flat.slice(3))];
  const apply = (flat: Float64Array, y: Float64Array): number[] => reference(inRows(flat), Array.from(y));
  const upstream = normals(apply(Float64Array.from(x), Float64Array.from(y)).length, 3);
  const expected = finiteDifferences(apply, [x, y], upstream);
  const differences = gradients.flatMap((gradient, i) => Array.from(gradient, (value, j) => Math.abs(value - expected[i][j])));
  expect(differences).toHaveLength(9);
  expect(Math.max(...differences)).toBeLessThan(1e-5);
  expect(tf.memory().numTensors).toBe(before);
});
