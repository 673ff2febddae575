/**
 * Every two-turn episode of a three-token vocabulary, each weighted with its probability: what the loss does on average, compared with the
 * objective it is meant to climb, with no sampling in between.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { coefficient } from '../../workers/methods/objective.ts';
import { rewards } from '../../workers/methods/stage.ts';
import type { Stage } from '../../workers/methods/stage.ts';
import { methodById } from '../../workers/methods/table.ts';
import { startBackend } from '../../workers/model/backend.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { advantagesOf } from './reference/advantagesOf.ts';
import { engineGradient } from './reference/engineGradient.ts';
import { exactGradients64, lossGradient64, probabilities64, scores64, tokenWeights64, worldOf } from './reference/objective64.ts';
import type { ExactGradients, PerTurn, Scores } from './reference/objective64.ts';
import { lively, nudged, partsByName, relativeDistance } from './reference/tinyModels.ts';

const model = { layers: 1, heads: 2, width: 4, context: 6, vocabulary: 3 };
const [end, separator] = [1, 2];
const layout: EpisodeLayout = {
  promptLength: 2,
  answerLength: 2,
  separator,
  endOfAnswer: end,
  padding: separator,
  length: 6,
  vocabulary: 3,
};
const base = lively(model, 51);
const policy = nudged(base, 52, 0.25);
const setting = { model, layout, base, temperature: 0.8 };
const betas = { beta1: 0.4, beta2: 1.3 };
const alpha = 10;
const world = worldOf([0, 2], layout);

/** Right answers: those that begin with 0, and the empty one. */
const isRight = (answer: readonly number[]): number => (answer[0] === 0 || answer[0] === end ? 1 : 0);
const r1 = world.episodes.map(({ y1 }) => isRight(y1));
const r2 = world.episodes.map(({ y2 }) => isRight(y2.toReversed()));
const zeros = world.episodes.map(() => 0);

let probabilities: number[];
let scores: Scores[];
let exact: ExactGradients;

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
  probabilities = probabilities64(policy, setting, world);
  scores = scores64(policy, setting, world.episodes);
  exact = exactGradients64(policy, setting, world);
});

const betasOf = (stage: Stage): PerTurn<number> => [coefficient(stage.turns[0].kl, betas), coefficient(stage.turns[1].kl, betas)];
const valueOf = (stage: Stage, turn: 0 | 1, first: number, second: number): number =>
  rewards[stage.turns[turn].reward].value({ r1: first, r2: second }, alpha);

/** Gradient of the exact objective of a stage, with the sign of a loss. */
function exactLossGradient(stage: Stage): Float64Array {
  const [beta1, beta2] = betasOf(stage);
  const openings = world.answers.map((y1) => valueOf(stage, 0, isRight(y1), 0));
  const paid = world.episodes.map((_, i) => valueOf(stage, 1, r1[i], r2[i]));
  return exact.first.kl.map((_, at) => {
    const weighted = (values: readonly number[], gradients: readonly Float64Array[]): number =>
      values.reduce((total, value, i) => total + value * gradients[i][at], 0);
    return (
      beta1 * exact.first.kl[at] +
      beta2 * exact.second.kl[at] -
      weighted(openings, exact.first.probabilities) -
      weighted(paid, exact.second.probabilities)
    );
  });
}

const [naive, finalOnly, score, reweighted, singleTurn] = ['naive', 'naive_final_only', 'score', 'score_reweighted', 'single_turn'].map(
  methodById,
);
const stages: { name: string; stage: Stage }[] = [
  { name: 'naive RL', stage: naive.stages[0] },
  { name: 'final-answer RL', stage: finalOnly.stages[0] },
  { name: 'Stage I', stage: score.stages[0] },
  { name: 'Stage II', stage: score.stages[1] },
  { name: 'Stage II, reweighted', stage: reweighted.stages[1] },
  { name: 'single-turn RL', stage: singleTurn.stages[0] },
];

describe('an episode that ends early, late or never', () => {
  it('is one of 49, and their probabilities add up to 1', () => {
    expect(world.episodes).toHaveLength(49);
    expect(probabilities.reduce((total, p) => total + p)).toBeCloseTo(1, 12);
    expect(Math.min(...probabilities)).toBeGreaterThan(1e-6);
  });
});

