import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../workers/model/backend.ts';
import { answerMask, inputTokens } from '../../workers/model/layout.ts';
import type { EpisodeLayout, EpisodeTokens } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { gumbelNoise } from '../../workers/model/random.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Sampling } from '../../workers/model/rollout.ts';
import type { ModelShape } from '../../workers/model/shape.ts';
import { rollOut64, turns64 } from './reference/episodes64.ts';
import { lively, randomTokens } from './reference/tinyModels.ts';

const model: ModelShape = { layers: 2, heads: 2, width: 12, context: 12, vocabulary: 6 };
const [end, padding, separator] = [3, 4, 5];
const layout: EpisodeLayout = { promptLength: 4, answerLength: 4, separator, endOfAnswer: end, padding, length: 12, vocabulary: 6 };
const withoutEnd: EpisodeLayout = { ...layout, endOfAnswer: null, padding: separator };
const weights = lively(model, 11);
const sampling: Sampling = { temperature: 1, stream: 'tokens', seed: 21, step: 3, firstEpisode: 40 };
let policy: Parameters;

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
  policy = new Parameters(model, weights);
});
afterAll(() => policy.dispose());

const promptsFor = (batch: number): Int32Array => randomTokens(batch * layout.promptLength, 3, 12);
const rowOf = (tokens: Int32Array, row: number, length: number): number[] => [...tokens.subarray(row * length, (row + 1) * length)];
const roll = (prompts: Int32Array, changes: Partial<Sampling> = {}, where = layout) =>
  rollOut(policy.variables, model, where, prompts, { ...sampling, ...changes });

/** Compares a batch with the reference, token by token until a choice is too close to a tie to call; returns how many tokens were compared. */
function expectReferenceTokens({ batch, prompts, y1, y2 }: EpisodeTokens, where: EpisodeLayout, how: Sampling): number {
  let compared = 0;
  for (let row = 0; row < batch; row++) {
    const expected = rollOut64(weights, model, where, rowOf(prompts, row, where.promptLength), how, row);
    const tie = expected.margins.findIndex((margin) => margin < 1e-5);
    const count = tie < 0 ? expected.margins.length : tie;
    const rolled = [...rowOf(y1, row, where.answerLength), ...rowOf(y2, row, where.answerLength)];
    expect(rolled.slice(0, count)).toEqual([...expected.y1, ...expected.y2].slice(0, count));
    compared += count;
  }
  return compared;
}

