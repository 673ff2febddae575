/** The engine's gradient of its own loss for episodes that a test wrote down. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientOf } from '../../../workers/methods/gradient.ts';
import { surrogateLoss } from '../../../workers/methods/objective.ts';
import type { TurnTerms } from '../../../workers/methods/objective.ts';
import { answerMask, inputTokens } from '../../../workers/model/layout.ts';
import type { EpisodeTokens } from '../../../workers/model/layout.ts';
import { Parameters } from '../../../workers/model/parameters.ts';
import type { Weights } from '../../../workers/model/shape.ts';
import { oneHotAnswers, turnLogProbs } from '../../../workers/model/turns.ts';
import type { Episode } from './episodes64.ts';
import type { Batch, Setting } from './objective64.ts';

const flat = (rows: readonly (readonly number[])[]): Int32Array => Int32Array.from(rows.flat());

const tokensOf = (episodes: readonly Episode[]): EpisodeTokens => ({
  batch: episodes.length,
  prompts: flat(episodes.map(({ prompt }) => prompt)),
  y1: flat(episodes.map(({ y1 }) => y1)),
  y2: flat(episodes.map(({ y2 }) => y2)),
});

export interface EngineBatch extends Batch {
  /** What an episode's tokens count, by episode; 1 unless given. 0 takes an episode out of the sums but not out of its group. */
  counts?: readonly number[];
}

export interface EngineGradient {
  /** Packed in the order of the parameters. */
  gradient: Float32Array;
  loss: number;
  kl: [number, number];
}

/** Gradient of `surrogateLoss`, its value and the KL it reports. */
export async function engineGradient(policy: Weights, setting: Setting & { base: Weights }, batch: EngineBatch): Promise<EngineGradient> {
  const { model, layout, temperature } = setting;
  const { group, advantages, betas, counts } = batch;
  const episodes = tokensOf(batch.episodes);
  const size = episodes.batch;
  const [own, base] = [new Parameters(model, policy), new Parameters(model, setting.base)];
  tf.engine().startScope();
  try {
    const tokens = tf.tensor1d(inputTokens(episodes, layout), 'int32');
    const reference = turnLogProbs(base.variables, model, layout, tokens, size, temperature);
    const terms = (answers: Int32Array, turn: 0 | 1): TurnTerms => {
      const mask = answerMask(answers, layout).map((counted, i) => counted * (counts?.[Math.floor(i / layout.answerLength)] ?? 1));
      return {
        chosen: oneHotAnswers(answers, size, layout.vocabulary),
        mask: tf.tensor2d(mask, [size, layout.answerLength]),
        advantage: tf.tensor1d(Float32Array.from(advantages[turn])),
        base: reference[turn],
        beta: betas[turn],
      };
    };
    const turns: [TurnTerms, TurnTerms] = [terms(episodes.y1, 0), terms(episodes.y2, 1)];
    const { gradient, loss, aside } = await gradientOf(own, ['KL of turn 1', 'KL of turn 2'], () => {
      const { loss: value, kl } = surrogateLoss(own.variables, model, layout, tokens, { batch: size, group, temperature }, turns);
      return { loss: value, aside: tf.stack([...kl]) as tf.Tensor1D };
    });
    const packed = (await gradient.data()) as Float32Array;
    return { gradient: packed, loss, kl: [aside[0], aside[1]] };
  } finally {
    tf.engine().endScope();
    own.dispose();
    base.dispose();
  }
}
