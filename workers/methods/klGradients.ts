/**
 * What stands in for the gradient of β KL(policy ‖ base). `exact` is right; the others are mistakes that published code makes, to be
 * seen and not to be used. Each replaces the KL term of the surrogate loss and leaves everything else as it is.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SurrogateInputs } from '../kernels/surrogate.ts';
import { stopGradient } from '../kernels/stopGradient.ts';
import { chosenLogProbs, klPerPosition, logProbsOfTurns, oneHotAnswers, turnOf } from '../kernels/turnStatistics.ts';
import type { TurnShape } from '../kernels/turnStatistics.ts';
import type { KlGradient } from './choices.ts';

/** A term of the loss: the coefficients that the fused surrogate is left with, and what is added to it. */
interface KlTerms {
  /** [turns] */
  betas: tf.Tensor1D;
  /** Mean over the batch, or null. */
  added: tf.Scalar | null;
}

/**
 * What a broken KL makes of the loss.
 * @param promptLength of x₁
 */
export function klTerms(name: KlGradient, inputs: SurrogateInputs, shape: TurnShape, promptLength: number): KlTerms {
  const { betas } = inputs;
  if (name === 'exact') return { betas, added: null };
  if (name === 'averaged') return { betas: tf.div<tf.Tensor1D>(betas, shape.answerLength), added: null };
  const none = tf.mul<tf.Tensor1D>(betas, 0);
  if (name === 'detached') return { betas: none, added: null };
  if (name === 'second_turn') return { betas: tf.mul<tf.Tensor1D>(betas, tf.tensor1d([0, 1])), added: paidBySecondTurn(inputs, shape) };
  return { betas: none, added: name === 'prompt' ? onPrompts(inputs, shape, promptLength) : perPosition(name, inputs, shape) };
}

const betaOf = (betas: tf.Tensor1D, turn: number): tf.Scalar => tf.reshape(tf.slice(betas, turn, 1), []);

const added = (terms: tf.Tensor[], batch: number): tf.Scalar =>
  tf.div(
    terms.reduce((sum, term) => tf.add(sum, term)),
    batch,
  );

/** Σ over both turns of β Σ mask · f at every position of an answer. */
function perPosition(name: 'partial' | 'k1' | 'k3' | 'swapped', inputs: SurrogateInputs, shape: TurnShape): tf.Scalar {
  const { policy, reference, answers, mask, betas } = inputs;
  const [own, base] = [logProbsOfTurns(policy, shape), logProbsOfTurns(reference, shape)];
  const terms = own.map((logProbs, turn) => {
    const hot = oneHotAnswers(turnOf(answers, turn), policy.shape[1]);
    const ratio = (): tf.Tensor2D => tf.sub(chosenLogProbs(logProbs, hot), chosenLogProbs(base[turn], hot));
    const values: Record<typeof name, () => tf.Tensor2D> = {
      partial: () => klPerPosition(logProbs, base[turn]),
      k1: ratio,
      // With d = log q(y) − log π(y): exp(d) − 1 − d. Its constant has no gradient.
      k3: () => tf.add(tf.exp(tf.neg(ratio())), ratio()),
      swapped: () => klPerPosition(base[turn], logProbs),
    };
    return tf.mul(tf.sum(tf.mul(values[name](), turnOf(mask, turn))), betaOf(betas, turn));
  });
  return added(terms, shape.batch);
}

/** The first turn's KL as a cost to the second turn's tokens: Σ_b β KL₁ Σ_t log π(y₂), KL₁ being a constant. */
function paidBySecondTurn({ policy, reference, answers, mask, betas }: SurrogateInputs, shape: TurnShape): tf.Scalar {
  const [own, base] = [logProbsOfTurns(policy, shape), logProbsOfTurns(reference, shape)];
  const cost = stopGradient(klPerPosition(own[0], base[0]), (kl) => tf.sum(tf.mul(kl, turnOf(mask, 0)), 1, true));
  const score = tf.mul(chosenLogProbs(own[1], oneHotAnswers(turnOf(answers, 1), policy.shape[1])), turnOf(mask, 1));
  return added([tf.mul(tf.sum(tf.mul(score, cost)), betaOf(betas, 0))], shape.batch);
}

/** KL at the positions a turn reads and not at those it writes. */
function onPrompts({ policy, reference, betas }: SurrogateInputs, shape: TurnShape, promptLength: number): tf.Scalar {
  const [first, second] = shape.firstLogits;
  const terms = [promptLength - 1, second - first].map((length, turn) => {
    const read = { ...shape, firstLogits: [turn === 0 ? 0 : first], answerLength: length };
    const [own] = logProbsOfTurns(policy, read);
    const [base] = logProbsOfTurns(reference, read);
    return tf.mul(tf.sum(klPerPosition(own, base)), betaOf(betas, turn));
  });
  return added(terms, shape.batch);
}
