import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../workers/grader/verdict.ts';
import { optionLimits } from '../../workers/methods/options.ts';
import { firstAnswersOfBase, gradeAnswers, outcomesOf, ratesOf, sampleAnswers, writtenAt } from '../../workers/methods/probes/answers.ts';
import { answersToOthers, rightAnswers, wrongAnswers } from '../../workers/methods/probes/fedAnswers.ts';
import { probeStep, probeSteps } from '../../workers/methods/probes/randomKeys.ts';
import { trainingProblemsOf } from '../../workers/methods/probes/trainingProblems.ts';
import { problemSource, promptsOf } from '../../workers/methods/problems.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { randomSource } from '../../workers/model/random.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import { splitOf } from '../../workers/tasks/split.ts';
import { transpile } from '../../workers/tasks/transpile.ts';
import { handMade } from './reference/handMadeModels.ts';
import { answering, copied, digitsOf, drawn, erratic, layout, model, nextDigit, settingOf, task } from './reference/probeSettings.ts';

let policy: Parameters;
let base: Parameters;

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
  [policy, base] = [erratic(3), erratic(4)];
});
afterAll(() => [policy, base].forEach((parameters) => parameters.dispose()));

describe('the answers of a probe', () => {
  it('in two batches are those of one, in the order of the problems, and so are those behind given ones', async () => {
    const problems = drawn(260);
    const setting = settingOf(policy, base, problems, 5);
    const answers = await sampleAnswers(setting, policy.variables, problems, { temperature: 1, step: probeStep('voting') });
    const sampling = { temperature: 1, stream: 'evaluationTokens', seed: 5, step: probeStep('voting'), firstEpisode: 0 } as const;
    const { y1, y2 } = await rollOut(policy.variables, model, layout, promptsOf(task, problems), sampling);
    expect(answers).toEqual({ y1, y2 });

    const given = rightAnswers(setting);
    const behind = await sampleAnswers(setting, policy.variables, problems, { temperature: 1, step: probeStep('voting') }, given);
    const expected = await rollOut(policy.variables, model, layout, promptsOf(task, problems), sampling, given);
    expect(behind).toEqual({ y1: given, y2: expected.y2 });
    expect(expected.y2).not.toEqual(y2);
  });

  it('differ from sample to sample and from use to use, and not from time to time', async () => {
    const problems = drawn(20);
    const setting = settingOf(policy, base, problems);
    const sample = async (step: number, number: number) =>
      (await sampleAnswers(setting, policy.variables, problems, { temperature: 1, step, sample: number })).y2;
    const first = await sample(probeStep('voting'), 0);
    expect(await sample(probeStep('voting'), 0)).toEqual(first);
    expect(await sample(probeStep('voting'), 1)).not.toEqual(first);
    expect(await sample(probeStep('levels'), 0)).not.toEqual(first);
  });

  it.each([
    { of: 'one that copies', second: copied, expected: 57 },
    { of: 'one that counts every digit up', second: nextDigit, expected: 168 },
    { of: 'one that always says the same', second: 123, expected: 123 },
  ])('of $of are known, at any temperature', async ({ second, expected }) => {
    const problems = drawn(30);
    const made = answering(57, second);
    const setting = settingOf(made, base, problems);
    for (const temperature of [0, 0.7, 1]) {
      const { y1, y2 } = await sampleAnswers(setting, made.variables, problems, { temperature, step: probeStep('voting') });
      for (let index = 0; index < problems.length; index++) {
        expect([...writtenAt(setting, y1, index)]).toEqual(digitsOf(57));
        expect([...writtenAt(setting, y2, index)]).toEqual(digitsOf(expected));
      }
    }
    made.dispose();
  });

  it('end where answers end, and what is fed is read with its end', async () => {
    const other = transpile.configure({ operands: 4, operators: 3 });
    const problems = Array.from({ length: 12 }, (_, index) => other.draw(randomSource(7, 'heldOutProblems', 3, index), 'heldout'));
    const made = handMade({ first: [...problems[0].reference], second: copied }, layoutOf(other));
    const parameters = new Parameters(made.model, made.weights);
    const setting = { ...settingOf(policy, base, problems), task: other, model: made.model };
    const fed = rightAnswers(setting);
    const { y2 } = await sampleAnswers(setting, parameters.variables, problems, { temperature: 1, step: 0 }, fed);
    expect(y2).toEqual(fed);
    expect(new Set(problems.map((_, index) => writtenAt(setting, fed, index).length)).size).toBeGreaterThan(1);
    parameters.dispose();
  });

  it('are graded problem by problem', async () => {
    const problems = drawn(255);
    const setting = settingOf(policy, base, problems);
    const right = rightAnswers(setting);
    // The answer to every third problem is another's.
    const others = answersToOthers(setting);
    const mixed = right.map((token, at) => (Math.floor(at / 3) % 3 === 0 ? others[at] : token));
    const { r1, r2 } = await gradeAnswers(setting, problems, { y1: right, y2: mixed });
    expect(r1).toEqual(problems.map(() => 1));
    const isRight = (index: number): boolean => mixed.subarray(3 * index, 3 * index + 3).join() === problems[index].reference.join();
    expect(r2).toEqual(problems.map((_, index) => (isRight(index) ? 1 : 0)));
    const outcomes = await outcomesOf(setting, problems, { y1: right, y2: mixed });
    const broken = r2.filter((reward) => reward === 0).length;
    expect(ratesOf(outcomes)).toMatchObject({ n: 255, acc_t1: 1, c_to_i: broken / 255, change_rate: broken / 255, fixRate: null });
    expect(broken).toBeGreaterThan(70);
  });

  it('leave no tensor behind', async () => {
    const problems = drawn(5);
    const setting = settingOf(policy, base, problems);
    const before = tf.memory().numTensors;
    await firstAnswersOfBase(setting, problems);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('first answers that are fed', () => {
  it('of the base are its own at temperature 1, the same for whatever asks', async () => {
    const problems = drawn(40);
    const setting = settingOf(policy, base, problems);
    const answers = await firstAnswersOfBase(setting, problems);
    const { y1 } = await rollOut(base.variables, model, layout, promptsOf(task, problems), {
      ...{ temperature: 1, stream: 'evaluationTokens', seed: 1, step: probeStep('firstAnswersOfBase'), firstEpisode: 0 },
    });
    expect(answers).toEqual(y1);
  });

  it('to another problem are right there', () => {
    const [a, b, c] = drawn(3);
    const answers = answersToOthers(settingOf(policy, base, [a, a, b, c, a]));
    const references = [b, b, c, a, b].flatMap(({ reference }) => [...reference]);
    expect([...answers]).toEqual(references);
  });

  it('to another problem need one', () => {
    const [only] = drawn(1);
    expect(() => answersToOthers(settingOf(policy, base, [only, only]))).toThrow('need at least two problems that differ');
    expect(() => answersToOthers(settingOf(policy, base, [only]))).toThrow('need at least two problems that differ');
  });

  it('that are wrong are those of the base where these are wrong', async () => {
    const setting = settingOf(policy, base, drawn(30));
    const ofBase = answersToOthers(setting);
    const { r1 } = await gradeAnswers(setting, setting.problems, { y1: ofBase, y2: ofBase });
    const wrong = await wrongAnswers(setting, ofBase);
    r1.forEach((right, index) => {
      if (right === 0) expect(wrong.subarray(3 * index, 3 * index + 3)).toEqual(ofBase.subarray(3 * index, 3 * index + 3));
    });
    expect(r1.filter((right) => right === 0).length).toBeGreaterThan(25);
  });

  it('that are wrong are the reference with one digit replaced where the base is right, the same with the same seed', async () => {
    const setting = settingOf(policy, base, drawn(60));
    const right = rightAnswers(setting);
    const wrong = await wrongAnswers(setting, right);
    const { r1 } = await gradeAnswers(setting, setting.problems, { y1: wrong, y2: wrong });
    expect(r1).toEqual(setting.problems.map(() => 0));
    expect(wrong.every((token) => token < 10)).toBe(true);
    const places = setting.problems.map((_, index) => [0, 1, 2].filter((place) => wrong[3 * index + place] !== right[3 * index + place]));
    expect(places.every((changed) => changed.length === 1)).toBe(true);
    expect(new Set(places.flat()).size).toBe(3);
    expect(await wrongAnswers(setting, right)).toEqual(wrong);
    expect(await wrongAnswers({ ...setting, seed: 2 }, right)).not.toEqual(wrong);
  });

  it('that are wrong are wrong although every second change leaves them right', async () => {
    const setting = settingOf(policy, base, drawn(60));
    const right = rightAnswers(setting);
    // Right is whatever is no more than four away.
    const lenient = {
      ...setting.grader,
      grade: async (programs: readonly Program[]) =>
        programs.map(({ source, tests }) => {
          const away = Math.abs(Number(source.slice(4)) - Number(tests[0].expected));
          return { verdict: away <= 4 ? ('pass' as const) : ('fail' as const), detail: '' };
        }),
    };
    const wrong = await wrongAnswers({ ...setting, grader: lenient }, right);
    const numbers = setting.problems.map((_, index) => Number(wrong.subarray(3 * index, 3 * index + 3).join('')));
    numbers.forEach((number, index) => expect(Math.abs(number - Number(setting.problems[index].reference.join('')))).toBeGreaterThan(4));
  });
});

describe('problems of training', () => {
  const options = { seed: 9, batch: 8, group: 4 };

  it('of a run are those that its updates drew, and no more than those', () => {
    for (const pool of [0, 5]) {
      const source = problemSource(task, 9, pool);
      const { from, problems } = trainingProblemsOf(task, { step: 3, options: { ...options, pool } }, 5, 1);
      expect(from).toBe('run');
      expect(problems).toEqual([source.draw(0, 0), source.draw(0, 1), source.draw(1, 0), source.draw(1, 1), source.draw(2, 0)]);
      expect(trainingProblemsOf(task, { step: 3, options: { ...options, pool } }, 50, 1).problems).toHaveLength(6);
    }
  });

  it.each([
    {},
    { command: 'pretrain', seed: 3, batch: 32 },
    { step: 0, options: { ...options, pool: 5 } },
    { step: 4, options: { seed: 2 } },
  ])('of a checkpoint that names no updates, %o, are draws of the training split', (origin) => {
    const { from, problems } = trainingProblemsOf(task, origin, 40, 1);
    expect(from).toBe('split');
    expect(problems).toHaveLength(40);
    expect(problems.every(({ prompt }) => splitOf(prompt) === 'train')).toBe(true);
  });
});

describe('the steps of probes', () => {
  it('are no update’s, no other use’s, and fit into the key', () => {
    expect(Math.min(...probeSteps)).toBeGreaterThan(optionLimits.steps.max);
    expect(Math.max(...probeSteps)).toBeLessThan(2 ** 24);
    expect(new Set(probeSteps).size).toBe(probeSteps.length);
  });
});
