/** What the bench gives: one row per measurement, and what it learnt about the machine. */

export const works = ['decode', 'train_step', 'score_step', 'grade'] as const;
export type Work = (typeof works)[number];

/** What one run of a piece of work asked of the GPU. */
export interface GpuCounts {
  dispatches: number;
  submissions: number;
  /** Writes from the CPU: `writeBuffer`, and buffers that are made with their contents. */
  uploads: number;
  /** Buffers mapped for reading. */
  readbacks: number;
  /** Bytes of the buffers that were made, and of those that were destroyed. */
  allocatedBytes: number;
  freedBytes: number;
}

/** One measurement, as `--json` writes it. What does not exist on a side is null. */
export interface BenchRow {
  work: Work;
  model: string;
  batch: number;
  side: string;
  backend: string;
  adapter: string;
  /** Wall time of one run of the work, with its read-back. */
  median_ms: number | null;
  p10_ms: number | null;
  p90_ms: number | null;
  rounds: number;
  /** Sampled tokens for `decode`, positions for `train_step` and `score_step`, programs for `grade`; per second of the median. */
  tokens_per_s: number | null;
  dispatches: number | null;
  submissions: number | null;
  uploads: number | null;
  readbacks: number | null;
  /** Wall time less the time in which the side waited for the GPU. */
  submit_ms: number | null;
  allocated_bytes: number | null;
  /** Whether the results agreed with the reference before anything was timed; null where nothing was run. */
  correct: boolean | null;
  note: string;
}

/** Milliseconds of each phase of one update of a run. */
export interface PhaseRow {
  model: string;
  batch: number;
  phase: string;
  median_ms: number;
  share: number;
}

/** What the adapter can do, measured by plain kernels of the bench. */
export interface Roofline {
  copy_gb_per_s: number;
  matmul_gflop_per_s: number;
}

/** What a long run holds, at one moment of it. */
export interface SoakRow {
  /** Updates done. */
  update: number;
  tensors: number;
  /** Bytes of the GPU buffers that were made since the run began and are still there; null without a GPU. */
  gpu_bytes: number | null;
  /** JavaScript heap in use after a collection; null where the environment does not tell. */
  heap_bytes: number | null;
}

/** One point of a scaling measurement. */
export interface ScalingRow {
  work: Work;
  /** What is varied: width, layers, context or batch. */
  along: string;
  value: number;
  median_ms: number;
}

/** A run of the bench, as it is committed under docs/bench. */
export interface BenchResult {
  /** Command line that gave it. */
  command: string;
  backend: string;
  adapter: string;
  isSoftware: boolean;
  /** Year, month and day. */
  date: string;
  browser: string;
  rows: BenchRow[];
  phases: PhaseRow[];
  scaling: ScalingRow[];
  roofline: Roofline | null;
  /** Empty unless a long run was asked for. */
  soak: SoakRow[];
}

/** What a run finds out by itself; whoever started it adds when, how and in which browser. */
export type BenchFindings = Omit<BenchResult, 'command' | 'date' | 'browser'>;
