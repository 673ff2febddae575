/** A whole run on the fast path: what an update asks of the GPU, and what comes out beside the same run without it. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { allOptimisations, noOptimisations, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import type { Optimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import type { TrainingState } from '../../workers/methods/state.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import { GpuCounter } from '../../workers/bench/counters.ts';
import { nudged, relativeDistance } from '../unit/reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from '../unit/reference/tinyRuns.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

afterEach(() => setOptimisations(noOptimisations));

const options = tinyOptions({ layers: 2, batch: 4, group: 2, pool: 0, steps: 40, gradientNorm: 1000 });
const moved = nudged(tinyBase(options).weights, 86, 0.1);

interface End {
  reports: UpdateReport[];
  state: Uint8Array;
}

async function train(optimisations: Optimisations, updates: number, from?: Uint8Array | TrainingState): Promise<End> {
  setOptimisations(optimisations);
  const before = tf.memory().numTensors;
  const run = TrainingRun.resume(from instanceof Uint8Array ? readState(from) : (from ?? tinyState(options, moved)), generousGrader);
  const reports: UpdateReport[] = [];
  for (let update = 0; update < updates; update++) reports.push(await run.update());
  const state = writeState(await run.state());
  run.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return { reports, state };
}

describe('a run on the fast path', () => {
  it('learns what it learns without', async () => {
    const [stock, fast] = [await train(noOptimisations, 2), await train(allOptimisations, 2)];
    const moments = ({ state }: End): Float32Array => readState(state).optimiser.firstMoment;
    expect(relativeDistance(moments(fast), moments(stock))).toBeLessThan(1e-3);
    fast.reports.forEach((report, update) => {
      const other = stock.reports[update];
      expect([report.r1, report.r2, report.change_rate]).toEqual([other.r1, other.r2, other.change_rate]);
      expect(report.gradient_norm / other.gradient_norm).toBeCloseTo(1, 3);
      const sums = ({ kl_t1, kl_t2, entropy_t1, entropy_t2 }: UpdateReport): number[] => [kl_t1, kl_t2, entropy_t1, entropy_t2];
      expect(relativeDistance(sums(report), sums(other))).toBeLessThan(1e-4);
    });
  });

  it('ends with the same bits when it is repeated, interrupted, or not recorded', async () => {
    const whole = await train(allOptimisations, 3);
    expect(await train(allOptimisations, 3)).toEqual(whole);
    expect(await train({ ...allOptimisations, recordedSteps: false }, 3)).toEqual(whole);
    const half = await train(allOptimisations, 1);
    expect((await train(allOptimisations, 2, half.state)).state).toEqual(whole.state);
  });

  it('is pulled back to the model that its stage says, update by update', async () => {
    // Update 9 is the last of Stage I(a); then, in turn, turns 1 and 2 are pinned to the policy it left, and turn 3 is pulled to the base.
    const from = { ...tinyState({ ...options, method: 'score_three_turns' }, moved), step: 9 };
    const [stock, fast] = [await train(noOptimisations, 4, from), await train(allOptimisations, 4, from)];
    const kls = ({ reports }: End): number[] => reports.flatMap(({ kl_t1, kl_t2 }) => [kl_t1, kl_t2]);
    expect(kls(fast).slice(2, 4)).toEqual([0, 0]);
    expect(relativeDistance(kls(fast), kls(stock))).toBeLessThan(1e-3);
    // A policy that was moved by two updates is nearer to where they began than to the base.
    expect(kls(fast)[7]).toBeLessThan(kls(fast)[5] / 2);
    expect(await train({ ...allOptimisations, recordedSteps: false }, 4, from)).toEqual(fast);
    const half = await train(allOptimisations, 2, from);
    expect((await train(allOptimisations, 2, half.state)).state).toEqual(fast.state);
  });

  it('reads back once a rollout and once a gradient step, which is one submission of at most sixty dispatches, and allocates nothing', async () => {
    setOptimisations(allOptimisations);
    const counter = new GpuCounter();
    let untilGraded = counter.take();
    const grader: Grader = {
      ...generousGrader,
      grade: async (programs) => {
        const grades = await generousGrader.grade(programs);
        const { readbacks, allocatedBytes } = counter.take();
        untilGraded = {
          ...untilGraded,
          readbacks: untilGraded.readbacks + readbacks,
          allocatedBytes: untilGraded.allocatedBytes + allocatedBytes,
        };
        return grades;
      },
    };
    const run = TrainingRun.resume(tinyState(options, moved), grader);
    for (let update = 0; update < 20; update++) {
      counter.take();
      untilGraded = { ...untilGraded, readbacks: 0, allocatedBytes: 0 };
      await run.update();
      const { dispatches, submissions, uploads, readbacks, allocatedBytes } = counter.take();
      if (update < 10) continue;
      expect([untilGraded.readbacks, untilGraded.allocatedBytes]).toEqual([1, 0]);
      expect(dispatches).toBeGreaterThan(40);
      expect(dispatches).toBeLessThanOrEqual(60);
      // The rewards and the learning rate go up; the norm, the loss and what stands beside it come back.
      expect({ submissions, uploads, readbacks, allocatedBytes }).toEqual({ submissions: 1, uploads: 2, readbacks: 1, allocatedBytes: 0 });
    }
    counter.stop();
    run.dispose();
  });
});
