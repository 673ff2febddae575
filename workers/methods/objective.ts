/** The loss, derived from a row of the method table. Nothing here asks which method it is. */
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../kernels/stopGradient.ts';
import type { EpisodeLayout } from '../model/layout.ts';
import type { ParameterTensors } from '../model/parameters.ts';
import type { ModelShape } from '../model/shape.ts';
import { chosenLogProbs, entropyPerPosition, klPerPosition, turnLogProbs } from '../model/turns.ts';
import type { KlName } from './table.ts';

/** One turn of a batch, as the loss needs it. A type and not an interface, so that `tf.tidy` takes it as a container of tensors. */
export type TurnTerms = {
  /** One-hot chosen tokens [batch, answerLength, vocabulary]. */
  chosen: tf.Tensor3D;
  /** 1 up to and with the end of the answer, 0 behind it [batch, answerLength]. */
  mask: tf.Tensor2D;
  /** The turn's advantage of every episode [batch]. */
  advantage: tf.Tensor1D;
  /** Log-probabilities under the frozen base [batch, answerLength, vocabulary]. */
  base: tf.Tensor3D;
  /** Coefficient of KL(policy ‖ base). */
  beta: number;
};

export interface LossTerms {
  /** What is differentiated. */
  loss: tf.Scalar;
  /** KL(policy ‖ base) summed over the turn's tokens, mean over the batch, nats. */
  kl: [tf.Scalar, tf.Scalar];
  /** Entropy of the policy's next-token distributions summed over the turn's tokens, mean over the batch, nats. Only measured. */
  entropy: [tf.Scalar, tf.Scalar];
}

/** Each row less the mean of the others of its group: x − mean₍₋ᵢ₎ = (x − mean) · group/(group − 1). Rows of a group are consecutive. */
function leaveOneOutRows(x: tf.Tensor2D, group: number): tf.Tensor2D {
  const [rows, columns] = x.shape;
  const grouped = tf.reshape(x, [rows / group, group, columns]);
  return tf.reshape(tf.mul(tf.sub(grouped, tf.mean(grouped, 1, true)), group / (group - 1)), [rows, columns]);
}

/** [length, length]: entry (s, t) is 1 where s comes after t, so that x · later sums, for every t, what is still to come. */
function later(length: number): tf.Tensor2D {
  return tf.tensor2d(
    Array.from({ length }, (_, s) => Array.from({ length }, (__, t) => (s > t ? 1 : 0))),
    [length, length],
  );
}

/**
 * The surrogate loss whose gradient is minus the policy gradient of Eq. 3 or Eq. 4, turn by turn:
 *
 *   1/B Σ_b Σ_t mask · ( −w_t log π(y_t) + β KL_t ),   w_t = advantage − β (Σ_{s>t} KL_s − leave-one-out baseline)
 *
 * KL is the exact one of every next-token distribution, summed (not averaged) over a turn's tokens, as the sequence KL of the paper is.
 * Its gradient has two halves: β Σ ∇KL_t, and, because the state at t depends on the tokens before it, KL_t times the score of those
 * tokens, which is what w_t carries (Tang & Munos 2025 call its absence a pitfall). Turn 2's terms touch the log-probabilities of turn 2's tokens
 * only: turn 1 moves through its own terms and through shared weights.
 * @param tokens int32 [batch·layout.length]
 * @param group samples per problem, consecutive in the batch
 */
export function surrogateLoss(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  tokens: tf.Tensor1D,
  settings: { batch: number; group: number; temperature: number },
  turns: readonly [TurnTerms, TurnTerms],
): LossTerms {
  const { batch, group, temperature } = settings;
  const logProbs = turnLogProbs(parameters, model, layout, tokens, batch, temperature);
  const terms = turns.map(({ chosen, mask, advantage, base, beta }, index) => {
    const kl = tf.mul(klPerPosition(logProbs[index], base), mask) as tf.Tensor2D;
    const score = tf.mul(chosenLogProbs(logProbs[index], chosen), mask) as tf.Tensor2D;
    const klToCome = leaveOneOutRows(tf.matMul(stopGradient(kl) as tf.Tensor2D, later(layout.answerLength)), group);
    const weights = tf.sub(tf.reshape(advantage, [batch, 1]), tf.mul(klToCome, beta));
    const policyTerm = tf.neg(tf.sum(tf.mul(score, weights)));
    const klTerm = tf.sum(kl);
    const entropy = tf.sum(tf.mul(entropyPerPosition(logProbs[index]), mask));
    return {
      loss: tf.add(policyTerm, tf.mul(klTerm, beta)),
      kl: tf.div(klTerm, batch) as tf.Scalar,
      entropy: tf.div(entropy, batch) as tf.Scalar,
    };
  });
  const [first, second] = terms;
  return {
    loss: tf.div(tf.add(first.loss, second.loss), batch) as tf.Scalar,
    kl: [first.kl, second.kl],
    entropy: [first.entropy, second.entropy],
  };
}

/** The number a KL coefficient's name stands for. */
export const coefficient = (name: KlName, { beta1, beta2 }: { beta1: number; beta2: number }): number =>
  name === 'none' ? 0 : name === 'beta1' ? beta1 : beta2;
