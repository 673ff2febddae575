import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from './stopGradient.ts';
import { hasKernel, runKernel } from './tfjsPrivate.ts';

/** Name of the fused kernel. Inputs policy, reference, answers; attributes of {@link TurnShape}. It has no gradient. */
export const TURN_STATISTICS = 'TurnStatistics';

/** Where the answers of every turn lie in a batch of episodes. A type and not an interface, so that it can be a kernel's attributes. */
export type TurnShape = {
  batch: number;
  /** Positions of an episode. */
  length: number;
  answerLength: number;
  /** For every turn the position whose logits give the answer's first token. Later tokens follow one by one. */
  firstLogits: number[];
  /** Divides the logits, so that these are the probabilities the answers were sampled with. */
  temperature: number;
};

/**
 * What a policy and a reference say at every answer position: log π(y), KL(policy ‖ reference) and the policy's entropy, nats.
 * @param policy logits of whole episodes [batch·length, vocabulary]
 * @param reference likewise; may be the same tensor
 * @param answers int32 [turns, batch, answerLength]
 * @returns [3, turns, batch, answerLength], without a gradient
 */
export function turnStatistics(policy: tf.Tensor2D, reference: tf.Tensor2D, answers: tf.Tensor3D, shape: TurnShape): tf.Tensor4D {
  requireEpisodes(policy, reference, answers, shape);
  if (hasKernel(TURN_STATISTICS)) return runKernel(TURN_STATISTICS, { policy, reference, answers }, shape) as tf.Tensor4D;
  return stockTurnStatistics(policy, reference, answers, shape);
}

/** {@link turnStatistics} composed from stock operations. */
export function stockTurnStatistics(policy: tf.Tensor2D, reference: tf.Tensor2D, answers: tf.Tensor3D, shape: TurnShape): tf.Tensor4D {
  return tf.tidy(() => {
    const own = logProbsOfTurns(policy, shape);
    const base = reference === policy ? own : logProbsOfTurns(reference, shape);
    const hot = own.map((_, turn) => oneHotAnswers(turnOf(answers, turn), policy.shape[1]));
    const statistics = [
      own.map((logProbs, turn) => chosenLogProbs(logProbs, hot[turn])),
      own.map((logProbs, turn) => klPerPosition(logProbs, base[turn])),
      own.map(entropyPerPosition),
    ];
    return tf.stack(statistics.map((ofTurns) => tf.stack(ofTurns))) as tf.Tensor4D;
  });
}

/**
 * Log-probabilities of every token at every answer position.
 * @param logits [batch·length, vocabulary]
 * @returns for each turn [batch, answerLength, vocabulary], nats
 */
export function logProbsOfTurns(logits: tf.Tensor2D, { batch, length, answerLength, firstLogits, temperature }: TurnShape): tf.Tensor3D[] {
  const vocabulary = logits.shape[1];
  const episodes = tf.reshape(logits, [batch, length, vocabulary]);
  return firstLogits.map((first) => logSoftmax(tf.div(tf.slice(episodes, [0, first, 0], [batch, answerLength, vocabulary]), temperature)));
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
 * Exact KL(policy ‖ reference) of the next-token distribution at every position: Σ_v π(v) (log π(v) − log π_reference(v)).
 * @returns [batch, answerLength], nats
 */
export const klPerPosition = (policy: tf.Tensor3D, reference: tf.Tensor3D): tf.Tensor2D =>
  tf.sum(tf.mul(tf.exp(policy), tf.sub(policy, reference)), -1);

/** Entropy of the next-token distribution at every position, [batch, answerLength], nats. */
export const entropyPerPosition = (policy: tf.Tensor3D): tf.Tensor2D => tf.neg(tf.sum(tf.mul(tf.exp(policy), policy), -1));

/** One-hot rows of answer tokens [batch, answerLength, vocabulary]. The cast avoids a wrong kernel of the WASM backend. */
export const oneHotAnswers = (answers: tf.Tensor2D, vocabulary: number): tf.Tensor3D =>
  tf.cast(tf.oneHot(answers, vocabulary) as tf.Tensor3D, 'float32');

/** One turn of [turns, batch, answerLength]. */
export function turnOf(turns: tf.Tensor3D, turn: number): tf.Tensor2D {
  const [, batch, answerLength] = turns.shape;
  return tf.reshape(tf.slice(turns, turn, 1), [batch, answerLength]);
}

/** @throws if the shapes of logits and answers do not agree with that of the turns */
export function requireEpisodes(policy: tf.Tensor2D, reference: tf.Tensor2D, answers: tf.Tensor3D, shape: TurnShape): void {
  const { batch, length, answerLength, firstLogits } = shape;
  if (policy.shape[0] !== batch * length || !tf.util.arraysEqual(policy.shape, reference.shape)) {
    throw new Error(
      `Both logits must have batch·length = ${batch}·${length} rows; got [${policy.shape.join(', ')}] and [${reference.shape.join(', ')}].`,
    );
  }
  if (!tf.util.arraysEqual(answers.shape, [firstLogits.length, batch, answerLength])) {
    throw new Error(`The answers must be [${firstLogits.length}, ${batch}, ${answerLength}]; got [${answers.shape.join(', ')}].`);
  }
  for (const first of firstLogits) {
    if (first < 0 || first + answerLength > length) {
      throw new Error(`An answer of ${answerLength} tokens does not fit behind position ${first} of ${length}. Check the layout.`);
    }
  }
}

/** The float64 reference: [3, turns, batch, answerLength] as one vector. */
export function referenceTurnStatistics(
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
  answers: ArrayLike<number>,
  { batch, length, answerLength, firstLogits, temperature }: TurnShape,
): Float64Array {
  const vocabulary = policy.length / (batch * length);
  const count = answers.length;
  const statistics = new Float64Array(3 * count);
  for (let place = 0; place < count; place++) {
    const episode = Math.floor(place / answerLength) % batch;
    const position = firstLogits[Math.floor(place / (batch * answerLength))] + (place % answerLength);
    const logProbs = (logits: ArrayLike<number>): number[] => {
      const scaled = Array.from({ length: vocabulary }, (_, v) => logits[(episode * length + position) * vocabulary + v] / temperature);
      const largest = Math.max(...scaled);
      const total = scaled.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
      return scaled.map((logit) => logit - largest - Math.log(total));
    };
    const [own, base] = [logProbs(policy), logProbs(reference)];
    statistics[place] = own[answers[place]];
    own.forEach((logProb, v) => {
      statistics[count + place] += Math.exp(logProb) * (logProb - base[v]);
      statistics[2 * count + place] -= Math.exp(logProb) * logProb;
    });
  }
  return statistics;
}
