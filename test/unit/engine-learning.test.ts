/** What tiny runs learn, and what they learn where the objective is wrong on purpose. */
import { beforeAll, describe, expect, it } from 'vitest';
import { problemSource } from '../../workers/methods/problems.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { generousGrader, tinyBase, tinyOptions } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

describe('a strict β₂', () => {
  /** What Stage I with this β₂ does: the share of greedy first-answer tokens that stay those of the base, r₂ before and after, and KL. */
  async function stageOne(beta2: number): Promise<{ kept: number; r2: [number, number]; kl: [number, number] }> {
    const options = tinyOptions({
      beta2,
      beta1: 0,
      steps: 40,
      stageOneShare: 0.95,
      batch: 64,
      group: 8,
      pool: 0,
      width: 16,
      learningRate: 0.003,
      lateLearningRate: 0.003,
    });
    const base = tinyBase(options);
    const task = addition.configure(options.dials);
    const layout = layoutOf(task);
    const source = problemSource(task, 1000, 0);
    const prompts = Int32Array.from(Array.from({ length: 100 }, (_, index) => [...source.draw(0, index).prompt]).flat());
    const greedy = async (weights: Weights): Promise<Int32Array> => {
      const parameters = new Parameters(base.model, weights);
      const sampling = { temperature: 0, stream: 'tokens', seed: 0, step: 0, firstEpisode: 0, turns: 1 } as const;
      const { y1 } = await rollOut(parameters.variables, base.model, layout, prompts, sampling);
      parameters.dispose();
      return y1;
    };
    const run = TrainingRun.start(options, base, generousGrader);
    const reports: UpdateReport[] = [];
    while (run.step < 38) reports.push(await run.update());
    const last = reports[reports.length - 1];
    expect(last.stage).toBe('Stage I');
    // One batch of 64 is too noisy to compare: five at either end.
    const meanR2 = (some: readonly UpdateReport[]): number => some.reduce((sum, { r2 }) => sum + r2!, 0) / some.length;
    const [before, after] = [await greedy(base.weights), await greedy((await run.state()).policy)];
    run.dispose();
    const kept = after.filter((token, i) => token === before[i]).length / before.length;
    return { kept, r2: [meanR2(reports.slice(0, 5)), meanR2(reports.slice(-5))], kl: [last.kl_t1, last.kl_t2] };
  }

  it('holds first answers at the base while second answers learn; without it first answers go with them', async () => {
    const [strict, without] = [await stageOne(10), await stageOne(0)];
    expect(strict.kept).toBeGreaterThan(0.8);
    expect(without.kept).toBeLessThan(0.4);
    expect(strict.kl[0]).toBeLessThan(0.02);
    expect(without.kl[0]).toBeGreaterThan(1);
    expect(strict.kl[1]).toBeGreaterThan(10 * strict.kl[0]);
    for (const { r2 } of [strict, without]) expect(r2[1]).toBeGreaterThan(1.5 * r2[0]);
  });
});

describe('credit for the second answer', () => {
  /** Mean r₁ of the first and the last ten updates of Stage II with α = 10, from a base that is right half of the time. */
  async function firstAnswers(gamma: number): Promise<[number, number]> {
    const options = tinyOptions({
      method: 'score_no_stage1',
      gamma,
      steps: 60,
      batch: 64,
      group: 8,
      pool: 0,
      width: 16,
      lateLearningRate: 0.01,
    });
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    const r1: number[] = [];
    while (!run.finished) r1.push((await run.update()).r1!);
    run.dispose();
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean(r1.slice(0, 10)), mean(r1.slice(-10))];
  }

  it('teaches the model to fail first where the whole trajectory earns it, and does not where each turn earns its own', async () => {
    const [perTurn, trajectory] = [await firstAnswers(0), await firstAnswers(1)];
    expect(perTurn[1]).toBeGreaterThan(perTurn[0]);
    expect(trajectory[1]).toBeLessThan(0.5 * trajectory[0]);
  });
});
