import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { linear, referenceLinear } from '../../workers/kernels/linear.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const values = (shape: number[], seed: number): { values: Float32Array; shape: number[] } => ({
  values: normals(tf.util.sizeFromShape(shape), seed),
  shape,
});

describe.each([
  [1, 1, 1],
  [5, 3, 13],
])('the linear layer of [%i, %i] · [.., %i] agrees with the float64 reference and its finite differences', (n, inner, columns) => {
  const [x, w, bias, residual] = [values([n, inner], 1), values([inner, columns], 2), values([columns], 3), values([n, columns], 4)];

  it('as a product', () => {
    checkOperation({
      operation: (...[x, w]) => linear(x as tf.Tensor2D, w as tf.Tensor2D),
      reference: (...[x, w]) => referenceLinear(x, w, columns, {}),
      inputs: [x, w],
    });
  });

  it('with a residual', () => {
    checkOperation({
      operation: (...[x, w, residual]) => linear(x as tf.Tensor2D, w as tf.Tensor2D, { residual: residual as tf.Tensor2D }),
      reference: (...[x, w, residual]) => referenceLinear(x, w, columns, { residual }),
      inputs: [x, w, residual],
    });
  });

  it('with a bias and a residual', () => {
    checkOperation({
      operation: (...[x, w, bias, residual]) =>
        linear(x as tf.Tensor2D, w as tf.Tensor2D, { bias: bias as tf.Tensor1D, residual: residual as tf.Tensor2D }),
      reference: (...[x, w, bias, residual]) => referenceLinear(x, w, columns, { bias, residual }),
      inputs: [x, w, bias, residual],
    });
  });

  it('with a bias and a GELU', () => {
    checkOperation({
      operation: (...[x, w, bias]) => linear(x as tf.Tensor2D, w as tf.Tensor2D, { bias: bias as tf.Tensor1D, activation: 'gelu' }),
      reference: (...[x, w, bias]) => referenceLinear(x, w, columns, { bias, activation: 'gelu' }),
      inputs: [x, w, bias],
    });
  });
});

describe('the linear layer refuses', () => {
  const layer = (w: number[], bias: number[], residual: number[]) => () =>
    tf.tidy(() =>
      linear(tf.zeros([2, 3]), tf.zeros(w as [number, number]), {
        bias: tf.zeros(bias as [number]),
        residual: tf.zeros(residual as [number, number]),
      }),
    );

  it('weights that x does not fit', () => {
    expect(layer([4, 5], [5], [2, 5])).toThrow('w must be [3, 5] beside x [2, 3] and 5 columns; got [4, 5].');
  });

  it('a bias or a residual of another shape', () => {
    expect(layer([3, 5], [1], [2, 5])).toThrow('bias must be [5]');
    expect(layer([3, 5], [5], [1, 5])).toThrow('residual must be [2, 5]');
  });
});
