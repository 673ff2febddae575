import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cells } from '../../workers/methods/cells.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { problemSource } from '../../workers/methods/problems.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { TrainingRun, TrainingStoppedError } from '../../workers/methods/trainingRun.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { readCheckpoint, writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { positionEntropy64, rollOut64, turns64 } from './reference/episodes64.ts';
import type { Episode } from './reference/episodes64.ts';
import { estimator64, scores64 } from './reference/objective64.ts';
import { nudged, relativeDistance } from './reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

describe('one update of a run', () => {
  // Two updates with 5% or 95% of them in Stage I: the first is in Stage II or in Stage I.
  const small = { width: 4, steps: 2, gradientNorm: 1000, temperature: 0.6, alpha: 10, beta1: 0.3, beta2: 1.7, pool: 0 } as const;
  const layout: EpisodeLayout = {
    promptLength: 6,
    answerLength: 3,
    separator: 12,
    endOfAnswer: null,
    padding: 12,
    length: 12,
    vocabulary: 13,
  };
  const options = tinyOptions(small);
  const base = tinyBase(options);
  const policy = nudged(base.weights, 72, 0.1);
  const isRight = (answer: readonly number[]): number => (answer.every((token) => token < 10) && answer[2] < 5 ? 1 : 0);
  const others = (values: readonly number[], i: number): number => {
    const first = i - (i % 4);
    return (values.slice(first, first + 4).reduce((sum, value) => sum + value, 0) - values[i]) / 3;
  };

  type Source = 'policy' | 'base';
  interface Sampled {
    episodes: Episode[];
    scores: ReturnType<typeof scores64>;
  }
  let sampled: Record<Source, Sampled>;
  beforeAll(() => {
    const problems = problemSource(addition.configure(options.dials), options.seed, 0);
    const sampling = { temperature: 0.6, stream: 'tokens', seed: options.seed, step: 0, firstEpisode: 0 } as const;
    const sample = (firstAttempts: Source): Sampled => {
      const episodes = Array.from({ length: 8 }, (_, row) => {
        const prompt = [...problems.draw(0, Math.floor(row / 4)).prompt];
        const given = firstAttempts === 'base' ? rollOut64(base.weights, base.model, layout, prompt, sampling, row).y1 : undefined;
        return rollOut64(policy, base.model, layout, prompt, sampling, row, given);
      });
      return { episodes, scores: scores64(policy, { model: base.model, layout, base: base.weights, temperature: 0.6 }, episodes) };
    };
    sampled = { policy: sample('policy'), base: sample('base') };
    expect(sampled.base.episodes.map(({ y1 }) => y1)).not.toEqual(sampled.policy.episodes.map(({ y1 }) => y1));
  });

  it.each<{ method: string; stageOneShare: number; cells?: Cells; of: (r1: number, r2: number) => number[]; betas: number[] }>([
    { method: 'naive', stageOneShare: 0.5, of: (r1: number, r2: number) => [r1, r2], betas: [0.3, 0.3] },
    { method: 'naive_final_only', stageOneShare: 0.5, of: (_: number, r2: number) => [0, r2], betas: [0, 0.3] },
    { method: 'score', stageOneShare: 0.95, of: (_: number, r2: number) => [0, r2], betas: [1.7, 0.3] },
    { method: 'score', stageOneShare: 0.05, of: (r1: number, r2: number) => [r1, r2 + 10 * (r2 - r1)], betas: [0.3, 0.3] },
    { method: 'score_no_stage1', stageOneShare: 0.5, of: (r1: number, r2: number) => [r1, r2 + 10 * (r2 - r1)], betas: [0.3, 0.3] },
    { method: 'score_no_bonus', stageOneShare: 0.95, of: (_: number, r2: number) => [0, r2], betas: [1.7, 0.3] },
    { method: 'score_no_bonus', stageOneShare: 0.05, of: (r1: number, r2: number) => [r1, r2], betas: [0.3, 0.3] },
    { method: 'score_offline_untrained', stageOneShare: 0.95, of: (_: number, r2: number) => [0, r2], betas: [0, 0.3] },
    { method: 'score_offline_untrained', stageOneShare: 0.05, of: (r1: number, r2: number) => [0, r2 + 10 * (r2 - r1)], betas: [0, 0.3] },
    { method: 'score_reweighted', stageOneShare: 0.05, of: (r1: number, r2: number) => [r1, 11 * r2], betas: [0.3, 0.3] },
    { method: 'score_interleaved', stageOneShare: 0.95, of: (_: number, r2: number) => [0, r2], betas: [1.7, 0.3] },
    { method: 'naive_discounted', stageOneShare: 0.5, of: (r1: number, r2: number) => [r1, r2 + 10 * (r2 - r1)], betas: [0.3, 0.3] },
    { method: 'single_turn', stageOneShare: 0.5, of: (r1: number) => [r1, 0], betas: [0.3, 0] },
    // Rows with cells of the run's own.
    { method: 'naive', stageOneShare: 0.5, cells: { '1.1': 'r2-beta2' }, of: (_: number, r2: number) => [r2, r2], betas: [1.7, 0.3] },
    { method: 'naive', stageOneShare: 0.5, cells: { '1.2': 'none-beta2' }, of: (r1: number) => [r1, 0], betas: [0.3, 1.7] },
    {
      method: 'naive',
      stageOneShare: 0.5,
      cells: { '1.1': 'none', '1.2': 'bonus' },
      of: (r1: number, r2: number) => [0, r2 + 10 * (r2 - r1)],
      betas: [0, 0],
    },
    {
      method: 'score',
      stageOneShare: 0.95,
      cells: { '1.1': 'bonus', '2.1': 'none' },
      of: (r1: number, r2: number) => [r2 + 10 * (r2 - r1), r2],
      betas: [0, 0.3],
    },
    {
      method: 'score',
      stageOneShare: 0.05,
      cells: { '1.1': 'bonus', '2.1': 'weighted-beta2', '2.2': 'r1-beta1' },
      of: (r1: number, r2: number) => [11 * r2, r1],
      betas: [1.7, 0.3],
    },
  ])(
    'of $method ($cells) with $stageOneShare of its updates in Stage I is along the gradient worked out in float64 from prompts to rewards',
    async ({ method, stageOneShare, cells, of, betas }) => {
      const { episodes, scores } = sampled[method === 'score_offline_untrained' ? 'base' : 'policy'];
      const run = TrainingRun.resume(tinyState({ ...options, method, stageOneShare, ...(cells && { cells }) }, policy), generousGrader);
      const report = await run.update();
      const { optimiser } = await run.state();
      run.dispose();

      const [r1, r2] = [episodes.map(({ y1 }) => isRight(y1)), episodes.map(({ y2 }) => isRight(y2))];
      expect(new Set([...r1, ...r2]).size).toBe(2);
      const paid = r1.map((first, i) => of(first, r2[i]));
      const turn = (which: 0 | 1): number[] => paid.map((values, i) => values[which] - others(paid.map((each) => each[which]), i)); // prettier-ignore
      const expected = estimator64(scores, { group: 4, advantages: [turn(0), turn(1)], betas: [betas[0], betas[1]] });
      // After one update from nothing, the first moment is a tenth of the gradient.
      expect(
        relativeDistance(
          optimiser.firstMoment.map((value) => 10 * value),
          expected,
        ),
      ).toBeLessThan(1e-4);
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(report.gradient_norm).toBeCloseTo(Math.hypot(...expected), 2);
      expect([report.r1, report.r2]).toEqual([mean(r1), mean(r2)]);
      expect(report.change_rate).toBe(mean(episodes.map(({ y1, y2 }) => (y1.join() === y2.join() ? 0 : 1))));
      const kl = ([0, 1] as const).map((which) =>
        mean(scores.map((turns) => turns[which].reduce((sum, position) => sum + position.kl, 0))),
      );
      expect(report.kl_t1).toBeCloseTo(kl[0], 4);
      expect(report.kl_t2).toBeCloseTo(kl[1], 4);
      const turns = episodes.map((episode) => turns64(policy, base.model, layout, episode, 0.6));
      const entropy = ([0, 1] as const).map((which) =>
        mean(turns.map((pair) => positionEntropy64(pair[which]).reduce((sum, value) => sum + value, 0))),
      );
      expect(report.entropy_t1).toBeCloseTo(entropy[0], 4);
      expect(report.entropy_t2).toBeCloseTo(entropy[1], 4);
    },
  );

  it.each([NaN, Infinity])('stops with the step and the quantity when a weight is %s, and leaves everything as it was', async (poison) => {
    const poisoned = new Map(
      [...base.weights].map(([name, values]) => [name, name === 'head' ? values.map((value, i) => (i === 3 ? poison : value)) : values]),
    );
    const run = TrainingRun.resume({ ...tinyState(options, poisoned), step: 1 }, generousGrader);
    await expect(run.update()).rejects.toThrow(TrainingStoppedError);
    const before = tf.memory().numTensors;
    await expect(run.update()).rejects.toThrow('Stopped at step 2: the loss is not a finite number.');
    expect(tf.memory().numTensors).toBe(before);
    expect(run.step).toBe(1);
    const state = await run.state();
    expect(state.policy).toEqual(poisoned);
    expect(state.optimiser).toEqual(tinyState(options).optimiser);
    expect(state.training.outcomes).toEqual([]);
    run.dispose();
  });
});

