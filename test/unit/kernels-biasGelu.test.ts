import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { biasGelu, referenceBiasGelu, stockBiasGelu } from '../../workers/kernels/biasGelu.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, expectClose, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const forms = { fused: biasGelu, stock: stockBiasGelu };
type Form = keyof typeof forms;

describe.each(Object.keys(forms) as Form[])('the %s GELU with bias', (form) => {
  it.each([
    [1, 1],
    [1, 8],
    [5, 3],
    [4, 67],
  ])('agrees with the float64 reference and its finite differences at [%i, %i]', (n, h) => {
    checkOperation({
      operation: (x, bias) => forms[form](x as tf.Tensor2D, bias as tf.Tensor1D),
      reference: referenceBiasGelu,
      inputs: [
        { values: normals(n * h, 1, 2), shape: [n, h] },
        { values: normals(h, 2), shape: [h] },
      ],
    });
  });

  it('is finite, with finite gradients, at ±500', () => {
    const x = [-500, -90, -20, 20, 90, 500];
    const apply = (x: tf.Tensor): tf.Tensor => forms[form](tf.reshape(x, [1, 6]), tf.zeros([6]));
    const [y, slope] = tf.tidy(() => [apply(tf.tensor1d(x)).dataSync(), tf.grad(apply)(tf.tensor1d(x)).dataSync()]);
    expectClose(y, [0, 0, 0, 20, 90, 500], 1e-7);
    expectClose(slope, [0, 0, 0, 1, 1, 1], 1e-7);
  });
});

it('the fused GELU has a relative error below 2e-6 also in its left tail, where ½ (1 + tanh) would cancel', () => {
  const x = Float32Array.from({ length: 4000 }, (_, i) => -4 + i / 500);
  const y = tf.tidy(() => biasGelu(tf.tensor2d(x, [1, 4000]), tf.zeros([4000])).dataSync());
  const expected = referenceBiasGelu(x, new Float32Array(4000));
  const relative = Array.from(y, (value, i) => (expected[i] === 0 ? 0 : Math.abs(value / expected[i] - 1)));
  expect(Math.max(...relative)).toBeLessThan(2e-6);
});
