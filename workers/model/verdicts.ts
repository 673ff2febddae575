/**
 * Verdicts (PAG, arXiv 2506.10406): behind its first answer the policy says whether it revises it. It says so in the logits of two tokens at
 * the first answer's last position, which no other use reads; what is fed to the model stays the same whatever the verdict.
 */
import * as tf from '@tensorflow/tfjs-core';
import { logSoftmax } from '../kernels/turnStatistics.ts';
import { inputTokens } from './layout.ts';
import type { EpisodeLayout, EpisodeTokens, VerdictTokens } from './layout.ts';
import type { ParameterTensors } from './parameters.ts';
import { gumbelNoise } from './random.ts';
import type { Sampling } from './rollout.ts';
import type { ModelShape } from './shape.ts';
import { forward } from './transformer.ts';

/** Position whose logits hold the verdict. */
const verdictPosition = ({ promptLength, answerLength }: EpisodeLayout): number => promptLength + answerLength - 1;

/**
 * Logits of the two verdicts, keep and revise.
 * @param logits of sequences of `length` tokens [batch·length, vocabulary]
 * @returns [batch, 2]
 */
function verdictLogits(logits: tf.Tensor2D, layout: EpisodeLayout, { keep, revise }: VerdictTokens, length: number): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  const batch = rows / length;
  const all = tf.reshape(logits, [batch, length, vocabulary]);
  const of = (token: number): tf.Tensor => tf.slice(all, [0, verdictPosition(layout), token], [batch, 1, 1]);
  return tf.reshape(tf.concat([of(keep), of(revise)], 2), [batch, 2]);
}

/**
 * −1/B Σ_b advantage · log π(v), π being that of the two verdicts at the temperature they were drawn at.
 * @param logits of whole episodes [batch·length, vocabulary]
 * @param advantages of the verdict that was given, keep or revise, and 0 for the other [batch, 2]
 */
export function verdictLoss(
  logits: tf.Tensor2D,
  layout: EpisodeLayout,
  verdicts: VerdictTokens,
  advantages: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  const logProbs = logSoftmax(tf.div<tf.Tensor2D>(verdictLogits(logits, layout, verdicts, layout.length), temperature));
  return tf.div(tf.sum(tf.mul(logProbs, advantages)), -advantages.shape[0]);
}

/**
 * Episodes with the policy's verdicts on their first answers, drawn at the sampling's temperature. Where it keeps the first answer, that is the
 * second answer too.
 */
export async function withVerdicts(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  verdicts: VerdictTokens,
  episodes: EpisodeTokens,
  sampling: Sampling,
): Promise<EpisodeTokens> {
  const { batch, prompts, y1 } = episodes;
  const { answerLength, length, vocabulary } = layout;
  const read = verdictPosition(layout) + 1;
  const whole = inputTokens(episodes, layout);
  const tokens = new Int32Array(batch * read);
  for (let row = 0; row < batch; row++) tokens.set(whole.subarray(row * length, row * length + read), row * read);
  const said = tf.tidy(() => verdictLogits(forward(parameters, model, tf.tensor1d(tokens, 'int32'), batch, read), layout, verdicts, read));
  const logits = await said.data();
  said.dispose();

  const { temperature, firstEpisode } = sampling;
  const noise = temperature === 0 ? null : gumbelNoise({ ...sampling, turn: 1, position: answerLength }, firstEpisode, batch, vocabulary);
  const revises = Array.from({ length: batch }, (_, row) => {
    const score = (verdict: 0 | 1, token: number): number =>
      logits[2 * row + verdict] / (temperature || 1) + (noise ? noise[row * vocabulary + token] : 0);
    return score(1, verdicts.revise) > score(0, verdicts.keep);
  });
  const y2 = Int32Array.from(episodes.y2);
  revises.forEach((revised, row) => {
    const from = row * answerLength;
    if (!revised) y2.set(y1.subarray(from, from + answerLength), from);
  });
  return { batch, prompts, y1, y2, revises };
}
