import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from './stopGradient.ts';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import {
  chosenLogProbs,
  entropyPerPosition,
  klPerPosition,
  logProbsOfTurns,
  oneHotAnswers,
  referenceTurnStatistics,
  requireEpisodes,
  turnOf,
} from './turnStatistics.ts';
import type { TurnShape } from './turnStatistics.ts';

/**
 * Name of the fused kernel; a backend that registers it also registers {@link SURROGATE_GRADIENT}. Inputs as {@link SurrogateInputs},
 * attributes of {@link SurrogateShape}; outputs loss, measures, and what the gradient needs to know again.
 */
export const SURROGATE = 'Surrogate';
/** Inputs dy of the loss, policy, reference, answers, mask, betas and the third output; output the gradient of the policy's logits. */
export const SURROGATE_GRADIENT = 'SurrogateGradient';

export type SurrogateShape = TurnShape & {
  /** Samples per problem, consecutive in the batch. */
  group: number;
};

/** A type and not an interface, so that `tf.tidy` takes it as a container of tensors. */
export type SurrogateInputs = {
  /** Logits of whole episodes [batch·length, vocabulary]. */
  policy: tf.Tensor2D;
  /** The same of the frozen reference. */
  reference: tf.Tensor2D;
  /** int32 [turns, batch, answerLength]. */
  answers: tf.Tensor3D;
  /** 1 up to and with the end of the answer, 0 behind it [turns, batch, answerLength]. */
  mask: tf.Tensor3D;
  /** Advantage of every episode, by turn [turns, batch]. */
  advantages: tf.Tensor2D;
  /** Coefficient of KL(policy ‖ reference), by turn [turns]. */
  betas: tf.Tensor1D;
};

export type SurrogateTerms = {
  /** What is differentiated. */
  loss: tf.Scalar;
  /**
   * [2·turns]: KL(policy ‖ reference) of every turn, then entropy of the policy's next-token distributions of every turn, summed over the
   * turn's tokens, mean over the batch, nats. Only measured.
   */
  measures: tf.Tensor1D;
};

/**
 * With B episodes of some turns each, the scalar
 *
 *   1/B Σ_b Σ_t mask · ( −w_t log π(y_t) + β KL_t ),   w_t = advantage − β (Σ_{s>t} KL_s − leave-one-out baseline),
 *
 * differentiable with respect to the policy's logits, w being a constant. KL is the exact one of every next-token distribution; the baseline is the
 * mean of Σ_{s>t} KL_s over the others of the group, nothing where there is none. Fused, it is two dispatches and one for the gradient.
 * @throws if shapes do not agree, or the batch is not whole groups
 */
export function surrogate(inputs: SurrogateInputs, shape: SurrogateShape): SurrogateTerms {
  const { batch, group } = shape;
  requireEpisodes(inputs.policy, inputs.reference, inputs.answers, shape);
  if (batch % group !== 0) throw new Error(`The batch must be whole groups; got ${batch} episodes in groups of ${group}.`);
  if (!hasKernel(SURROGATE)) return stockSurrogate(inputs, shape);
  const [loss, measures, statistics] = runKernel(SURROGATE, inputs, shape) as tf.Tensor[];
  // The gradient tape has its own hold on it.
  statistics.dispose();
  return { loss: loss as tf.Scalar, measures: measures as tf.Tensor1D };
}

/** {@link surrogate} composed from stock operations. */
export function stockSurrogate(inputs: SurrogateInputs, shape: SurrogateShape): SurrogateTerms {
  const { policy, reference, answers, mask, advantages, betas } = inputs;
  const { batch, group, answerLength } = shape;
  return tf.tidy(() => {
    const base = logProbsOfTurns(reference, shape);
    const own = logProbsOfTurns(policy, shape);
    const terms = own.map((logProbs, turn) => {
      const counted = turnOf(mask, turn);
      const beta = tf.reshape(tf.slice(betas, turn, 1), []);
      const kl = tf.mul(klPerPosition(logProbs, base[turn]), counted) as tf.Tensor2D;
      const score = tf.mul(chosenLogProbs(logProbs, oneHotAnswers(turnOf(answers, turn), policy.shape[1])), counted);
      const klToCome = leaveOneOutRows(tf.matMul(stopGradient(kl) as tf.Tensor2D, later(answerLength)), group);
      const weights = tf.sub(tf.reshape(tf.slice(advantages, turn, 1), [batch, 1]), tf.mul(klToCome, beta));
      const policyTerm = tf.neg(tf.sum(tf.mul(score, weights)));
      const klTerm = tf.sum(kl);
      const entropy = tf.sum(tf.mul(entropyPerPosition(logProbs), counted));
      return { loss: tf.add(policyTerm, tf.mul(klTerm, beta)), kl: tf.div(klTerm, batch), entropy: tf.div(entropy, batch) };
    });
    const loss = terms.map((term) => term.loss).reduce((sum, term) => tf.add(sum, term));
    return {
      loss: tf.div(loss, batch) as tf.Scalar,
      measures: tf.stack([...terms.map(({ kl }) => kl), ...terms.map(({ entropy }) => entropy)]) as tf.Tensor1D,
    };
  });
}

