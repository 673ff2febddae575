import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { leaveOneOut } from '../../workers/methods/advantages.ts';
import { cellKls, cellRewards, cellText, stagesOf } from '../../workers/methods/cells.ts';
import { coefficient } from '../../workers/methods/objective.ts';
import { playsOf, rewards } from '../../workers/methods/stage.ts';
import type { Stage } from '../../workers/methods/stage.ts';
import { methodById, methods } from '../../workers/methods/table.ts';
import { startBackend } from '../../workers/model/backend.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { advantagesOf } from './reference/advantagesOf.ts';
import { engineGradient } from './reference/engineGradient.ts';
import type { Episode } from './reference/episodes64.ts';
import { estimator64, measure64, scores64 } from './reference/objective64.ts';
import type { Batch, Scores } from './reference/objective64.ts';
import { lively, nudged, partsByName, relativeDistance } from './reference/tinyModels.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

const model = { layers: 2, heads: 2, width: 4, context: 8, vocabulary: 5 };
const [end, padding, separator] = [2, 3, 4];
const layout: EpisodeLayout = { promptLength: 2, answerLength: 3, separator, endOfAnswer: end, padding, length: 8, vocabulary: 5 };
const base = lively(model, 31);
const policy = nudged(base, 32, 0.2);
const setting = { model, layout, base, temperature: 0.8 };
const betas = { beta1: 0.3, beta2: 1.7 };

/** Two problems, two samples of each, with answers that end early, late, at once and never. */
const episodes: Episode[] = [
  { prompt: [0, 1], y1: [1, end, padding], y2: [0, 0, 1] },
  { prompt: [0, 1], y1: [0, 1, end], y2: [end, padding, padding] },
  { prompt: [1, 1], y1: [3, 4, 1], y2: [1, end, padding] },
  { prompt: [1, 1], y1: [end, padding, padding], y2: [0, padding, 1] },
];
const r1 = [1, 0, 0, 1];
const r2 = [1, 1, 0, 1];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every stage of every method as its updates play it, by name. */
const rows = methods.flatMap(({ id, stages }) => stages.flatMap(playsOf).map((stage: Stage) => ({ name: `${id}, ${stage.name}`, stage })));

/** Stage II of SCoRe with everything that one of its cells can hold instead. */
const changed = ['2.1', '2.2'].flatMap((cell) =>
  cellRewards.flatMap((reward) =>
    cellKls.map((kl) => {
      const text = cellText({ reward, kl });
      return { name: `score, ${cell} = ${text}`, stage: stagesOf({ method: 'score', stageOneShare: 0.5, cells: { [cell]: text } })[1] };
    }),
  ),
);

const batchOf = (stage: Stage): Batch => ({
  episodes,
  group: 2,
  advantages: advantagesOf(stage, r1, r2, { alpha: 10, group: 2 }),
  betas: [coefficient(stage.turns[0].kl, betas), coefficient(stage.turns[1].kl, betas)],
});

