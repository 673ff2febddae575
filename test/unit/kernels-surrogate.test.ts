import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { answerCrossEntropy, referenceSurrogate, surrogate } from '../../workers/kernels/surrogate.ts';
import { referenceTurnStatistics, turnStatistics } from '../../workers/kernels/turnStatistics.ts';
import { expectClose, startWasm } from './kernels-checks.ts';
import { checkSurrogate, computeSurrogate, referenceGradient, shapeOf, tensorsOf, valuesOf } from './surrogateChecks.ts';

beforeAll(async () => {
  await startWasm();
  await registerWasmKernels();
});

describe('the objective composed of stock operations, and its gradient, agree with the float64 reference', () => {
  it.each([
    [1, 1, 1],
    [3, 1, 0.5],
    [6, 3, 1.7],
  ])('with %i episodes in groups of %i at temperature %d', async (batch, group, temperature) => {
    const shape = shapeOf({ batch, group, temperature });
    await checkSurrogate(surrogate, valuesOf(shape, 5), shape);
  });

  it('with logits of ±500', async () => {
    const shape = shapeOf();
    const values = valuesOf(shape, 5);
    const far = (logits: Float32Array | Int32Array): Float32Array => Float32Array.from(logits, (value) => 500 * Math.sign(value));
    await checkSurrogate(surrogate, { ...values, policy: far(values.policy), reference: far(values.reference) }, shape);
  });
});

describe('the float64 reference', () => {
  // Two episodes of one turn of two tokens, of which the second episode writes one; uniform over two tokens under the policy, 3 to 1 under the
  // reference.
  const shape = { batch: 2, group: 2, length: 2, answerLength: 2, firstLogits: [0], temperature: 1 };
  const log3 = Math.log(3);
  const values = {
    policy: [0, 0, 0, 0, 0, 0, 0, 0],
    reference: [log3, 0, log3, 0, log3, 0, log3, 0],
    answers: [0, 1, 1, 0],
    mask: [1, 1, 1, 0],
    advantages: [1, -2],
    betas: [0.5],
  };
  const log2 = Math.log(2);
  const kl = 0.5 * (-log2 - Math.log(0.75)) + 0.5 * (-log2 - Math.log(0.25));

  it('is right in a case by hand', () => {
    // Of the first episode one KL is still to come after its first token, of the second none: w = 1 − kl/2, 1 and −2 + kl/2.
    const weights = [1 - kl / 2, 1, -2 + kl / 2];
    const policyTerm = weights.reduce((sum, weight) => sum + weight * log2, 0);
    const { loss, measures } = referenceSurrogate(values, shape);
    expect(loss).toBeCloseTo((policyTerm + 0.5 * 3 * kl) / 2, 12);
    expect(measures[0]).toBeCloseTo((3 * kl) / 2, 12);
    expect(measures[1]).toBeCloseTo((3 * log2) / 2, 12);
  });

  it('holds the weights where the policy is while its logits are moved', () => {
    const moved = values.policy.map((_, i) => (i % 2 === 0 ? log3 : 0));
    const { measures, loss } = referenceSurrogate(values, shape, moved);
    expect(measures[0]).toBeCloseTo(0, 12);
    const weights = [1 - kl / 2, 1, -2 + kl / 2];
    const logProbs = [Math.log(0.75), Math.log(0.25), Math.log(0.25)];
    expect(loss).toBeCloseTo(-weights.reduce((sum, weight, i) => sum + weight * logProbs[i], 0) / 2, 12);
  });
});

describe('the cross-entropy of given answers', () => {
  it('is the loss of advantage 1 without a reference, and so is its gradient', async () => {
    const shape = shapeOf();
    const values = valuesOf(shape, 5);
    const plain = { ...values, advantages: values.advantages.map(() => 1), betas: values.betas.map(() => 0) };
    const computed = await computeSurrogate(
      ({ policy, answers, mask }) => ({ loss: answerCrossEntropy(policy, answers, mask, shape), measures: tf.zeros([4]) }),
      values,
      shape,
    );
    expectClose(computed.loss, [referenceSurrogate(plain, shape).loss], 2e-6);
    expectClose(computed.gradient, referenceGradient(plain, shape), 1e-5);
  });
});

describe('the statistics of turns', () => {
  it('agree with the float64 reference', () => {
    const shape = shapeOf({ batch: 5, temperature: 0.7 });
    const values = valuesOf(shape, 5);
    const computed = tf.tidy(() => {
      const { policy, reference, answers } = tensorsOf(values, shape);
      return turnStatistics(policy, reference, answers, shape).dataSync();
    });
    expectClose(computed, referenceTurnStatistics(values.policy, values.reference, values.answers, shape), 2e-6);
  });

  it('refuse answers of another shape, and a layout they do not fit', () => {
    const shape = shapeOf();
    tf.tidy(() => {
      const { policy, reference, answers } = tensorsOf(valuesOf(shape, 5), shape);
      expect(() => turnStatistics(policy, reference, answers, { ...shape, answerLength: 2 })).toThrow('must be [2, 4, 2]; got [2, 4, 3]');
      expect(() => turnStatistics(policy, reference, answers, { ...shape, firstLogits: [1, 7] })).toThrow('does not fit behind position 7');
    });
  });
});
