/** The whole bench. It needs no page: any environment with tf's backend started, a grader and a clock can run it. */
import * as tf from '@tensorflow/tfjs-core';
import type { Grader } from '../grader/verdict.ts';
import { readCheckpoint } from '../model/checkpoint.ts';
import type { EngineReport } from '../protocol.ts';
import { hold } from './contest.ts';
import type { Place } from './contest.ts';
import { GpuCounter } from './counters.ts';
import { gradeRow } from './gradeWork.ts';
import { allOptimisations, noOptimisations, setOptimisations } from '../kernels/webgpu/optimisations.ts';
import { planOf, speedOf } from './plan.ts';
import type { BenchRequest, Plan } from './plan.ts';
import { measureRoofline } from './roofline.ts';
import type { BenchFindings, BenchRow, Work } from './rows.ts';
import { measureScaling } from './scaling.ts';
import { soak } from './soak.ts';
import { scoreRows } from './scoreWork.ts';
import { sidesFor } from './sides/all.ts';
import type { LoadSide } from './sides/all.ts';
import type { Side } from './sides/side.ts';
import { bytesNeeded, decodingContest, trainingContest } from './works.ts';

/** What the environment gives: a started backend, the sandbox, and ears. */
export interface Host {
  engine: EngineReport;
  grader: Grader;
  /** The base model that ships for addition, a safetensors file. */
  base: Uint8Array;
  /** Sides that only this environment can load, by name. */
  peers: Record<string, LoadSide>;
  say: (sentence: string) => void;
}

/** Beyond this a contest is left out: every side's tensors are in memory at once. */
const largestMemory = { slow: 2e9, fast: 12e9 };

async function holdContest({ work, model, batch }: Plan['contests'][number], sides: Side[], plan: Plan, place: Place): Promise<BenchRow[]> {
  const contest = work === 'decode' ? decodingContest(model, batch) : await trainingContest(model, batch);
  return hold(contest, sides, plan.patience, place);
}

/** Runs everything the request asks for. Rows come in the order of the plan. */
export async function runBench(request: BenchRequest, host: Host): Promise<BenchFindings> {
  const { backend, adapter } = host.engine;
  const speed = speedOf(backend, adapter);
  const isSoftware = speed === 'software adapter';
  if (request.soak > 0) {
    setOptimisations(backend === 'webgpu' ? allOptimisations : noOptimisations);
    const nothing = { rows: [], phases: [], scaling: [], roofline: null };
    return { backend, adapter, isSoftware, ...nothing, soak: await soak(request.soak, host.grader, host.say) };
  }
  const plan = planOf(request, speed);
  const sides = await sidesFor(backend, request.sides, host.peers);
  const counter = backend === 'webgpu' ? new GpuCounter() : null;
  const place: Place = { backend, adapter, counter, say: host.say };
  const wants = (work: Work): boolean => request.only.length === 0 || request.only.includes(work);
  const rows: BenchRow[] = [];
  /** A part that breaks does not take the others' results with it. */
  const attempt = async <T>(what: string, instead: T, part: () => Promise<T>): Promise<T> =>
    part().catch((error: unknown) => {
      host.say(`${what} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
      return instead;
    });
  const limit = largestMemory[speed === 'GPU' ? 'fast' : 'slow'];
  try {
    for (const contest of plan.contests) {
      if (contest.work === 'train_step' && bytesNeeded(contest.model.shape, contest.batch) > limit) {
        host.say(`train_step ${contest.model.name} B=${contest.batch} is left out: it would not fit into memory.`);
        continue;
      }
      rows.push(...(await attempt(contest.work, [], () => holdContest(contest, sides, plan, place))));
    }
    const nothing = { rows: [], phases: [] };
    const score = wants('score_step')
      ? await attempt('score_step', nothing, () => scoreRows(plan, sides, readCheckpoint(host.base), host.grader, place))
      : nothing;
    rows.push(...score.rows);
    if (wants('grade')) rows.push(...(await attempt('grade', [], async () => [await gradeRow(plan.gradeBatch, host.grader, place)])));
    const scaling = request.scaling ? await attempt('scaling', [], () => measureScaling(sides, speed !== 'GPU', place)) : [];
    const roofline = backend === 'webgpu' ? await attempt('roofline', null, measureRoofline) : null;
    return { backend, adapter, isSoftware, rows, phases: score.phases, scaling, roofline, soak: [] };
  } finally {
    counter?.stop();
    tf.disposeVariables();
  }
}