describe('the gradient of the loss', () => {
  let scores: Scores[];
  beforeAll(() => {
    scores = scores64(policy, setting, episodes);
  });

  it.each([...rows, ...changed])('equals finite differences of the float64 estimator in every tensor: $name', async ({ stage }) => {
    const batch = batchOf(stage);
    const { gradient } = await engineGradient(policy, setting, batch);
    const expected = partsByName(model, estimator64(scores, batch));
    for (const [name, part] of partsByName(model, gradient)) {
      expect(Math.max(...expected.get(name)!.map(Math.abs)), name).toBeGreaterThan(1e-5);
      expect(relativeDistance(part, expected.get(name)!), name).toBeLessThan(2e-4);
    }
  });

  it('is that of each turn alone, added up', async () => {
    const batch = batchOf(methodById('score').stages[1]);
    const zero = [0, 0, 0, 0];
    const both = await engineGradient(policy, setting, batch);
    const first = await engineGradient(policy, setting, { ...batch, advantages: [batch.advantages[0], zero], betas: [batch.betas[0], 0] });
    const second = await engineGradient(policy, setting, { ...batch, advantages: [zero, batch.advantages[1]], betas: [0, batch.betas[1]] });
    expect(
      relativeDistance(
        first.gradient.map((value, i) => value + second.gradient[i]),
        both.gradient,
      ),
    ).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind', async () => {
    const batch = batchOf(methodById('score').stages[1]);
    await engineGradient(policy, setting, batch);
    const before = tf.memory().numTensors;
    await engineGradient(policy, setting, batch);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the KL to the base', () => {
  it('is summed over the tokens of a turn, not averaged, and over the mean of the batch', async () => {
    const { kl } = await engineGradient(policy, setting, batchOf(methodById('score').stages[0]));
    const measured = episodes.map((episode) => measure64(policy, setting, episode));
    for (const turn of [0, 1] as const) {
      const expected = sum(measured.map((turns) => sum(turns[turn].kl))) / episodes.length;
      expect(Math.abs(kl[turn] / expected - 1)).toBeLessThan(1e-4);
    }
  });

  it('is nothing where the policy is the base, and so is its gradient', async () => {
    const { kl, gradient } = await engineGradient(base, setting, {
      episodes,
      group: 2,
      advantages: [r1.map(() => 0), r2.map(() => 0)],
      betas: [2, 2],
    });
    for (const value of kl) expect(Math.abs(value)).toBeLessThan(1e-6);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-5);
  });
});

describe('only the tokens of an answer are in the loss of its turn', () => {
  // Without attention a position's logits depend on its own token and position alone, so the gradient of its row of the position table
  // says whether its logits are in the loss.
  const alone = new Map([...policy].map(([name, values]) => [name, name.endsWith('attention.out') ? values.map(() => 0) : values]));
  const [one, zero] = [[1], [0]];

  /** Positions whose logits the loss of one episode looks at, by the gradient of the position table. */
  async function positionsInLoss(episode: Episode, turn: 1 | 2, beta: number): Promise<number[]> {
    const batch = { episodes: [episode, episode], group: 2, counts: [1, 0] };
    const of = <T>(value: T, other: T): [T, T] => (turn === 1 ? [value, other] : [other, value]);
    const pair = (value: number[]): number[] => [...value, 0];
    const { gradient } = await engineGradient(alone, setting, { ...batch, advantages: of(pair(one), pair(zero)), betas: of(beta, 0) });
    const rows = partsByName(model, gradient).get('embed.positions')!;
    return Array.from({ length: layout.length }, (_, position) => position).filter((position) =>
      rows.subarray(position * model.width, (position + 1) * model.width).some((value) => value !== 0),
    );
  }

  // Places: 0, 1 prompt; 2, 3, 4 first answer; 5 separator; 6, 7 second answer but its last token. Logits at k write the token at k + 1.
  it.each([0, 0.5])('each by the position before it, with β = %s', async (beta) => {
    const full: Episode = { prompt: [0, 1], y1: [0, 1, 0], y2: [1, 0, 1] };
    expect(await positionsInLoss(full, 1, beta)).toEqual([1, 2, 3]);
    expect(await positionsInLoss(full, 2, beta)).toEqual([5, 6, 7]);
  });

  it.each([0, 0.5])('up to and with the end of the answer, with β = %s', async (beta) => {
    const short: Episode = { prompt: [0, 1], y1: [0, end, padding], y2: [end, padding, padding] };
    expect(await positionsInLoss(short, 1, beta)).toEqual([1, 2]);
    expect(await positionsInLoss(short, 2, beta)).toEqual([5]);
  });

  it('whatever stands behind the end of an answer, it changes nothing in the loss of that turn', async () => {
    const written: Episode = { prompt: [0, 1], y1: [0, 1, 1], y2: [1, end, padding] };
    const batch = (y2: number[]): Batch => ({
      episodes: [{ ...written, y2 }, written],
      group: 2,
      advantages: [
        [1, -1],
        [1, -1],
      ],
      betas: [0.3, 0.3],
    });
    const [clean, dirty] = [
      await engineGradient(policy, setting, batch([1, end, padding])),
      await engineGradient(policy, setting, batch([1, end, 0])),
    ];
    expect(dirty.gradient).toEqual(clean.gradient);
  });
});

describe('rewards and advantages', () => {
  const settings = { alpha: 10, group: 4 } as const;
  const [stageOne, stageTwo] = methodById('score').stages;
  const [, reweighted] = methodById('score_reweighted').stages;

  it('pay 0, 1, 11 and −10 for wrong-wrong, right-right, a correction and its opposite, with α = 10', () => {
    const paid = ([first, second]: [number, number]): number => rewards.bonus.value({ r1: first, r2: second }, 10);
    expect(([[0, 0], [1, 1], [0, 1], [1, 0]] as [number, number][]).map(paid)).toEqual([0, 1, 11, -10]); // prettier-ignore
  });

  it('leave one out: a case by hand', () => {
    // Groups (1, 0, 0, 1) and (4, 0, 0, 0): the others' means are 1/3, 2/3, 2/3, 1/3 and 0, 4/3, 4/3, 4/3.
    const expected = [2 / 3, -2 / 3, -2 / 3, 2 / 3, 4, -4 / 3, -4 / 3, -4 / 3];
    leaveOneOut([1, 0, 0, 1, 4, 0, 0, 0], 4).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  it('of the literal bonus, by hand', () => {
    // r̃₂ = 11, −10, 1, 0 for (0,1), (1,0), (1,1), (0,0): the sum is 2, the others' means are −3, 4, 1/3, 2/3.
    const [first, second] = advantagesOf(stageTwo, [0, 1, 1, 0], [1, 0, 1, 0], settings);
    [14, -14, 2 / 3, -2 / 3].forEach((value, i) => expect(second[i]).toBeCloseTo(value, 12));
    [-2 / 3, 2 / 3, 2 / 3, -2 / 3].forEach((value, i) => expect(first[i]).toBeCloseTo(value, 12));
  });

  it('of the first turn do not know α or the second turn, and the reweighted bonus is 1 + α times the plain one, sample by sample', () => {
    const [first, second] = [[0, 1, 1, 0, 0, 0, 1, 0], [1, 0, 1, 0, 1, 1, 0, 0]]; // prettier-ignore
    const of = (alpha: number, stage: Stage, answers = second) => advantagesOf(stage, first, answers, { alpha, group: 4 });
    const [plainFirst, plain] = of(0, stageTwo);
    expect([...plain]).toEqual([...leaveOneOut(second, 4)]);
    for (const alpha of [0, 1, 10]) {
      const [again, weighted] = of(alpha, reweighted);
      expect(again).toEqual(plainFirst);
      expect(of(alpha, stageTwo, first)[0]).toEqual(plainFirst);
      weighted.forEach((value, i) => expect(value).toBeCloseTo((1 + alpha) * plain[i], 12));
    }
  });

  it('of the first turn are of r₁ + γ r̃₂ where credit leaks back, and then pay for failing first', () => {
    // (0,0), (0,1), (1,0), (1,1) pay 0, 11, −9, 2 with γ = 1: (1 − γα) r₁ + γ (1 + α) r₂.
    const [of, second] = [[0, 0, 1, 1], [0, 1, 0, 1]]; // prettier-ignore
    const leaky = advantagesOf(stageTwo, of, second, { ...settings, gamma: 1 });
    expect(leaky[0]).toEqual(leaveOneOut([0, 11, -9, 2], 4));
    expect(leaky[1]).toEqual(advantagesOf(stageTwo, of, second, settings)[1]);
    const offline: Stage = { ...stageTwo, firstAttempts: 'base', turns: [{ reward: 'none', kl: 'none' }, stageTwo.turns[1]] };
    expect([...advantagesOf(offline, of, second, { ...settings, gamma: 1 })[0]]).toEqual([0, 0, 0, 0]);
    const [safe] = advantagesOf(stageTwo, of, second, { ...settings, alpha: 1, gamma: 0.8 });
    leaveOneOut([0, 1.6, 0.2, 1.8], 4).forEach((value, i) => expect(safe[i]).toBeCloseTo(value, 12));
  });

  it('keep a baseline for each turn: no reward on a turn is no advantage, whatever the other is paid', () => {
    const [first, second] = advantagesOf(stageOne, [1, 1, 0, 0], [1, 0, 0, 0], settings);
    expect([...first]).toEqual([0, 0, 0, 0]);
    [1, -1 / 3, -1 / 3, -1 / 3].forEach((value, i) => expect(second[i]).toBeCloseTo(value, 12));
    const [naiveFirst] = advantagesOf(methodById('naive').stages[0], [1, 0, 0, 0], [0, 1, 1, 1], settings);
    const [sameFirst] = advantagesOf(methodById('naive').stages[0], [1, 0, 0, 0], [1, 1, 1, 1], settings);
    expect(naiveFirst).toEqual(sameFirst);
  });
});