/**
 * Cross-entropy of given answers summed over their tokens, mean over the batch, nats: the surrogate of advantage 1 without a reference.
 * @param logits of whole episodes [batch·length, vocabulary]
 * @param answers int32 [turns, batch, answerLength]
 * @param mask of the tokens that count, of the same shape
 */
export function answerCrossEntropy(logits: tf.Tensor2D, answers: tf.Tensor3D, mask: tf.Tensor3D, shape: TurnShape): tf.Scalar {
  const { batch, firstLogits } = shape;
  return tf.tidy(() => {
    if (hasKernel(SURROGATE)) {
      const [advantages, betas] = [tf.ones<tf.Rank.R2>([firstLogits.length, batch]), tf.zeros<tf.Rank.R1>([firstLogits.length])];
      return surrogate({ policy: logits, reference: logits, answers, mask, advantages, betas }, { ...shape, group: 1 }).loss;
    }
    requireEpisodes(logits, logits, answers, shape);
    const score = logProbsOfTurns(logits, shape)
      .map((logProbs, turn) => chosenLogProbs(logProbs, oneHotAnswers(turnOf(answers, turn), logits.shape[1])))
      .map((chosen, turn) => tf.sum(tf.mul(chosen, turnOf(mask, turn))))
      .reduce((sum, ofTurn) => tf.add(sum, ofTurn));
    return tf.neg(tf.div(score, batch)) as tf.Scalar;
  });
}

/** Each row less the mean of the others of its group: x − mean₍₋ᵢ₎ = (x − mean) · group/(group − 1). Rows of a group are consecutive. */
function leaveOneOutRows(x: tf.Tensor2D, group: number): tf.Tensor2D {
  if (group === 1) return x;
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
 * With T the temperature, π the policy and q the reference, at an answer's position:
 * dlogit_v = dy · mask/(B·T) · ( −w_t (1[v = y_t] − π_v) + β π_v (log π_v − log q_v − KL_t) ). Nothing at all other positions, and
 * nothing for the reference, which is frozen.
 */
tf.registerGradient({
  kernelName: SURROGATE,
  inputsToSave: ['policy', 'reference', 'answers', 'mask', 'betas'],
  outputsToSave: [false, false, true],
  gradFunc: (dys, [policy, reference, answers, mask, betas, statistics], attributes) => {
    const [dy] = dys as tf.Tensor[];
    const inputs = { dy, policy, reference, answers, mask, betas, statistics };
    return {
      policy: () => runKernel(SURROGATE_GRADIENT, inputs, attributes) as tf.Tensor,
      reference: () => tf.zerosLike(reference),
    };
  },
});

/**
 * The float64 reference: loss and measures.
 * @param moved the policy's logits while they are varied; w keeps its value at `policy`
 */
export function referenceSurrogate(
  { policy, reference, answers, mask, advantages, betas }: Record<keyof SurrogateInputs, ArrayLike<number>>,
  shape: SurrogateShape,
  moved = policy,
): { loss: number; measures: Float64Array } {
  const { batch, group, answerLength, firstLogits } = shape;
  const [turns, count] = [firstLogits.length, answers.length];
  const fixed = referenceTurnStatistics(policy, reference, answers, shape);
  const now = referenceTurnStatistics(moved, reference, answers, shape);
  const klToCome = (row: number, t: number): number => {
    let sum = 0;
    for (let s = t + 1; s < answerLength; s++) sum += mask[row * answerLength + s] * fixed[count + row * answerLength + s];
    return sum;
  };
  let loss = 0;
  const measures = new Float64Array(2 * turns);
  for (let row = 0; row < turns * batch; row++) {
    const turn = Math.floor(row / batch);
    const others = Array.from({ length: group }, (_, i) => row - (row % group) + i).filter((other) => other !== row);
    for (let t = 0; t < answerLength; t++) {
      const place = row * answerLength + t;
      const baseline = others.reduce((sum, other) => sum + klToCome(other, t) / others.length, 0);
      const weight = advantages[row] - betas[turn] * (klToCome(row, t) - baseline);
      loss += (mask[place] * (betas[turn] * now[count + place] - weight * now[place])) / batch;
      measures[turn] += (mask[place] * now[count + place]) / batch;
      measures[turns + turn] += (mask[place] * now[2 * count + place]) / batch;
    }
  }
  return { loss, measures };
}
