/** How a device decodes a shape fastest: tilings that are tried on real rollouts, and dispatches that are as long as is polite. */
import { iterationsPerPosition, workgroupBytes } from './decodeShape.ts';
import type { DecodeShape, Tiling } from './decodeShape.ts';

/** What a device allows; the names are those of `GPUSupportedLimits`. */
export interface TilingLimits {
  maxComputeWorkgroupStorageSize: number;
  maxComputeInvocationsPerWorkgroup: number;
}

/** Loop iterations of a thread in one dispatch that every driver is trusted with: some stop it after 65,535 and compute on with what it has. */
const MAX_ITERATIONS = 50_000;

/**
 * On a processor that stands in for a GPU memory accesses cost most, and a thread that sums up many products at once needs the fewest. More threads
 * are for models that are too large for a thread of eight to take through one position.
 */
const onSoftware: Tiling[] = [8, 32, 64].flatMap((threads) =>
  [8, 4, 2, 1].map((sequences) => ({ threads, sequences, rows: sequences, columns: 2 })),
);

/** Many threads for a sequence where there are few sequences, many sequences for a weight where there are many. */
const onHardware: Tiling[] = [
  { threads: 64, sequences: 1, rows: 1, columns: 1 },
  { threads: 256, sequences: 1, rows: 1, columns: 1 },
  { threads: 128, sequences: 2, rows: 1, columns: 1 },
  { threads: 64, sequences: 4, rows: 1, columns: 1 },
  { threads: 128, sequences: 4, rows: 2, columns: 1 },
  { threads: 256, sequences: 4, rows: 1, columns: 1 },
  { threads: 64, sequences: 8, rows: 4, columns: 1 },
  { threads: 128, sequences: 8, rows: 2, columns: 1 },
];
/** Workgroups that even a small GPU runs at a time. */
const SIDE_BY_SIDE = 16;
/** From this batch on, weights that are read for one sequence alone are read too often. */
const LARGE_BATCH = 1024;

/** The tilings that a device can run: whose workgroups it has room for, and whose threads take at least one position in a dispatch. */
export const fittingTilings = (shape: DecodeShape, limits: TilingLimits, isSoftware: boolean): Tiling[] =>
  (isSoftware ? onSoftware : onHardware).filter(
    (tiling) =>
      tiling.threads <= limits.maxComputeInvocationsPerWorkgroup &&
      workgroupBytes(shape, tiling) <= limits.maxComputeWorkgroupStorageSize &&
      iterationsPerPosition(shape, tiling) <= MAX_ITERATIONS,
  );

/**
 * The tilings worth trying for a shape and batch on a device; on a software adapter, where a compilation takes seconds, just one.
 * @throws if the device can run none
 */
export function tilingsFor(shape: DecodeShape, batch: number, limits: TilingLimits, isSoftware: boolean): Tiling[] {
  const suits = ({ sequences }: Tiling): boolean => (sequences === 1 ? batch < LARGE_BATCH : sequences * SIDE_BY_SIDE <= batch);
  const fitting = fittingTilings(shape, limits, isSoftware);
  if (fitting.length === 0) {
    throw new Error(
      `This device's workgroups are too small to decode a model of ${shape.layers} layers and width ${shape.width}. Choose fewer layers or a smaller width.`,
    );
  }
  if (isSoftware) return fitting.slice(0, 1);
  const suiting = fitting.filter(suits);
  return suiting.length > 0 ? suiting : fitting.slice(0, 1);
}

/** Every candidate's best of this many rollouts counts: the first may meet a driver that is still compiling. */
const ROUNDS = 2;

/** Tries each candidate in turn, then stays with the fastest. */
export class FastestOf<Candidate> {
  private readonly best: number[];
  private tried = 0;

  constructor(private readonly candidates: readonly Candidate[]) {
    this.best = candidates.map(() => Infinity);
  }

  /** The candidate to use next. */
  get current(): Candidate {
    const { candidates, best, tried } = this;
    if (tried < ROUNDS * candidates.length) return candidates[tried % candidates.length];
    return candidates[best.indexOf(Math.min(...best))];
  }

  /** Says what {@link FastestOf.current} cost. */
  report(cost: number): void {
    const { candidates, best, tried } = this;
    if (tried >= ROUNDS * candidates.length) return;
    const index = tried % candidates.length;
    best[index] = Math.min(best[index], cost);
    this.tried++;
  }
}

/**
 * Milliseconds of a dispatch at most. On a GPU a longer one would hold up the page's drawing, and one of seconds would be killed. A software
 * adapter draws on other threads, and its cores wait for each other at the end of every dispatch.
 */
export const dispatchBudget = (isSoftware: boolean): number => (isSoftware ? 100 : 6);

/** A single position of many sequences may take a little longer before they are parted, since parting leaves fewer workgroups for the cores. */
const PARTING = 4 / 3;
/** Sequences of the first dispatch ever, when nothing is known of the device. */
const FIRST_SEQUENCES = 64;
/** Measurements that are remembered; their median is believed. */
const REMEMBERED = 5;

/** How long decoding takes on a device with one tiling, and how long a dispatch may therefore be. */
export class Pace {
  private readonly measured: { sequences: number; msPerPosition: number }[] = [];
  private readonly mostPositions: number;

  constructor(
    shape: DecodeShape,
    private readonly tiling: Tiling,
    private readonly budgetMs: number,
  ) {
    this.mostPositions = Math.floor(MAX_ITERATIONS / iterationsPerPosition(shape, tiling));
  }

  get isKnown(): boolean {
    return this.measured.length > 0;
  }

  /** Says how long a dispatch took. */
  report(sequences: number, positions: number, ms: number): void {
    this.measured.unshift({ sequences, msPerPosition: ms / positions });
    this.measured.splice(REMEMBERED);
  }

  /** Positions for a dispatch of so many sequences. */
  positionsFor(sequences: number): number {
    if (!this.isKnown) return 1;
    return Math.max(1, Math.min(this.mostPositions, Math.floor(this.budgetMs / this.msPerPosition(sequences))));
  }

  /** Sequences to take through all positions together when so many are left: all, or parts of even size where a position of all takes too long. */
  sequencesOf(left: number): number {
    const { sequences: block } = this.tiling;
    const most = this.isKnown ? (PARTING * this.budgetMs) / this.msPerPosition(1, true) : FIRST_SEQUENCES;
    if (most >= left) return left;
    const parts = Math.ceil(left / Math.max(block, most));
    return Math.min(left, Math.ceil(left / parts / block) * block);
  }

  /**
   * Milliseconds of a position. More sequences than were measured are taken to cost in proportion; fewer as much as were measured, since a GPU
   * that is not full takes as long for one as for many, or in proportion as well.
   */
  private msPerPosition(sequences: number, inProportion = false): number {
    const estimates = this.measured
      .map((one) => one.msPerPosition * (inProportion ? sequences / one.sequences : Math.max(1, sequences / one.sequences)))
      .sort((a, b) => a - b);
    return estimates[estimates.length >> 1];
  }
}
