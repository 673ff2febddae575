/** What a model says about the two answers of an episode, position by position. */
import * as tf from '@tensorflow/tfjs-core';
import { logProbsOfTurns } from '../kernels/turnStatistics.ts';
import type { TurnShape } from '../kernels/turnStatistics.ts';
import { firstLogit } from './layout.ts';
import type { EpisodeLayout } from './layout.ts';
import type { ParameterTensors } from './parameters.ts';
import type { ModelShape } from './shape.ts';
import { forward } from './transformer.ts';

/** Where both answers lie in a batch of episodes. */
export const turnShape = (layout: EpisodeLayout, batch: number, temperature: number): TurnShape => ({
  batch,
  length: layout.length,
  answerLength: layout.answerLength,
  firstLogits: [firstLogit(layout, 1), firstLogit(layout, 2)],
  temperature,
});

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
  return tf.tidy(() => {
    const logits = forward(parameters, model, tokens, batch, layout.length);
    return logProbsOfTurns(logits, turnShape(layout, batch, temperature)) as [tf.Tensor3D, tf.Tensor3D];
  });
}
