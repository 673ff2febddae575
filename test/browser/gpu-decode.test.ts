/** The decoding kernel beside a float64 model that picks every token with the same random numbers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import { GpuDecoder } from '../../workers/model/gpuDecoder.ts';
import type { DecodedEpisodes } from '../../workers/model/decodedEpisodes.ts';
import type { Schedule } from '../../workers/model/gpuDecoder.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { packingOf } from '../../workers/model/packing.ts';
import type { Sampling } from '../../workers/model/rollout.ts';
import type { ModelShape, Weights } from '../../workers/model/shape.ts';
import { positionEntropy64, rollOut64, tokenLogProbs64, turns64 } from '../unit/reference/episodes64.ts';
import { lively, randomTokens } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

interface Subject {
  model: ModelShape;
  layout: EpisodeLayout;
  weights: Weights;
  decoder: GpuDecoder;
  packed: GPUBuffer;
}

/** A decoder, and its model's weights on the GPU as a packed buffer. */
function subject(model: ModelShape, layout: EpisodeLayout, weights: Weights): Subject {
  const { device } = webGpuBackend();
  const { offsets, floats } = packingOf(model);
  const packed = device.createBuffer({ size: floats * 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  for (const [name, values] of weights) device.queue.writeBuffer(packed, offsets.get(name)! * 4, values as Float32Array<ArrayBuffer>);
  return { model, layout, weights, packed, decoder: new GpuDecoder(device, model, layout) };
}

const sampling: Sampling = { temperature: 1, stream: 'tokens', seed: 21, step: 3, firstEpisode: 40 };

const promptsFor = ({ layout, model }: Subject, batch: number): Int32Array =>
  randomTokens(batch * layout.promptLength, model.vocabulary, 12);

const roll = (tested: Subject, batch: number, changes: Partial<Sampling> = {}, given?: Int32Array, schedule?: Schedule) =>
  tested.decoder.rollOut(tested.packed, promptsFor(tested, batch), { ...sampling, ...changes }, given, schedule);

const rowOf = (values: ArrayLike<number>, row: number, length: number): number[] =>
  Array.from({ length }, (_, i) => values[row * length + i]);

/** Compares episodes with the reference's, up to a choice that is too close to a tie to call; returns how many tokens were compared. */
function expectReference(
  { model, layout, weights }: Subject,
  rolled: DecodedEpisodes,
  how: Sampling,
  given?: Int32Array,
  rows?: number[],
): number {
  const { promptLength, answerLength } = layout;
  let compared = 0;
  for (const row of rows ?? Array.from({ length: rolled.batch }, (_, index) => index)) {
    const prompt = rowOf(rolled.prompts, row, promptLength);
    const [y1, y2] = [rowOf(rolled.y1, row, answerLength), rowOf(rolled.y2, row, answerLength)];
    const expected = rollOut64(weights, model, layout, prompt, how, row, given && rowOf(given, row, answerLength));
    const tie = expected.margins.findIndex((margin) => margin < 1e-5);
    const count = tie < 0 ? expected.margins.length : tie;
    expect([...(given ? [] : y1), ...y2].slice(0, count)).toEqual([...(given ? [] : expected.y1), ...expected.y2].slice(0, count));
    compared += count;
    const turns = turns64(weights, model, layout, { prompt, y1, y2 }, how.temperature || 1);
    turns.forEach((turn, index) => {
      if (index === 0 && given) return;
      const close = (actual: Float32Array, reference: number[]): void =>
        rowOf(actual, row, answerLength).forEach((value, t) => expect(Math.abs(value - (reference[t] ?? 0))).toBeLessThan(1e-5));
      close(rolled.traces[index].logProbs, tokenLogProbs64(turn));
      close(rolled.traces[index].entropies, positionEntropy64(turn));
    });
  }
  return compared;
}

const model: ModelShape = { layers: 2, heads: 2, width: 12, context: 12, vocabulary: 6 };
const layout: EpisodeLayout = { promptLength: 4, answerLength: 4, separator: 5, endOfAnswer: 3, padding: 4, length: 12, vocabulary: 6 };

describe('the decoding kernel', () => {
  let tested: Subject;
  beforeAll(() => {
    tested = subject(model, layout, lively(model, 11));
  });

  it.each([0, 0.5, 1, 2.5])(
    'picks at temperature %s the tokens that float64 logits and the same noise pick, and says how likely they were',
    async (temperature) => {
      const rolled = await roll(tested, 21, { temperature });
      expect(expectReference(tested, rolled, { ...sampling, temperature })).toBeGreaterThan(140);
    },
  );
});
