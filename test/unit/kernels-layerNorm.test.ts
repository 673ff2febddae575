import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerNorm, referenceLayerNorm, stockLayerNorm } from '../../workers/kernels/layerNorm.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, expectClose, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const forms = { fused: layerNorm, stock: stockLayerNorm };
type Form = keyof typeof forms;

function check(form: Form, n: number, d: number, x = normals(n * d, 1)): void {
  checkOperation({
    operation: (x, gain, bias) => forms[form](x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
    reference: referenceLayerNorm,
    inputs: [
      { values: x, shape: [n, d] },
      { values: normals(d, 2), shape: [d] },
      { values: normals(d, 3), shape: [d] },
    ],
  });
}

describe.each(Object.keys(forms) as Form[])('the %s layer norm', (form) => {
  it.each([
    [1, 1],
    [1, 64],
    [5, 3],
    [3, 8],
    [7, 67],
  ])('agrees with the float64 reference and its finite differences at [%i, %i]', (n, d) => check(form, n, d));

  it('keeps its precision when the mean is fifty times the spread', () => {
    check(
      form,
      2,
      16,
      normals(32, 4).map((value) => value + 50),
    );
  });

  it('gives the bias for a row that is constant', () => {
    const y = tf.tidy(() => forms[form](tf.fill([1, 8], 500), tf.ones([8]), tf.range(0, 8)).dataSync());
    expectClose(y, [0, 1, 2, 3, 4, 5, 6, 7], 1e-6);
  });

  it('turns a NaN into NaN in its own row only', () => {
    const y = tf.tidy(() =>
      forms[form](
        tf.tensor2d([
          [NaN, 1, 2, 3, 4],
          [0, 1, 2, 3, 4],
        ]),
        tf.ones([5]),
        tf.zeros([5]),
      ).dataSync(),
    );
    expect(Array.from(y, Number.isNaN)).toEqual([true, true, true, true, true, false, false, false, false, false]);
  });
});
