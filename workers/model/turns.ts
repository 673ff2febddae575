/** What the policy and the base say about the two answers of an episode, position by position. */
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../kernels/stopGradient.ts';
import { firstLogit } from './layout.ts';
import type { EpisodeLayout } from './layout.ts';
import type { ParameterTensors } from './parameters.ts';
import type { ModelShape } from './shape.ts';
import { forward } from './transformer.ts';

/**
 * Log-probabilities of every token at every answer position of both turns, from one causal pass over whole episodes.
 * @param tokens int32 [batch·layout.length], see `inputTokens`
 * @param temperature divides the logits, so that these are the probabilities the answers were sampled with
 * @returns for each turn [batch, answerLength, vocabulary], nats
 */
export function turnLogProbs(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  tokens: tf.Tensor1D,
  batch: number,
  temperature: number,
): [tf.Tensor3D, tf.Tensor3D] {
  const { answerLength, length, vocabulary } = layout;
  return tf.tidy(() => {
    const logits = tf.reshape(forward(parameters, model, tokens, batch, length), [batch, length, vocabulary]);
    const turn = (which: 1 | 2): tf.Tensor3D => {
      const scaled = tf.div(tf.slice(logits, [0, firstLogit(layout, which), 0], [batch, answerLength, vocabulary]), temperature);
      return logSoftmax(scaled as tf.Tensor3D);
    };
    return [turn(1), turn(2)];
  });
}

/** log softmax over the last axis. The shift by the maximum changes nothing but the range, so it needs no gradient. */
export function logSoftmax<T extends tf.Tensor>(logits: T): T {
  const shifted = tf.sub(
    logits,
    stopGradient(logits, (x) => tf.max(x, -1, true)),
  );
  return tf.sub<T>(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

/**
 * Log-probability of the chosen tokens.
 * @param logProbs [batch, answerLength, vocabulary]
 * @param chosen one-hot [batch, answerLength, vocabulary]
 * @returns [batch, answerLength], nats
 */
export const chosenLogProbs = (logProbs: tf.Tensor3D, chosen: tf.Tensor3D): tf.Tensor2D => tf.sum(tf.mul(logProbs, chosen), -1);

/**
 * Exact KL(policy ‖ base) of the next-token distribution at every position: Σ_v π(v) (log π(v) − log π_base(v)).
 * @returns [batch, answerLength], nats
 */
export const klPerPosition = (policy: tf.Tensor3D, base: tf.Tensor3D): tf.Tensor2D =>
  tf.sum(tf.mul(tf.exp(policy), tf.sub(policy, base)), -1);

/** Entropy of the next-token distribution at every position, [batch, answerLength], nats. */
export const entropyPerPosition = (policy: tf.Tensor3D): tf.Tensor2D => tf.neg(tf.sum(tf.mul(tf.exp(policy), policy), -1));

/** One-hot rows of answer tokens, [batch, answerLength, vocabulary]. The cast avoids a wrong kernel of the WASM backend. */
export function oneHotAnswers(answers: Int32Array, batch: number, vocabulary: number): tf.Tensor3D {
  return tf.tidy(() => {
    const hot = tf.cast(tf.oneHot(tf.tensor1d(answers, 'int32'), vocabulary), 'float32');
    return tf.reshape(hot, [batch, -1, vocabulary]) as tf.Tensor3D;
  });
}
