/** The swap test on hand-made models, whose results are known exactly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import { swapTest } from '../../workers/methods/probes/swapTest.ts';
import type { SwapResult } from '../../workers/methods/probes/swapTest.ts';
import { startBackend } from '../../workers/model/backend.ts';
import type { Parameters } from '../../workers/model/parameters.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { answering, copied, drawn, erratic, forgetful, nextDigit, parityGrader, settingOf, withSums } from './reference/probeSettings.ts';
import { graderBy } from './reference/tinyRuns.ts';

const models: Parameters[] = [];
const made = (parameters: Parameters): Parameters => {
  models.push(parameters);
  return parameters;
};

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});
afterAll(() => models.forEach((parameters) => parameters.dispose()));

const repeated = (problems: readonly Problem[], times: number): Problem[] => Array.from({ length: times }, () => problems).flat();
const sums = [57, 57, 58, 90, 101, 57, 123, 57, 60, 83];

describe('the swap test', () => {
  const bySource = (results: readonly SwapResult[]) => Object.fromEntries(results.map((result) => [result.source, result]));

  it.each([0, 1])(
    'at temperature %s finds that one who copies is as right as what it was fed, and changes nothing',
    async (temperature) => {
      const problems = repeated(withSums(sums), 5);
      const { sources, mode, n, ...rest } = await swapTest(
        settingOf(made(answering(57, copied)), made(answering(58, 0)), problems),
        temperature,
      );
      expect(sources.map(({ source, n }) => [source, n])).toEqual(
        ['own', 'base', 'right', 'wrong', 'another'].map((source) => [source, 50]),
      );
      expect(n).toBe(50);
      for (const { fed_accuracy, acc_t2, change_rate } of sources) {
        expect(acc_t2).toEqual(fed_accuracy);
        expect(change_rate).toEqual(fractionEstimate(0, 50));
      }
      const { own, base, right, wrong, another } = bySource(sources);
      expect([own, base, right, wrong].map(({ fed_accuracy }) => fed_accuracy.value)).toEqual([0.4, 0.1, 1, 0]);
      // Equal sums are of one and the same problem here, so another one has another sum.
      expect(another.fed_accuracy.value).toBe(0);
      expect([own.fix_rate?.value, own.keep_rate?.value, own.n_wrong, own.n_right]).toEqual([0, 1, 30, 20]);
      expect([right.fix_rate, right.keep_rate]).toEqual([null, fractionEstimate(1, 50)]);
      expect([wrong.fix_rate, wrong.keep_rate]).toEqual([fractionEstimate(0, 50), null]);
      expect(mode).toBe('copy');
      expect(rest).toMatchObject({ temperature, dependence: { value: 1 }, own_delta: { value: 0 }, selectivity: { value: 0 } });
    },
  );

  it('finds that one who ignores the first answer is equally right whatever it was fed', async () => {
    const problems = repeated(withSums([57, 57, 57, 58, 90]), 80);
    const { sources, mode } = await swapTest(settingOf(made(answering(90, 57)), made(answering(58, 0)), problems), 1);
    for (const { acc_t2 } of sources) expect(acc_t2).toEqual(fractionEstimate(0.6, 400));
    const { own, right, another } = bySource(sources);
    expect([own, right].map(({ change_rate }) => change_rate.value)).toEqual([1, 0.4]);
    expect(another.fed_accuracy.value).toBe(0);
    expect(mode).toBe('ignore');
  });

  it('finds that one who changes every answer breaks all that were right', async () => {
    const problems = repeated(withSums([57, 168, 58, 90]), 25);
    const { sources, mode } = await swapTest(settingOf(made(answering(57, nextDigit)), made(answering(57, 0)), problems), 0);
    const { own, base, right, wrong } = bySource(sources);
    for (const { change_rate } of sources) expect(change_rate.value).toBe(1);
    expect(right.keep_rate).toEqual(fractionEstimate(0, 100));
    // 57 becomes 168: of its own answers a quarter was right, and another quarter becomes so.
    for (const { fed_accuracy, fix_rate, keep_rate, acc_t2 } of [own, base]) {
      expect([fed_accuracy.value, acc_t2.value, fix_rate?.value, keep_rate?.value]).toEqual([0.25, 0.25, 1 / 3, 0]);
    }
    expect(wrong.fed_accuracy.value).toBe(0);
    expect(mode).toBe('flip');
  });

  it('samples with the same random numbers whatever is fed, so that one who cannot look back answers the same', async () => {
    const [policy, base] = [made(forgetful(3)), made(erratic(4))];
    const { sources } = await swapTest({ ...settingOf(policy, base, drawn(60)), grader: parityGrader }, 1);
    const accuracies = sources.filter(({ n }) => n === 60).map(({ acc_t2 }) => acc_t2.value);
    expect(accuracies.length).toBeGreaterThan(3);
    expect(new Set(accuracies).size).toBe(1);
    expect(accuracies[0]).toBeGreaterThan(0);
    expect(accuracies[0]).toBeLessThan(1);
  });

  it('leaves out of the wrong answers the problems to which every answer is right', async () => {
    const problems = repeated(withSums([57, 90, 101, 58, 60]), 4);
    const setting = settingOf(made(answering(57, 123)), made(answering(58, 0)), problems);
    const kind = graderBy((sum, expected) => expected % 2 === 0 || sum === expected);
    const { sources } = await swapTest({ ...setting, grader: kind }, 0);
    const { own, wrong } = bySource(sources);
    expect([own.n, own.n_right]).toEqual([20, 16]);
    expect([wrong.n, wrong.n_wrong, wrong.n_right]).toEqual([8, 8, 0]);
  });

  it('gives the same again with the same seed, and with another not', async () => {
    const [policy, base] = [made(erratic(3)), made(erratic(4))];
    const problems = drawn(40);
    const first = await swapTest({ ...settingOf(policy, base, problems), grader: parityGrader }, 1);
    expect(await swapTest({ ...settingOf(policy, base, problems), grader: parityGrader }, 1)).toEqual(first);
    expect(await swapTest({ ...settingOf(policy, base, problems, 2), grader: parityGrader }, 1)).not.toEqual(first);
  });
});