describe('the expected gradient is minus that of E[r_t] − β KL(π(·|x_t) ‖ π_base(·|x_t)) summed over turns, x₂ held fixed', () => {
  it.each(stages)('$name: the engine, episode by episode, with the reward itself as advantage', async ({ stage }) => {
    const gradients: Float32Array[] = [];
    for (const [index, episode] of world.episodes.entries()) {
      // The partner counts nothing: it makes the baseline of the KL to come 0.
      const paid = ([0, 1] as const).map((turn) => [valueOf(stage, turn, r1[index], r2[index]), 0]);
      const batch = {
        episodes: [episode, episode],
        group: 2,
        counts: [1, 0],
        advantages: [paid[0], paid[1]],
        betas: betasOf(stage),
      } as const;
      const { gradient } = await engineGradient(policy, setting, batch);
      gradients.push(gradient.map((value) => 2 * value));
    }
    const expected = new Float64Array(gradients[0].length);
    gradients.forEach((gradient, i) => gradient.forEach((value, at) => (expected[at] += probabilities[i] * value)));
    const wanted = exactLossGradient(stage);
    expect(relativeDistance(expected, wanted)).toBeLessThan(1e-5);
    const wantedParts = partsByName(model, wanted);
    for (const [name, part] of partsByName(model, expected))
      expect(relativeDistance(part, wantedParts.get(name)!), name).toBeLessThan(1e-4);
  });

  it.each(stages)('$name: the float64 estimator over every pair, with both leave-one-out baselines', ({ stage }) => {
    const stageBetas = betasOf(stage);
    // The halves of a pair are alike in expectation: one, over all partners.
    const mean = ([0, 1] as const).map((turn) => scores.map((episode) => episode[turn].map(() => 0)));
    scores.forEach((own, i) =>
      scores.forEach((other, j) => {
        const pair = advantagesOf(stage, [r1[i], r1[j]], [r2[i], r2[j]], { alpha, group: 2 });
        const weights = tokenWeights64([own, other], { group: 2, advantages: pair, betas: stageBetas });
        for (const turn of [0, 1] as const) weights[turn][0].forEach((weight, t) => (mean[turn][i][t] += probabilities[j] * weight));
      }),
    );
    const estimated = lossGradient64(scores, [mean[0], mean[1]], stageBetas, probabilities);
    expect(relativeDistance(estimated, exactLossGradient(stage))).toBeLessThan(1e-7);
  });
});

describe('the bonus of Stage II', () => {
  const forms = { literal: score.stages[1], reweighted: reweighted.stages[1] };

  /** Expected gradient of the reward term of one turn, under leave-one-out advantages of groups of two. */
  async function rewardGradient(turn: 0 | 1, at: number, form: keyof typeof forms): Promise<Float32Array> {
    const over = world.episodes.map((_, i) =>
      probabilities.reduce(
        (mean, p, j) => mean + p * advantagesOf(forms[form], [r1[i], r1[j]], [r2[i], r2[j]], { alpha: at, group: 2 })[turn][0],
        0,
      ),
    );
    const { episodes } = world;
    const counts = probabilities.map((p) => episodes.length * p);
    const batch = {
      episodes,
      group: episodes.length,
      counts,
      advantages: turn === 0 ? ([over, zeros] as const) : ([zeros, over] as const),
      betas: [0, 0] as const,
    };
    return (await engineGradient(policy, setting, batch)).gradient;
  }

  it.each([1, 10])(
    'multiplies the expected gradient of the second turn by 1 + α, with α = %s, and leaves that of the first alone',
    async (at) => {
      const plain = await rewardGradient(1, 0, 'literal');
      const first = await rewardGradient(0, 0, 'literal');
      for (const form of ['literal', 'reweighted'] as const) {
        const shaped = await rewardGradient(1, at, form);
        expect(
          relativeDistance(
            shaped,
            plain.map((value) => (1 + at) * value),
          ),
        ).toBeLessThan(1e-4);
        expect(await rewardGradient(0, at, form)).toEqual(first);
      }
    },
  );
});
