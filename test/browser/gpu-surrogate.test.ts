import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { answerCrossEntropy, referenceSurrogate, stockSurrogate, surrogate } from '../../workers/kernels/surrogate.ts';
import { referenceTurnStatistics, stockTurnStatistics, turnStatistics } from '../../workers/kernels/turnStatistics.ts';
import { registerGpuSurrogate } from '../../workers/kernels/webgpu/surrogate.ts';
import { registerGpuTurnStatistics } from '../../workers/kernels/webgpu/turnStatistics.ts';
import { expectClose } from '../unit/kernels-checks.ts';
import { checkSurrogate, computeSurrogate, referenceGradient, shapeOf, tensorsOf, valuesOf } from '../unit/surrogateChecks.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();
beforeAll(() => {
  registerGpuTurnStatistics();
  registerGpuSurrogate();
});

describe('the fused objective and its gradient agree with the float64 reference and its finite differences', () => {
  it.each([5, 13])('with a vocabulary of %i, answers that end anywhere and a coefficient for each turn', async (vocabulary) => {
    const shape = shapeOf();
    await checkSurrogate(surrogate, valuesOf(shape, vocabulary), shape);
  });

  it.each([
    [1, 1],
    [3, 1],
    [3, 3],
    [6, 3],
  ])('with %i episodes in groups of %i', async (batch, group) => {
    const shape = shapeOf({ batch, group });
    await checkSurrogate(surrogate, valuesOf(shape, 5), shape);
  });

  it.each([
    [0, 0],
    [0, 2],
    [0.7, 0],
  ])('with coefficients %d and %d', async (...betas) => {
    const shape = shapeOf();
    await checkSurrogate(surrogate, { ...valuesOf(shape, 5), betas: Float32Array.from(betas) }, shape);
  });

  it.each([0.5, 1.7])('at temperature %d', async (temperature) => {
    const shape = shapeOf({ temperature });
    await checkSurrogate(surrogate, valuesOf(shape, 5), shape);
  });

  it('with more places in a group and more groups than a workgroup has threads', async () => {
    const wide = shapeOf({ batch: 25, group: 25 });
    await checkSurrogate(surrogate, valuesOf(wide, 2), wide);
    const many = shapeOf({ batch: 70, group: 1, length: 5, answerLength: 1, firstLogits: [0, 3] });
    await checkSurrogate(surrogate, valuesOf(many, 2), many);
  });

  it('with answers of one token, and with one turn', async () => {
    const short = shapeOf({ answerLength: 1 });
    await checkSurrogate(surrogate, valuesOf(short, 5), short);
    const single = shapeOf({ firstLogits: [2] });
    await checkSurrogate(surrogate, valuesOf(single, 5), single);
  });
});

describe('extreme logits', () => {
  const shape = shapeOf({ temperature: 0.5 });

  it('of ±500 give finite numbers, and the right ones', async () => {
    const values = valuesOf(shape, 5);
    const far = { ...values, policy: values.policy.map((value) => 500 * Math.sign(value)) };
    await checkSurrogate(surrogate, far, shape);
    const apart = { ...far, reference: values.reference.map((value) => 500 * Math.sign(value)) };
    await checkSurrogate(surrogate, apart, shape);
  });

  it('of a reference that all but rules out what the policy does give its KL', async () => {
    const values = valuesOf(shape, 5);
    const chosen = (v: number): boolean => v % 5 === 2;
    await checkSurrogate(
      surrogate,
      {
        ...values,
        policy: values.policy.map((_, v) => (chosen(v) ? 20 : 0)),
        reference: values.reference.map((_, v) => (chosen(v) ? -50 : 0)),
      },
      shape,
    );
  });

  it('that are not numbers make the loss none', async () => {
    const values = valuesOf(shape, 5);
    values.policy[(shape.firstLogits[0] + 0) * 5 + 1] = NaN;
    expect((await computeSurrogate(surrogate, values, shape)).loss[0]).not.toSatisfy(Number.isFinite);
  });
});