interface Trace {
  updates: UpdateReport[];
  rows: EvaluationRow[];
  /** The file of the run's last state. */
  end: Uint8Array;
}

/** Runs to the end, and evaluates where that is due; the run is written, read and resumed after each of `interruptions` updates. */
async function runThrough(options: RunOptions, interruptions: readonly number[] = []): Promise<Trace> {
  let run = TrainingRun.start(options, tinyBase(options), generousGrader);
  const updates: UpdateReport[] = [];
  const { rows } = await run.evaluate();
  while (!run.finished) {
    updates.push(await run.update());
    const interrupt = async (): Promise<void> => {
      const file = writeState(await run.state());
      run.dispose();
      run = TrainingRun.resume(readState(file), generousGrader);
    };
    if (interruptions.includes(run.step)) await interrupt();
    if (run.evaluationDue) rows.push(...(await run.evaluate()).rows);
    if (interruptions.includes(-run.step)) await interrupt();
  }
  const end = writeState(await run.state());
  run.dispose();
  return { updates, rows, end };
}

describe('a run', () => {
  const options = tinyOptions();

  it('that is saved, read and resumed ends with the same bits, interrupted before or after evaluations or between them', async () => {
    const uninterrupted = await runThrough(options);
    expect(uninterrupted.updates.map(({ stage }) => stage)).toEqual(['Stage I', 'Stage I', 'Stage I', 'Stage II', 'Stage II', 'Stage II']);
    expect(await runThrough(options, [1, 2, 3])).toEqual(uninterrupted);
    expect(await runThrough(options, [-2, 5, -6])).toEqual(uninterrupted);
  });

  it('gives the same bits every time, and others under another seed', async () => {
    const first = await runThrough(tinyOptions({ method: 'naive', pool: 0 }));
    expect(await runThrough(tinyOptions({ method: 'naive', pool: 0 }))).toEqual(first);
    expect((await runThrough(tinyOptions({ method: 'naive', pool: 0, seed: 6 }))).updates).not.toEqual(first.updates);
  });

  it('whose state was taken goes on without changing what was taken, and so does one that is resumed from it', async () => {
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    await run.update();
    const state = await run.state();
    const then = writeState(state);
    const resumed = TrainingRun.resume(state, generousGrader);
    for (const either of [run, resumed]) {
      await either.update();
      expect(writeState(state)).toEqual(then);
      either.dispose();
    }
  });

  it('reports rows in which Δ is Δi→c less Δc→i, of all held-out problems at temperatures 0 and 1 and of all training episodes since the last', async () => {
    const { rows, updates } = await runThrough(options);
    expect(rows.map(({ split, temperature, step, n }) => [split, temperature, step, n])).toEqual([
      ['heldout', 0, 0, 12],
      ['heldout', 1, 0, 12],
      ...[2, 4, 6].flatMap((step) => [
        ['train', 1, step, 16],
        ['heldout', 0, step, 12],
        ['heldout', 1, step, 12],
      ]),
    ]);
    for (const { acc_t1, acc_t2, delta, i_to_c, c_to_i } of rows) {
      expect(delta).toBeCloseTo(acc_t2 - acc_t1, 12);
      expect(delta).toBeCloseTo(i_to_c - c_to_i, 12);
    }
    expect(rows.some(({ i_to_c, c_to_i }) => i_to_c > 0 && c_to_i > 0)).toBe(true);
    for (const row of rows.filter(({ split }) => split === 'train')) {
      const [one, two] = updates.slice(row.step - 2, row.step);
      expect(row.acc_t1).toBeCloseTo((one.r1! + two.r1!) / 2, 12);
      expect(row.acc_t2).toBeCloseTo((one.r2! + two.r2!) / 2, 12);
      expect(row.change_rate).toBeCloseTo((one.change_rate! + two.change_rate!) / 2, 12);
      expect(row.kl_t1).toBeCloseTo((one.kl_t1 + two.kl_t1) / 2, 12);
      expect(row.kl_t2).toBeCloseTo((one.kl_t2 + two.kl_t2) / 2, 12);
      expect(row.entropy_t1).toBeCloseTo((one.entropy_t1 + two.entropy_t1) / 2, 12);
      expect(row.entropy_t2).toBeCloseTo((one.entropy_t2 + two.entropy_t2) / 2, 12);
    }
    expect(rows.slice(0, 2).map(({ kl_t1, kl_t2 }) => [kl_t1, kl_t2])).toEqual([[0, 0], [0, 0]]); // prettier-ignore
    expect(rows.at(-1).kl_t2).toBeGreaterThan(1e-4);
  });

  it('measures held-out problems at temperatures 0 and 1 whatever it samples at', async () => {
    const rowsAt = async (temperature: number): Promise<EvaluationRow[]> => {
      const run = TrainingRun.start(tinyOptions({ temperature }), tinyBase(options), generousGrader);
      const { rows } = await run.evaluate();
      run.dispose();
      return rows;
    };
    expect(await rowsAt(0.3)).toEqual(await rowsAt(1));
  });

  it('warms its learning rate up, lowers it in the second half, and moves by it', async () => {
    const { updates } = await runThrough(tinyOptions({ learningRate: 0.01, lateLearningRate: 0.004, warmUp: 2 }));
    expect(updates.map(({ learning_rate: rate }) => rate)).toEqual([0.005, 0.01, 0.01, 0.004, 0.004, 0.004]);

    const paused = tinyOptions({ method: 'naive', learningRate: 0.01, lateLearningRate: 0, warmUp: 2 });
    const run = TrainingRun.start(paused, tinyBase(paused), generousGrader);
    const weights = async (): Promise<number[]> => [...(await run.state()).policy.values()].flatMap((values) => [...values]);
    const start = await weights();
    await run.update();
    // The first step of Adam is as long as the learning rate wherever there is a gradient.
    const first = await weights();
    expect(Math.max(...first.map((value, i) => Math.abs(value - start[i])))).toBeCloseTo(0.005, 5);
    await run.update();
    await run.update();
    const half = await weights();
    expect(half).not.toEqual(first);
    await run.update();
    expect(await weights()).toEqual(half);
    run.dispose();
  });

  it('leaves no tensor behind, update by update and in the end', async () => {
    const before = tf.memory();
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    await run.update();
    const open = tf.memory().numTensors;
    await run.update();
    await run.evaluate();
    await run.state();
    await run.model();
    expect(tf.memory().numTensors).toBe(open);
    run.dispose();
    const { numTensors, numDataBuffers } = tf.memory();
    expect({ numTensors, numDataBuffers }).toEqual({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('writes a model file that reads back as the policy it ended with', async () => {
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    await run.update();
    const { policy } = await run.state();
    const file = writeCheckpoint(await run.model());
    run.dispose();
    const checkpoint = readCheckpoint(file);
    expect(checkpoint.weights).toEqual(policy);
    expect(checkpoint.origin).toMatchObject({ step: 1, options, base: { command: 'test' } });
    expect(writeCheckpoint(checkpoint)).toEqual(file);
  });
});
