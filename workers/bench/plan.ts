/** What a run of the bench measures. */
import { isSoftwareAdapter } from '../model/adapter.ts';
import { models } from './models.ts';
import type { BenchModel } from './models.ts';
import type { Patience } from './contest.ts';
import type { Work } from './rows.ts';

/** What the command line asks for. Plain data: it travels into the page. */
export interface BenchRequest {
  backend: 'webgpu' | 'wasm';
  quick: boolean;
  /** Empty for all. */
  only: Work[];
  sides: string[];
  models: string[];
  batches: number[];
  /** Growth with width, layers, context and batch is measured too. */
  scaling: boolean;
  /** Updates of a long run of a tiny model, which is then all that is done; 0 for none. */
  soak: number;
}

export interface Plan {
  contests: { work: 'train_step' | 'decode'; model: BenchModel; batch: number }[];
  patience: Patience;
  /** Batches of `score_step` on the smallest model, and programs of one round of `grade`. */
  scoreBatch: number;
  gradeBatch: number;
}

/** How fast arithmetic is where the bench runs. */
export type Speed = 'software adapter' | 'WebAssembly' | 'GPU';

export function speedOf(backend: string, adapter: string): Speed {
  if (backend === 'wasm') return 'WebAssembly';
  return isSoftwareAdapter({ architecture: adapter, description: adapter }) ? 'software adapter' : 'GPU';
}

const [small] = models;

/** What is measured where nobody asks for anything else: as much as the place can do in --quick's ten minutes, or in an hour or two. */
const usual: Record<
  Speed,
  Record<'quick' | 'full', { models: readonly BenchModel[]; train: number[]; decode: number[]; score: number }>
> = {
  'software adapter': {
    quick: { models: [small], train: [8], decode: [64], score: 16 },
    full: { models: [small], train: [64], decode: [64], score: 64 },
  },
  WebAssembly: {
    quick: { models: [small], train: [64], decode: [64], score: 512 },
    full: { models, train: [64], decode: [64], score: 512 },
  },
  GPU: {
    quick: { models: [small], train: [256], decode: [64, 1024], score: 512 },
    full: { models, train: [64, 256, 1024], decode: [64, 256, 1024], score: 512 },
  },
};

export function planOf({ quick, only, models: names, batches }: BenchRequest, speed: Speed): Plan {
  const { models: usualModels, train, decode, score } = usual[speed][quick ? 'quick' : 'full'];
  const asked = names.length > 0 ? models.filter(({ name }) => names.includes(name)) : usualModels;
  const wants = (work: Work): boolean => only.length === 0 || only.includes(work);
  const batchesOf = (work: 'train_step' | 'decode'): number[] => {
    if (!wants(work)) return [];
    return batches.length > 0 ? batches : work === 'decode' ? decode : train;
  };
  const works = ['decode', 'train_step'] as const;
  const isSlow = speed === 'software adapter';
  return {
    contests: asked.flatMap((model) => works.flatMap((work) => batchesOf(work).map((batch) => ({ work, model, batch })))),
    patience: quick ? { rounds: isSlow ? 3 : 7, milliseconds: isSlow ? 4000 : 10_000 } : { rounds: 25, milliseconds: 60_000 },
    scoreBatch: batches[0] ?? score,
    gradeBatch: 512,
  };
}
