import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictAdvantages } from '../../workers/methods/advantages.ts';
import { sampleEpisodes } from '../../workers/methods/episodes.ts';
import { episodeValues, verdictValues } from '../../workers/methods/objective.ts';
import { methodById } from '../../workers/methods/table.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { inputTokens } from '../../workers/model/layout.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { gumbelNoise } from '../../workers/model/random.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Sampling } from '../../workers/model/rollout.ts';
import { forward } from '../../workers/model/transformer.ts';
import { verdictLoss } from '../../workers/model/verdicts.ts';
import { lively, randomTokens } from './reference/tinyModels.ts';

const model = { layers: 2, heads: 2, width: 12, context: 12, vocabulary: 6 };
const plain: EpisodeLayout = { promptLength: 4, answerLength: 4, separator: 5, endOfAnswer: 3, padding: 4, length: 12, vocabulary: 6 };
const [keepToken, reviseToken] = [4, 5];
const layout: EpisodeLayout = { ...plain, verdicts: { keep: keepToken, revise: reviseToken } };
const sampling: Sampling = { temperature: 1, stream: 'tokens', seed: 21, step: 3, firstEpisode: 40 };
const batch = 48;
const prompts = randomTokens(batch * 4, 3, 12);
const rowOf = (tokens: Int32Array, row: number): number[] => [...tokens.subarray(4 * row, 4 * row + 4)];

let policy: Parameters;
beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
  policy = new Parameters(model, lively(model, 11));
});
afterAll(() => policy.dispose());

const roll = (where: EpisodeLayout, changes: Partial<Sampling> = {}) =>
  rollOut(policy.variables, model, where, prompts, { ...sampling, ...changes });

/** What the policy says of the two verdicts behind the first answers of whole episodes, read in the plainest way. */
async function logitsOf(episodes: Awaited<ReturnType<typeof roll>>): Promise<[keep: number, revise: number][]> {
  const logits = tf.tidy(() => forward(policy.variables, model, tf.tensor1d(inputTokens(episodes, plain), 'int32'), batch, 12));
  const values = await logits.data();
  logits.dispose();
  // The last token of the first answer stands at position 7; the next one fed is the separator.
  return Array.from({ length: batch }, (_, row) => [values[(12 * row + 7) * 6 + keepToken], values[(12 * row + 7) * 6 + reviseToken]]);
}

describe('a verdict on the first answer', () => {
  it.each([0, 0.7, 1])('at temperature %s is the one that the logits and the noise of its place pick', async (temperature) => {
    const without = await roll(plain, { temperature });
    const rolled = await roll(layout, { temperature });
    const noise = gumbelNoise({ ...sampling, turn: 1, position: 4 }, 40, batch, 6);
    const expected = (await logitsOf(without)).map(([keep, revise], row) =>
      temperature === 0
        ? revise > keep
        : revise / temperature + noise[6 * row + reviseToken] > keep / temperature + noise[6 * row + keepToken],
    );
    expect(rolled.revises).toEqual(expected);
    expect(new Set(expected).size).toBe(2);
    expect(without.revises).toBeUndefined();
  });

  it('decides whether the second answer is the one that was written or the first again', async () => {
    const [without, rolled] = [await roll(plain), await roll(layout)];
    expect(rolled.y1).toEqual(without.y1);
    rolled.revises!.forEach((revised, row) => expect(rowOf(rolled.y2, row)).toEqual(rowOf(revised ? without.y2 : without.y1, row)));
  });

  it('is not asked for where the rollout ends with the first turn', async () => {
    expect((await roll(layout, { turns: 1 })).revises).toBeUndefined();
  });

  it('that keeps the answer leaves no second one to train on or to measure', async () => {
    const stage = methodById('pag').stages[0];
    const settings = { group: 4, estimator: 'leave_one_out', branches: 2, baseFirstShare: 0 } as const;
    const { episodes, trained } = await sampleEpisodes(stage, policy, policy, [layout, layout], prompts, sampling, settings);
    expect(trained[1]).toEqual(episodes.revises);
    expect(trained[0]).toEqual(episodes.revises!.map(() => true));
    const { mask } = episodeValues(episodes, layout);
    const counted = (turn: 0 | 1, row: number): boolean =>
      mask.subarray((turn * batch + row) * 4, (turn * batch + row) * 4 + 4).includes(1);
    episodes.revises!.forEach((revised, row) => expect([counted(0, row), counted(1, row)]).toEqual([true, revised]));
    const none = { ...episodes, revises: episodes.revises!.map(() => false) };
    const untrained = [trained[0], none.revises] as const;
    expect(episodeValues(none, layout, untrained).mask.subarray(batch * 4)).toEqual(new Float32Array(batch * 4));
  });

  it('is worth one where it is right about the first answer, against the others of its problem, if the stage rewards it', () => {
    // Right, right, wrong, wrong in the first group; all wrong in the second.
    const revises = [true, false, true, false, true, true, true, true];
    const r1 = [0, 1, 1, 0, 1, 1, 1, 1];
    const third = 1 / 3;
    const [good, bad] = [1 - third, -2 * third];
    const expected = [good, good, bad, bad, 0, 0, 0, 0];
    const [stage] = methodById('pag').stages;
    verdictAdvantages(stage, revises, { r1 }, 4).forEach((advantage, i) => expect(advantage).toBeCloseTo(expected[i], 12));
    const unrewarded = { ...stage, verdict: undefined };
    expect([...verdictAdvantages(unrewarded, revises, { r1 }, 4)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...verdictValues([true, false], [0.5, -0.25]).verdicts]).toEqual([0, 0.5, -0.25, 0]);
  });

  it('is pushed by its advantage, at the temperature it was drawn at, and by nothing else', async () => {
    const values = Float32Array.from({ length: 2 * 12 * 6 }, (_, i) => Math.sin(i));
    const advantages = [0, 0.75, -0.5, 0];
    const temperature = 0.8;
    const lossOf = (logits: tf.Tensor): tf.Scalar =>
      verdictLoss(logits as tf.Tensor2D, layout, layout.verdicts!, tf.tensor2d(advantages, [2, 2]), temperature);
    const at = (row: number, token: number): number => (12 * row + 7) * 6 + token;
    const logProb = (row: number, token: number): number => {
      const [keep, revise] = [values[at(row, keepToken)], values[at(row, reviseToken)]].map((logit) => Math.exp(logit / temperature));
      return Math.log((token === keepToken ? keep : revise) / (keep + revise));
    };
    const expected = -(0.75 * logProb(0, reviseToken) - 0.5 * logProb(1, keepToken)) / 2;
    const { value, grad } = tf.valueAndGrad(lossOf)(tf.tensor2d(values, [24, 6]));
    expect((await value.data())[0]).toBeCloseTo(expected, 6);
    const gradient = await grad.data();
    const moved = [at(0, keepToken), at(0, reviseToken), at(1, keepToken), at(1, reviseToken)];
    gradient.forEach((slope, i) => expect(slope === 0, String(i)).toBe(!moved.includes(i)));
    // d/d logit of −A log π(v): −A (1[v] − π) / T, of two episodes.
    expect(gradient[at(0, reviseToken)]).toBeCloseTo((-0.75 * (1 - Math.exp(logProb(0, reviseToken)))) / temperature / 2, 6);
    expect(gradient[at(1, keepToken)]).toBeCloseTo((0.5 * (1 - Math.exp(logProb(1, keepToken)))) / temperature / 2, 6);
  });
});
