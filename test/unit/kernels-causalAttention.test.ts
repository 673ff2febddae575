import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { causalAttention, referenceCausalAttention, stockCausalAttention } from '../../workers/kernels/causalAttention.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { checkOperation, expectClose, normals, startWasm } from './kernels-checks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

const forms = { fused: causalAttention, stock: stockCausalAttention };
type Form = keyof typeof forms;

/** The first five of seven positions of one sequence with two heads of four. */
function firstFive(attend: typeof causalAttention, qkv: Float32Array): Float32Array {
  return tf.tidy(() =>
    attend(tf.tensor2d(qkv, [7, 24]), 1, 7, 2)
      .dataSync<'float32'>()
      .slice(0, 5 * 8),
  );
}

describe.each(Object.keys(forms) as Form[])('the %s causal attention', (form) => {
  it.each([
    { batch: 1, length: 1, heads: 1, headWidth: 4 },
    { batch: 2, length: 5, heads: 1, headWidth: 8 },
    { batch: 1, length: 9, heads: 2, headWidth: 4 },
    { batch: 2, length: 4, heads: 4, headWidth: 4 },
    { batch: 1, length: 6, heads: 1, headWidth: 20 },
    { batch: 2, length: 3, heads: 2, headWidth: 3 },
  ])('agrees with the float64 reference and its finite differences at %o', ({ batch, length, heads, headWidth }) => {
    const width = heads * headWidth;
    checkOperation({
      operation: (qkv) => forms[form](qkv as tf.Tensor2D, batch, length, heads),
      reference: (qkv) => referenceCausalAttention(qkv, { batch, length, heads }),
      inputs: [{ values: normals(batch * length * 3 * width, 1), shape: [batch * length, 3 * width] }],
    });
  });

  it('stays a weighted mean when scores reach ±500, and its gradient stays finite', () => {
    const [batch, length, heads] = [1, 6, 2];
    const qkv = normals(length * 24, 5);
    for (let i = 0; i < qkv.length; i++) if (i % 24 < 16) qkv[i] *= 15;
    const apply = (x: tf.Tensor): tf.Tensor => forms[form](x as tf.Tensor2D, batch, length, heads);
    const [y, gradient] = tf.tidy(() => {
      const x = tf.tensor2d(qkv, [length, 24]);
      return [apply(x).dataSync(), tf.grad(apply)(x).dataSync()];
    });
    expectClose(y, referenceCausalAttention(qkv, { batch, length, heads }), 5e-5);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('does not let a later position change an earlier one', () => {
    const qkv = normals(7 * 24, 6);
    expect(firstFive(forms[form], qkv.slice().fill(3, 5 * 24))).toEqual(firstFive(forms[form], qkv));
  });
});

it('the fused attention keeps a NaN of a later position out of earlier ones', () => {
  const qkv = normals(7 * 24, 6);
  expect(firstFive(causalAttention, qkv.slice().fill(NaN, 5 * 24))).toEqual(firstFive(causalAttention, qkv));
});

it('fused and stock agree where rows are longer than a cache line and a batch is large', () => {
  const [batch, length, heads, width] = [8, 33, 4, 64];
  const qkv = tf.tensor2d(normals(batch * length * 3 * width, 7), [batch * length, 3 * width]);
  const dy = tf.tensor2d(normals(batch * length * width, 8), [batch * length, width]);
  const differentiate = (form: Form): Float32Array =>
    tf.tidy(() =>
      tf
        .grad((x) => forms[form](x as tf.Tensor2D, batch, length, heads))(qkv, dy)
        .dataSync<'float32'>(),
    );
  expectClose(differentiate('fused'), differentiate('stock'), 2e-6);
  tf.dispose([qkv, dy]);
});

describe('attention refuses', () => {
  it('heads that do not divide the width', () => {
    expect(() => causalAttention(tf.zeros([2, 18]), 1, 2, 4)).toThrow('got width 6 and 4 heads');
  });

  it('a batch and length that are not the rows', () => {
    expect(() => causalAttention(tf.zeros([5, 12]), 2, 3, 1)).toThrow('batch·length = 2·3 rows, at least one; got 5');
  });
});