describe('a rollout', () => {
  it.each([0, 0.7, 1])(
    'at temperature %s picks the tokens that float64 logits and the same noise pick, with an end of answer',
    async (temperature) => {
      const rolled = await roll(promptsFor(32), { temperature });
      expect(expectReferenceTokens(rolled, layout, { ...sampling, temperature })).toBeGreaterThan(200);
    },
  );

  it.each([0, 0.7, 1])('at temperature %s picks them without an end of answer as well', async (temperature) => {
    const rolled = await roll(promptsFor(16), { temperature }, withoutEnd);
    expect(expectReferenceTokens(rolled, withoutEnd, { ...sampling, temperature })).toBeGreaterThan(100);
  });

  it('of one episode is the same as in a batch', async () => {
    const prompts = promptsFor(5);
    const batch = await roll(prompts);
    const single = await roll(prompts.slice(12, 16), { firstEpisode: sampling.firstEpisode + 3 });
    expect(single.batch).toBe(1);
    expect(rowOf(single.y1, 0, 4)).toEqual(rowOf(batch.y1, 3, 4));
    expect(rowOf(single.y2, 0, 4)).toEqual(rowOf(batch.y2, 3, 4));
  });

  it('writes padding and nothing else behind the end of an answer, and every answer is one that can end anywhere', async () => {
    const { y1, y2 } = await roll(promptsFor(64));
    const ends = new Set<number>();
    for (const answers of [y1, y2]) {
      for (let row = 0; row < 64; row++) {
        const answer = rowOf(answers, row, 4);
        const at = answer.indexOf(end);
        ends.add(at);
        if (at >= 0) expect(answer.slice(at + 1).every((token) => token === padding)).toBe(true);
      }
    }
    expect([...ends].sort()).toEqual([-1, 0, 1, 2, 3]);
  });

  it('of one turn is the first turn of the same rollout', async () => {
    const prompts = promptsFor(6);
    const [both, first] = [await roll(prompts), await roll(prompts, { turns: 1 })];
    expect(first.y1).toEqual(both.y1);
    expect(first.y2).toHaveLength(0);
  });

  it('on first answers that are given samples the second ones that it would have sampled behind them', async () => {
    const prompts = promptsFor(24);
    const { y1, y2 } = await roll(prompts);
    const again = await rollOut(policy.variables, model, layout, prompts, sampling, y1);
    expect(again.y1).toEqual(y1);
    expect(again.y2).toEqual(y2);
    // Each episode gets the first answer of the one before it.
    const others = Int32Array.from([...y1.slice(-4), ...y1.slice(0, -4)]);
    const swapped = await rollOut(policy.variables, model, layout, prompts, sampling, others);
    let compared = 0;
    for (let row = 0; row < 24; row++) {
      const expected = rollOut64(weights, model, layout, rowOf(prompts, row, 4), sampling, row, rowOf(others, row, 4));
      if (expected.margins.some((margin) => margin < 1e-5)) continue;
      expect(rowOf(swapped.y2, row, 4)).toEqual(expected.y2);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
    expect(swapped.y1).toEqual(others);
    expect(swapped.y2).not.toEqual(y2);
  });

  it('is the same bits every time, and other tokens under another seed, step, stream or episode number', async () => {
    const prompts = promptsFor(16);
    const rolled = await roll(prompts);
    expect(await roll(prompts)).toEqual(rolled);
    for (const change of [{ seed: 22 }, { step: 4 }, { stream: 'evaluationTokens' as const }, { firstEpisode: 57 }]) {
      expect((await roll(prompts, change)).y1).not.toEqual(rolled.y1);
    }
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory();
    await roll(promptsFor(3));
    await roll(promptsFor(3), { temperature: 0, turns: 1 }, withoutEnd);
    await rollOut(
      policy.variables,
      model,
      layout,
      promptsFor(3),
      sampling,
      Int32Array.from({ length: 12 }, () => 1),
    );
    const { numTensors, numDataBuffers } = tf.memory();
    expect({ numTensors, numDataBuffers }).toEqual({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('samples first and last tokens of the second turn as often as the softmax at the temperature says', async () => {
    const batch = 3000;
    const prompt = [0, 2, 1, 0];
    const temperature = 0.7;
    const small = { ...withoutEnd, answerLength: 1 };
    const prompts = Int32Array.from({ length: batch * 4 }, (_, i) => prompt[i % 4]);
    const { y1, y2 } = await roll(prompts, { temperature }, small);
    const share = (answers: Int32Array, token: number, among: (row: number) => boolean = () => true): [number, number] => {
      const rows = [...answers.keys()].filter(among);
      return [rows.filter((row) => answers[row] === token).length / rows.length, rows.length];
    };
    for (let token = 0; token < 6; token++) {
      const [first, second] = turns64(weights, model, small, { prompt, y1: [token], y2: [0] }, temperature);
      const expectShare = ([observed, n]: [number, number], p: number): void => {
        expect(Math.abs(observed - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n) + 1 / n);
      };
      expectShare(share(y1, token), Math.exp(first.logProbs[0][token]));
      const isAfter = (row: number): boolean => y1[row] === token;
      if (share(y1, token)[0] * batch < 100) continue;
      for (let next = 0; next < 6; next++) expectShare(share(y2, next, isAfter), Math.exp(second.logProbs[0][next]));
    }
  });
});

describe('the sequence of an episode', () => {
  it('is prompt, y₁, separator, y₂ without its last token', () => {
    const episodes = {
      batch: 2,
      prompts: Int32Array.from([0, 1, 2, 0, 2, 2, 1, 1]),
      y1: Int32Array.from([1, end, 4, 4, 0, 1, 2, 0]),
      y2: Int32Array.from([2, 2, end, 4, 1, 1, 1, 1]),
    };
    expect([...inputTokens(episodes, layout)]).toEqual([
      0,
      1,
      2,
      0,
      1,
      end,
      4,
      4,
      separator,
      2,
      2,
      end,
      2,
      2,
      1,
      1,
      0,
      1,
      2,
      0,
      separator,
      1,
      1,
      1,
    ]);
  });

  it('counts every token of an answer up to and with its end, and none behind', () => {
    expect([...answerMask(Int32Array.from([end, 4, 4, 4, 1, end, 4, 4, 0, 1, 2, end, 0, 4, 5, 1]), layout)]).toEqual([
      1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,
    ]);
    expect([...answerMask(Int32Array.from([end, 4, 5, 4]), withoutEnd)]).toEqual([1, 1, 1, 1]);
  });
});

describe('the sampling noise', () => {
  it('is standard Gumbel, and differs in every part of its key', () => {
    const key = { stream: 'tokens', seed: 1, step: 2, turn: 1, position: 3 } as const;
    const noise = gumbelNoise(key, 0, 4000, 6);
    const mean = noise.reduce((sum, x) => sum + x, 0) / noise.length;
    const variance = noise.reduce((sum, x) => sum + (x - mean) ** 2, 0) / noise.length;
    expect(Math.abs(mean - 0.5772)).toBeLessThan(4 * Math.sqrt(Math.PI ** 2 / 6 / noise.length));
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.1);
    const others = [{ seed: 2 }, { step: 3 }, { turn: 2 }, { position: 4 }, { stream: 'evaluationTokens' as const }].map((change) =>
      gumbelNoise({ ...key, ...change }, 0, 4000, 6),
    );
    for (const other of others) expect(other.filter((x, i) => x === noise[i]).length).toBeLessThan(5);
    expect(gumbelNoise(key, 10, 5, 6)).toEqual(noise.slice(60, 90));
  });
});
