/** One contest: all sides do the same work, in turns, after each has shown that its results are right. */
import * as tf from '@tensorflow/tfjs-core';
import { submitPending, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import type { GpuCounter } from './counters.ts';
import type { BenchRow, GpuCounts, Work } from './rows.ts';
import type { Side } from './sides/side.ts';
import { median, quantile } from './statistics.ts';

/** A side that is ready to work. */
export interface Contestant {
  side: Side;
  /** Runs the work until its results are on the CPU. */
  run: () => Promise<void>;
  /** Runs the work and says what is wrong with its results, or null. Warms the side up. */
  check(): Promise<string | null>;
  dispose(): void;
}

export interface Contest {
  work: Work;
  model: string;
  batch: number;
  /** Tokens, positions or programs of one run. */
  tokens: number;
  /** Makes a side ready; throws CannotRun with a sentence if it cannot be. */
  prepare(side: Side): Promise<Contestant>;
}

export interface Patience {
  /** Rounds of every side that keeps within the time. */
  rounds: number;
  /** Milliseconds after which a side is not asked for another round. It always gets one. */
  milliseconds: number;
}

/** Where a measurement was taken. */
export interface Place {
  backend: string;
  adapter: string;
  /** Null on WebAssembly, where there is no GPU to count on. */
  counter: GpuCounter | null;
  say: (sentence: string) => void;
}

interface Measured {
  times: number[];
  submits: number[];
  counts: GpuCounts | null;
  /** Why a round broke off, or null. */
  failure: string | null;
}

const cannotRun = (error: unknown): error is Error => (error as Error).name === 'CannotRun';

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Sides that have shown right results and wait for their rounds, and the rows of the others. */
async function admit(contest: Contest, sides: readonly Side[], place: Place): Promise<{ ready: Contestant[]; refused: BenchRow[] }> {
  const ready: Contestant[] = [];
  const refused: BenchRow[] = [];
  for (const side of sides) {
    const refuse = (correct: boolean | null, note: string): void => {
      refused.push(rowOf(contest, side, place, null, correct, note));
      place.say(`${contest.work} ${contest.model} B=${contest.batch} ${side.name}: ${note}`);
    };
    let contestant: Contestant | null = null;
    try {
      await side.enter?.();
      contestant = await contest.prepare(side);
      const problem = await contestant.check();
      if (problem === null) {
        ready.push(contestant);
        place.say(`${contest.work} ${contest.model} B=${contest.batch} ${side.name}: right`);
        continue;
      }
      refuse(false, problem);
    } catch (error) {
      refuse(null, cannotRun(error) ? error.message : `failed: ${sentenceOf(error)}`);
    }
    contestant?.dispose();
  }
  return { ready, refused };
}

/** Ends what a side has asked of the GPU and not waited for, such as an update after its loss was read, so that the next does not pay for it. */
async function settle(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  submitPending();
  await webGpuBackend().device.queue.onSubmittedWorkDone();
}

async function measureOnce({ side, run }: Contestant, shared: GpuCounter | null, measured: Measured): Promise<void> {
  const counter = side.counter ?? shared;
  await side.enter?.();
  await settle();
  counter?.take();
  const start = performance.now();
  await run();
  await settle();
  const milliseconds = performance.now() - start;
  measured.times.push(milliseconds);
  if (!counter) return;
  const { waitedMs, ...counts } = counter.take();
  measured.submits.push(milliseconds - waitedMs);
  measured.counts = counts;
}

/** Runs a contest. The sides take turns round by round, each round beginning with another. @returns one row per side */
export async function hold(contest: Contest, all: readonly Side[], patience: Patience, place: Place): Promise<BenchRow[]> {
  const sides = all.filter(({ works }) => works?.includes(contest.work) ?? true);
  const { ready, refused } = await admit(contest, sides, place);
  const results = new Map<Contestant, Measured>(
    ready.map((contestant) => [contestant, { times: [], submits: [], counts: null, failure: null }]),
  );
  try {
    for (let round = 0; round < patience.rounds; round++) {
      for (let turn = 0; turn < ready.length; turn++) {
        const contestant = ready[(round + turn) % ready.length];
        const measured = results.get(contestant)!;
        const spent = measured.times.reduce((sum, time) => sum + time, 0);
        const isOut = measured.failure !== null || (measured.times.length > 0 && spent >= patience.milliseconds);
        if (isOut) continue;
        await measureOnce(contestant, place.counter, measured).catch((error: unknown) => (measured.failure = sentenceOf(error)));
      }
    }
  } finally {
    for (const contestant of ready) contestant.dispose();
  }
  const timed = [...results].map(([{ side }, measured]) => {
    const row =
      measured.failure === null
        ? rowOf(contest, side, place, measured, true, side.note)
        : rowOf(contest, side, place, null, null, `failed while it was timed: ${measured.failure}`);
    place.say(
      `${row.work} ${row.model} B=${row.batch} ${row.side}: ${row.median_ms === null ? row.note : `${row.median_ms.toFixed(1)} ms`}`,
    );
    return row;
  });
  return sides.flatMap(({ name }) => [...timed, ...refused].filter((row) => row.side === name));
}

function rowOf(
  { work, model, batch, tokens }: Contest,
  side: Side,
  { backend, adapter }: Place,
  measured: Measured | null,
  correct: boolean | null,
  note: string,
): BenchRow {
  const times = measured?.times ?? [];
  const at = (share: number): number | null => (times.length > 0 ? round(quantile(times, share)) : null);
  const counts = measured?.counts;
  return {
    work,
    model,
    batch,
    side: side.name,
    backend,
    adapter,
    median_ms: at(0.5),
    p10_ms: at(0.1),
    p90_ms: at(0.9),
    rounds: times.length,
    tokens_per_s: times.length > 0 ? Math.round((1000 * tokens) / median(times)) : null,
    dispatches: counts?.dispatches ?? null,
    submissions: counts?.submissions ?? null,
    uploads: counts?.uploads ?? null,
    readbacks: counts?.readbacks ?? null,
    submit_ms: measured && measured.submits.length > 0 ? round(median(measured.submits)) : null,
    allocated_bytes: counts?.allocatedBytes ?? null,
    correct,
    note,
  };
}

/** To a microsecond. */
const round = (milliseconds: number): number => Math.round(1000 * milliseconds) / 1000;
