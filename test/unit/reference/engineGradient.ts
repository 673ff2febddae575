/** The engine's gradient of its own loss for episodes that a test wrote down. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientOf } from '../../../workers/methods/gradient.ts';
import { creditValues, episodeValues, lossInputs, lossQuantities, surrogateLoss } from '../../../workers/methods/objective.ts';
import { FixedInputs } from '../../../workers/model/fixedInputs.ts';
import type { KlGradient } from '../../../workers/methods/choices.ts';
import type { EpisodeTokens } from '../../../workers/model/layout.ts';
import { Parameters } from '../../../workers/model/parameters.ts';
import type { Weights } from '../../../workers/model/shape.ts';
import { forward } from '../../../workers/model/transformer.ts';
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
  /** `exact` unless given. */
  klGradient?: KlGradient;
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
  const inputs = new FixedInputs(lossInputs(layout, size), false);
  tf.engine().startScope();
  try {
    const values = { ...episodeValues(episodes, layout), ...creditValues(advantages, betas) };
    const { answerLength } = layout;
    values.mask = values.mask.map((counted, i) => counted * (counts?.[Math.floor(i / answerLength) % size] ?? 1));
    inputs.write(values);
    const reference = forward(base.variables, model, inputs.tensors.tokens as tf.Tensor1D, size, layout.length);
    const { gradient, loss, aside } = await gradientOf(own, lossQuantities, () =>
      surrogateLoss(
        own.variables,
        model,
        layout,
        { batch: size, group, temperature, klGradient: batch.klGradient ?? 'exact' },
        inputs.tensors,
        reference,
      ),
    );
    const packed = (await gradient.data()) as Float32Array;
    return { gradient: packed, loss, kl: [aside[0], aside[1]] };
  } finally {
    tf.engine().endScope();
    inputs.dispose();
    own.dispose();
    base.dispose();
  }
}
