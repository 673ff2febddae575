/** Probes of hand-made models, whose results are known exactly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diversityOf } from '../../workers/measures/diversity.ts';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import { votingBudgets, votingCurves } from '../../workers/measures/voting.ts';
import { attempts } from '../../workers/methods/probes/attempts.ts';
import { diversity } from '../../workers/methods/probes/diversity.ts';
import { firstAttemptSources } from '../../workers/methods/probes/firstAttemptSources.ts';
import { levels } from '../../workers/methods/probes/levels.ts';
import { probeStep } from '../../workers/methods/probes/randomKeys.ts';
import { voting } from '../../workers/methods/probes/voting.ts';
import { promptsOf } from '../../workers/methods/problems.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import type { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import {
  answering,
  drawn,
  erratic,
  layout,
  model,
  nextDigit,
  parityGrader,
  settingOf,
  shareWithSum,
  sumOf,
  task,
  withSums,
} from './reference/probeSettings.ts';

const models: Parameters[] = [];
const made = (parameters: Parameters): Parameters => {
  models.push(parameters);
  return parameters;
};

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});
afterAll(() => models.forEach((parameters) => parameters.dispose()));

const sums = [57, 57, 58, 90, 101, 57, 123, 57, 60, 83];

describe('attempts in a row', () => {
  it.each([0, 1])('at temperature %s are each made on the one before', async (temperature) => {
    // A look counts every digit from 2 on up, and 9 becomes 2.
    const counted = (token: number): number => (token < 2 || token > 9 ? token : token === 9 ? 2 : token + 1);
    const chain = [25, 36, 47, 58, 69, 72, 83, 94, 25, 36];
    const problems = withSums([25, 25, 36, 47, 47, 47, 69, 94, 94, 150]);
    const result = await attempts(settingOf(made(answering(25, counted)), made(erratic()), problems), temperature);
    expect(result).toMatchObject({ temperature, n: 10 });
    expect(result.accuracies).toEqual(
      chain.map((sum, index) => ({ attempt: index + 1, accuracy: fractionEstimate(shareWithSum(problems, sum), 10) })),
    );
    expect(result.accuracies.map(({ accuracy }) => accuracy.value)).toEqual([0.2, 0.1, 0.3, 0, 0.1, 0, 0, 0.2, 0.2, 0.1]);
  });

  it('are asked for in other words from the third on, where the model was trained so', async () => {
    const policy = made(erratic());
    const problems = drawn(40);
    const setting = { ...settingOf(policy, policy, problems), grader: parityGrader };
    const { accuracies } = await attempts({ ...setting, laterInstruction: 'reworded' }, 0, 4);
    const isRight = (answer: ArrayLike<number>, index: number): boolean =>
      Array.from(answer).every((token) => token < 10) && answer[2] % 2 === sumOf(problems[index]) % 2;
    let latest: Int32Array | undefined;
    for (const [index, instruction] of (['plain', 'plain', 'reworded', 'reworded'] as const).entries()) {
      const sampling = { temperature: 0, stream: 'evaluationTokens', seed: 1, step: 0, firstEpisode: 0 } as const;
      const rolled = await rollOut(policy.variables, model, layoutOf(task, instruction), promptsOf(task, problems), sampling, latest);
      latest = index === 0 ? rolled.y1 : rolled.y2;
      const right = problems.filter((_, row) => isRight(latest!.subarray(3 * row, 3 * row + 3), row));
      expect(accuracies[index].accuracy).toEqual(fractionEstimate(right.length / 40, 40));
    }
    const plain = await attempts(setting, 0, 4);
    expect(accuracies.slice(0, 2)).toEqual(plain.accuracies.slice(0, 2));
    expect(accuracies.slice(2)).not.toEqual(plain.accuracies.slice(2));
  });

  it('are two in a row what a rollout of both turns is', async () => {
    const policy = made(erratic());
    const setting = { ...settingOf(policy, policy, drawn(40)), grader: parityGrader };
    const { accuracies } = await attempts(setting, 0, 3);
    const greedy = await levels(setting, 0);
    const total = (which: 'acc_t1' | 'acc_t2') => greedy.levels.reduce((sum, each) => sum + each.n * (each[which]?.value ?? 0), 0) / 40;
    expect(accuracies[0].accuracy.value).toBeCloseTo(total('acc_t1'), 12);
    expect(accuracies[1].accuracy.value).toBeCloseTo(total('acc_t2'), 12);
    expect(accuracies).toHaveLength(3);
  });
});

describe('voting', () => {
  it('of one who always says the same is as right as its first or its second answer', async () => {
    const problems = withSums(sums);
    const { temperature, n, curves } = await voting(settingOf(made(answering(57, 58)), made(erratic()), problems));
    expect([temperature, n]).toEqual([0.7, 10]);
    expect(curves.map(({ budget }) => budget)).toEqual([2, 4, 8, 16, 32]);
    for (const { parallel, sequential, gain } of curves) {
      expect(parallel).toEqual(fractionEstimate(0.4, 10));
      expect(sequential).toEqual(fractionEstimate(0.1, 10));
      expect(gain.value).toBeCloseTo(-0.3, 12);
    }
  });

  it('counts what the rollouts under its keys have answered', async () => {
    const policy = made(erratic());
    const problems = drawn(12);
    const setting = settingOf(policy, policy, problems, 6);
    const isRight = (answer: ArrayLike<number>, index: number): number =>
      Number(Array.from(answer).every((token) => token < 10) && answer[2] % 2 === sumOf(problems[index]) % 2);
    const samples = await Promise.all(
      Array.from({ length: 32 }, (_, sample) =>
        rollOut(policy.variables, model, layout, promptsOf(task, problems), {
          ...{ temperature: 0.7, stream: 'evaluationTokens', seed: 6, step: probeStep('voting'), firstEpisode: 12 * sample },
        }),
      ),
    );
    const expected = votingCurves(
      problems.map((_, index) =>
        samples.map((sample) => {
          const [y1, y2] = [sample.y1, sample.y2].map((answers) => answers.slice(3 * index, 3 * index + 3));
          return { y1, y2, r1: isRight(y1, index), r2: isRight(y2, index) };
        }),
      ),
    );
    const { curves } = await voting({ ...setting, grader: parityGrader }, 0.7, votingBudgets);
    expect(curves).toEqual(expected);
    expect(new Set(curves.flatMap(({ parallel, sequential }) => [parallel.value, sequential.value])).size).toBeGreaterThan(1);
  });
});

describe('first attempts from three sources', () => {
  it('are the base’s at training problems and held-out ones, and the policy’s own', async () => {
    const training = withSums([57, 90, 90, 58, 123]);
    const heldOut = withSums([57, 58, 58, 58, 90, 90, 60, 61]);
    // The base says 58, the policy 90; its second answer is 57 whatever it reads.
    const result = await firstAttemptSources(settingOf(made(answering(90, 57)), made(answering(58, 0)), heldOut), training, 0);
    expect(result).toEqual({
      temperature: 0,
      fixed_training: {
        n: 5,
        n_wrong: 4,
        acc_t1: fractionEstimate(1 / 5, 5),
        correction_rate: fractionEstimate(1 / 4, 4),
        i_to_c: fractionEstimate(1 / 5, 5),
      },
      fixed_heldout: {
        n: 8,
        n_wrong: 5,
        acc_t1: fractionEstimate(3 / 8, 8),
        correction_rate: fractionEstimate(1 / 5, 5),
        i_to_c: fractionEstimate(1 / 8, 8),
      },
      self_generated_heldout: {
        n: 8,
        n_wrong: 6,
        acc_t1: fractionEstimate(2 / 8, 8),
        correction_rate: fractionEstimate(1 / 6, 6),
        i_to_c: fractionEstimate(1 / 8, 8),
      },
    });
  });

  it('are what second attempts are behind', async () => {
    const problems = withSums([58, 69, 169, 90, 101, 57]);
    // 58 becomes 169 and 90 becomes 101 in the second look.
    const result = await firstAttemptSources(settingOf(made(answering(90, nextDigit)), made(answering(58, 0)), problems), problems, 1);
    const corrected = [result.fixed_training, result.fixed_heldout, result.self_generated_heldout].map(({ acc_t1, i_to_c }) => [
      acc_t1.value,
      i_to_c.value,
    ]);
    expect(corrected).toEqual([
      [1 / 6, 1 / 6],
      [1 / 6, 1 / 6],
      [1 / 6, 1 / 6],
    ]);
  });

  it('have no correction rate where none is wrong', async () => {
    const problems = withSums([58, 58]);
    const { fixed_heldout } = await firstAttemptSources(settingOf(made(answering(58, 57)), made(answering(58, 0)), problems), problems, 0);
    expect([fixed_heldout.correction_rate, fixed_heldout.i_to_c.value]).toEqual([null, 0]);
  });
});

describe('transitions by level', () => {
  it('sort every problem by the level that its task gives it', async () => {
    const problems = [...withSums([57, 57, 58]), ...drawn(60)];
    const result = await levels(settingOf(made(answering(58, 57)), made(erratic()), problems), 0);
    expect(result).toMatchObject({ temperature: 0, n: 63 });
    for (const { level, n, i_to_c, c_to_i } of result.levels) {
      const here = problems.filter((problem) => task.level(problem) === level);
      expect(n).toBe(here.length);
      const share = (sum: number) => (n === 0 ? null : fractionEstimate(shareWithSum(here, sum), n));
      expect(i_to_c).toEqual(share(57));
      expect(c_to_i).toEqual(share(58));
    }
    const known = result.levels.filter(({ n }) => n > 0);
    expect(known.length).toBeGreaterThan(1);
    expect(known.some(({ i_to_c }) => i_to_c!.value > 0)).toBe(true);
    expect(sumOf(problems[0])).toBe(57);
  });
});

describe('diversity', () => {
  it('is 1 for one who always says the same', async () => {
    const { temperature, first, second } = await diversity(settingOf(made(answering(57, 58)), made(erratic()), drawn(10)));
    expect(temperature).toBe(1);
    for (const each of [first, second]) expect(each).toEqual({ n: 10, k: 8, distinct: { value: 1, low: 1, high: 1 } });
  });

  it('of second answers is about those behind one first answer of the base', async () => {
    const [policy, base] = [made(erratic(3)), made(erratic(4))];
    const problems = drawn(10);
    const prompts = promptsOf(task, problems);
    const key = { temperature: 1, stream: 'evaluationTokens', seed: 1 } as const;
    const first = { ...key, step: probeStep('firstAnswersOfBase'), firstEpisode: 0 };
    const { y1 } = await rollOut(base.variables, model, layout, prompts, first);
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, sample) =>
        rollOut(policy.variables, model, layout, prompts, { ...key, step: probeStep('diversitySecond'), firstEpisode: 10 * sample }, y1),
      ),
    );
    const samples = problems.map((_, index) => answers.map(({ y2 }) => y2.slice(3 * index, 3 * index + 3)));
    const { second } = await diversity(settingOf(policy, base, problems), 1, 4);
    expect(second).toEqual(diversityOf(samples));
  });

  it('of one who is all over the place is many, and 1 when it is greedy', async () => {
    const policy = made(erratic());
    const setting = settingOf(policy, policy, drawn(10));
    const { first, second } = await diversity(setting, 1, 5);
    expect([first.n, first.k]).toEqual([10, 5]);
    for (const each of [first, second]) {
      expect(each.distinct.value).toBeGreaterThan(2);
      expect(each.distinct.value).toBeLessThanOrEqual(5);
    }
    const greedy = await diversity(setting, 0, 5);
    expect([greedy.first.distinct.value, greedy.second.distinct.value]).toEqual([1, 1]);
  });
});
