import { beforeAll, describe, expect, it } from 'vitest';
import { problemSource } from '../../workers/methods/problems.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { rollOut64 } from './reference/episodes64.ts';
import { measure64 } from './reference/objective64.ts';
import { nudged } from './reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

describe('an update whose first answers are the base’s in some groups', () => {
  it.each([
    { method: 'score_mixed_first', counted: [4, 8] },
    { method: 'score_offline_turn1', counted: [4, 4] },
  ])('trains no token that $method leaves out, whatever it is, and measures the others alone', async ({ method, counted }) => {
    const options = tinyOptions({ method, steps: 2, stageOneShare: 0.05, baseFirstShare: 0.5, width: 4, pool: 0, temperature: 0.6 });
    const layout: EpisodeLayout = {
      promptLength: 6,
      answerLength: 3,
      separator: 12,
      endOfAnswer: null,
      padding: 12,
      length: 12,
      vocabulary: 13,
    };
    const base = tinyBase(options);
    const policy = nudged(base.weights, 72, 0.1);
    const problems = problemSource(addition.configure(options.dials), options.seed, 0);
    const sampling = { temperature: 0.6, stream: 'tokens', seed: options.seed, step: 0, firstEpisode: 0 } as const;
    const episodes = Array.from({ length: 8 }, (_, row) => {
      const prompt = [...problems.draw(0, Math.floor(row / 4)).prompt];
      const given = row < 4 ? rollOut64(base.weights, base.model, layout, prompt, sampling, row).y1 : undefined;
      return rollOut64(policy, base.model, layout, prompt, sampling, row, given);
    });
    const run = TrainingRun.resume(tinyState(options, policy), generousGrader);
    const report = await run.update();
    run.dispose();
    const setting = { model: base.model, layout, base: base.weights, temperature: 0.6 };
    const measured = episodes.map((episode) => measure64(policy, setting, episode));
    // Rows 0–3 begin with the base's answers: the first turn counts elsewhere; split, the second counts only here.
    const klOf = (turn: 0 | 1, rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + measured[row][turn].kl.reduce((kl, position) => kl + position, 0), 0) / rows.length;
    const second = counted[1] === 8 ? [0, 1, 2, 3, 4, 5, 6, 7] : [0, 1, 2, 3];
    expect(report.kl_t1).toBeCloseTo(klOf(0, [4, 5, 6, 7]), 4);
    expect(report.kl_t2).toBeCloseTo(klOf(1, second), 4);
  });
});
