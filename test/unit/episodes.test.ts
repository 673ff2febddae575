import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEpisodes } from '../../workers/methods/episodes.ts';
import { episodeValues } from '../../workers/methods/objective.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import type { FirstAttempts } from '../../workers/methods/stage.ts';
import { methodById } from '../../workers/methods/table.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { lively, nudged } from './reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

const model = { layers: 1, heads: 2, width: 8, context: 10, vocabulary: 7 };
const layout = { promptLength: 2, answerLength: 4, separator: 6, endOfAnswer: null, padding: 6, length: 10, vocabulary: 7 };
const later = { ...layout, separator: 4 };
const sampling = { temperature: 1, stream: 'tokens', seed: 4, step: 9, firstEpisode: 0 } as const;
const prompts = Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3]);
const settings = { group: 4, estimator: 'leave_one_out', branches: 2, baseFirstShare: 0.5 } as const;
const rows = (answers: Int32Array): string[] => Array.from({ length: 8 }, (_, row) => answers.subarray(4 * row, 4 * row + 4).join());
const all = (value: boolean, count = 8): boolean[] => Array.from({ length: count }, () => value);

let policy: Parameters;
let base: Parameters;
/** First answers, by writer, of ordinary rollouts. */
let written: Record<'policy' | 'base', string[]>;

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
  policy = new Parameters(model, lively(model, 1));
  base = new Parameters(model, lively(model, 2));
  const firstOf = async ({ variables }: Parameters): Promise<string[]> =>
    rows((await rollOut(variables, model, layout, prompts, sampling)).y1);
  written = { policy: await firstOf(policy), base: await firstOf(base) };
});

afterAll(() => {
  policy.dispose();
  base.dispose();
});

const sample = (firstAttempts: FirstAttempts, changes: Partial<RunOptions> = {}) =>
  sampleEpisodes({ ...methodById('naive').stages[0], firstAttempts }, policy, base, [layout, later], prompts, sampling, {
    ...settings,
    ...changes,
  });

describe('the episodes of an update', () => {
  it('begin with the policy’s own first answers, and train on both turns', async () => {
    const { episodes, trained } = await sample('policy');
    expect(episodes).toEqual(await rollOut(policy.variables, model, layout, prompts, sampling));
    expect(trained).toEqual([all(true), all(true)]);
  });

  it('begin with the base’s, and train on the second turn alone', async () => {
    const { episodes, trained } = await sample('base');
    expect(rows(episodes.y1)).toEqual(written.base);
    expect(trained).toEqual([null, all(true)]);
  });

  it.each([
    [0, 0],
    [0.5, 4],
    [1, 8],
  ])('begin with the base’s in whole groups, for a share of %s, and leave those untrained', async (baseFirstShare, count) => {
    const { episodes, trained } = await sample('mixed', { baseFirstShare });
    expect(rows(episodes.y1)).toEqual([...written.base.slice(0, count), ...written.policy.slice(count)]);
    expect(trained).toEqual([[...all(false, count), ...all(true, 8 - count)], all(true)]);
  });

  it('leave no token of the base to a gradient, though it wrote every first answer of a stage that trains them', async () => {
    const maskOf = async (firstAttempts: FirstAttempts): Promise<number[][]> => {
      const { episodes, trained } = await sample(firstAttempts, { baseFirstShare: 1 });
      const { mask } = episodeValues(episodes, layout, trained);
      return [[...mask.subarray(0, 32)], [...mask.subarray(32)]];
    };
    const [none, every] = [0, 1].map((value) => Array.from({ length: 32 }, () => value));
    expect(await maskOf('mixed')).toEqual([none, every]);
    // A stage that leaves the first turn out has nothing that its tokens could be multiplied by, and measures them.
    expect(await maskOf('base')).toEqual([every, every]);
  });

  it('train as where the first turn is left out, if the base wrote every first answer', async () => {
    const after = async (method: string): Promise<Weights> => {
      const options = tinyOptions({ method, steps: 2, stageOneShare: 0.05, baseFirstShare: 1 });
      const run = TrainingRun.resume(tinyState(options, nudged(tinyBase(options).weights, 72, 0.1)), generousGrader);
      await run.update();
      const { policy: moved } = await run.state();
      run.dispose();
      return moved;
    };
    const mixed = await after('score_mixed_first');
    expect(mixed).toEqual(await after('score_offline_untrained'));
    expect(mixed).not.toEqual(await after('score'));
  });

  it('are split: the first turn is trained where the policy wrote it, the second where the base did', async () => {
    const { episodes, trained } = await sample('split');
    expect(rows(episodes.y1)).toEqual([...written.base.slice(0, 4), ...written.policy.slice(4)]);
    expect(trained).toEqual([
      [...all(false, 4), ...all(true, 4)],
      [...all(true, 4), ...all(false, 4)],
    ]);
  });

  it('of a tree have the same first answer in every branch, and second answers of their own', async () => {
    const { episodes } = await sample('policy', { estimator: 'tree' });
    const [first, second] = [rows(episodes.y1), rows(episodes.y2)];
    for (let row = 0; row < 8; row += 2) expect(first[row + 1]).toBe(first[row]);
    expect(new Set(first).size).toBeGreaterThan(2);
    expect(second.filter((answer, row) => row % 2 === 1 && answer === second[row - 1]).length).toBeLessThan(4);
  });

  it('of a third attempt are the policy’s second answers and third ones in other words, the third alone trained on', async () => {
    const { episodes, trained, layout: asked } = await sample('second turn');
    const ordinary = await rollOut(policy.variables, model, layout, prompts, sampling);
    expect(rows(episodes.y1)).toEqual(rows(ordinary.y2));
    expect(trained).toEqual([null, all(true)]);
    expect(asked).toBe(later);
    const thirdOf = async (asking: typeof layout, stream: 'tokens' | 'thirdTokens'): Promise<string[]> =>
      rows((await rollOut(policy.variables, model, asking, prompts, { ...sampling, stream }, episodes.y1)).y2);
    expect(rows(episodes.y2)).toEqual(await thirdOf(later, 'thirdTokens'));
    expect(rows(episodes.y2)).not.toEqual(await thirdOf(layout, 'thirdTokens'));
    expect(rows(episodes.y2)).not.toEqual(await thirdOf(later, 'tokens'));
  });

  it('of a third attempt in a tree have the same second answer in every branch', async () => {
    const { episodes } = await sample('second turn', { estimator: 'tree' });
    const [second, third] = [rows(episodes.y1), rows(episodes.y2)];
    for (let row = 0; row < 8; row += 2) expect(second[row + 1]).toBe(second[row]);
    expect(second).not.toEqual(rows((await sample('policy', { estimator: 'tree' })).episodes.y1));
    expect(third.filter((answer, row) => row % 2 === 1 && answer === third[row - 1]).length).toBeLessThan(4);
  });

  it('that a stage imitates are no tree', async () => {
    const [stage] = methodById('star').stages;
    const options = { ...settings, estimator: 'tree' } as const;
    const { episodes } = await sampleEpisodes(stage, policy, base, [layout, later], prompts, sampling, options);
    expect(rows(episodes.y1)).toEqual(written.policy);
  });
});