describe('the fused objective', () => {
  const shape = shapeOf({ temperature: 0.8 });
  const values = valuesOf(shape, 5);

  it('equals its stock composition on the same backend', async () => {
    const [fused, stock] = [await computeSurrogate(surrogate, values, shape, 3), await computeSurrogate(stockSurrogate, values, shape, 3)];
    expectClose(fused.loss, stock.loss, 2e-6);
    expectClose(fused.measures, stock.measures, 2e-6);
    expectClose(fused.gradient, stock.gradient, 1e-5);
  });

  it('has no gradient, exactly, outside the answers and behind their ends', async () => {
    const { gradient } = await computeSurrogate(surrogate, values, shape);
    const { batch, length, answerLength, firstLogits } = shape;
    for (let row = 0; row < batch * length; row++) {
      const isCounted = firstLogits.some((first, turn) => {
        const t = (row % length) - first;
        return t >= 0 && t < answerLength && values.mask[(turn * batch + Math.floor(row / length)) * answerLength + t] > 0;
      });
      const largest = Math.max(...gradient.subarray(5 * row, 5 * row + 5).map(Math.abs));
      if (isCounted) expect(largest).toBeGreaterThan(1e-6);
      else expect(largest).toBe(0);
    }
  });

  it('has neither KL nor a pull where the policy is the reference', async () => {
    const { loss, measures, gradient } = await computeSurrogate(
      surrogate,
      { ...values, reference: values.policy, advantages: values.advantages.map(() => 0) },
      shape,
    );
    expect([loss[0], measures[0], measures[1]]).toEqual([0, 0, 0]);
    expect(Math.max(...gradient.map(Math.abs))).toBe(0);
  });

  it('is two dispatches, and one more for its gradient', async () => {
    const inputs = tensorsOf(values, shape);
    const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    tf.dispose(surrogate(inputs, shape));
    expect(dispatch).toHaveBeenCalledTimes(2);
    tf.dispose(tf.valueAndGrad((policy) => surrogate({ ...inputs, policy: policy as tf.Tensor2D }, shape).loss)(inputs.policy));
    expect(dispatch).toHaveBeenCalledTimes(2 + 3);
    dispatch.mockRestore();
    tf.dispose(inputs);
  });

  it('gives the same bits twice', async () => {
    expect(await computeSurrogate(surrogate, values, shape)).toEqual(await computeSurrogate(surrogate, values, shape));
  });

  it('leaves no tensor behind, with a gradient or without', async () => {
    const run = async (): Promise<void> => {
      await computeSurrogate(surrogate, values, shape);
      const inputs = tensorsOf(values, shape);
      tf.dispose([inputs, surrogate(inputs, shape)]);
    };
    await run();
    const before = tf.memory();
    await run();
    const { numTensors, numDataBuffers } = tf.memory();
    expect({ numTensors, numDataBuffers }).toEqual({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('refuses a batch that is not whole groups, and logits of another shape', () => {
    const inputs = tensorsOf(values, shape);
    expect(() => surrogate(inputs, { ...shape, group: 3 })).toThrow('whole groups; got 4 episodes in groups of 3');
    expect(() => surrogate(inputs, { ...shape, length: 8 })).toThrow('batch·length = 4·8 rows; got [36, 5] and [36, 5]');
    tf.dispose(inputs);
  });
});

describe('the cross-entropy of given answers', () => {
  const shape = shapeOf({ firstLogits: [2] });
  const values = valuesOf(shape, 5);

  it('is the loss without a reference, and so is its gradient', async () => {
    const plain = { ...values, advantages: values.advantages.map(() => 1), betas: values.betas.map(() => 0) };
    const computed = await computeSurrogate(
      ({ policy, answers, mask }) => ({ loss: answerCrossEntropy(policy, answers, mask, shape), measures: tf.zeros([2]) }),
      values,
      shape,
    );
    expectClose(computed.loss, [referenceSurrogate(plain, shape).loss], 2e-6);
    expectClose(computed.gradient, referenceGradient(plain, shape), 1e-5);
  });
});

describe('the fused statistics of turns', () => {
  it.each([
    [5, 1],
    [13, 0.7],
  ])(
    'agree with the float64 reference and the stock composition, with a vocabulary of %i at temperature %d',
    async (vocabulary, temperature) => {
      const shape = shapeOf({ batch: 11, temperature });
      const values = valuesOf(shape, vocabulary);
      const { policy, reference, answers, ...rest } = tensorsOf(values, shape);
      const [fused, stock] = [turnStatistics, stockTurnStatistics].map((form) => form(policy, reference, answers, shape));
      expect(fused.shape).toEqual([3, 2, 11, 3]);
      const expected = referenceTurnStatistics(values.policy, values.reference, values.answers, shape);
      for (const computed of [fused, stock]) expectClose(await computed.data(), expected, 2e-6);
      tf.dispose([policy, reference, answers, rest, fused, stock]);
    },
  );

  it('give no KL where the reference is the policy', async () => {
    const shape = shapeOf();
    const { policy, answers, ...rest } = tensorsOf(valuesOf(shape, 5), shape);
    const statistics = turnStatistics(policy, policy, answers, shape);
    const values = await statistics.data();
    expect(Math.max(...values.subarray(24, 48).map(Math.abs))).toBe(0);
    expect(Math.min(...values.subarray(48))).toBeGreaterThan(0.1);
    tf.dispose([policy, answers, rest, statistics]);
  });
});
