/** What `npm run reproduce` trains: the arms of the study, fixed before the runs. */
import { createHash } from 'node:crypto';
import { runOptions } from '../arguments.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { arm, armName, departures, seedsOf } from './arm.ts';
import type { Arm } from './arm.ts';
import { questions } from './questions.ts';

/** Tasks of the headline comparison, one of each family of the paper. */
export const headlineTasks = ['addition', 'functions'] as const;

/** The others: on them, too, the headline is tried, to say where it holds and where it does not. */
const otherTasks = ['transpile', 'colouring', 'countdown', 'recall'] as const;

const headline = ['naive', 'score'];
const baselines = [
  'base',
  'self_refine',
  'star',
  'star_plus',
  'pair_sft',
  'pair_sft_plus',
  'single_turn',
  'naive_final_only',
  'naive_discounted',
];
const ablations = ['score_no_stage1', 'score_no_bonus', 'score_star_stage2', 'score_offline_turn1'];
const variants = [
  'pag',
  'score_three_turns',
  'score_reweighted',
  'score_interleaved',
  'score_mixed_first',
  'score_leaky',
  'score_offline_untrained',
];
const estimators = ['running_mean', 'grpo', 'dr_grpo', 'tree'];
const brokenKls = ['partial', 'k1', 'k3', 'swapped', 'detached', 'second_turn', 'prompt', 'averaged'];

/** The grid of the picture "when does SCoRe help?": how many problems there are to learn from, and how often the base copies. */
export const grid = { task: 'addition', pools: [128, 512, 2048, 0], copyShares: [0.5, 0.7, 0.9], seeds: seedsOf.others } as const;

/** Arms of the grid but for its middle, which the headline has. */
export const gridArms: readonly Arm[] = grid.copyShares.flatMap((copyShare) => {
  const base = departures(grid.task, { copyShare });
  const cells = grid.pools.map((pool) => departures(grid.task, { pool, copyShare })).filter((settings) => settings.length > 0);
  return [
    ...(base.length > 0 ? [arm(grid.task, 'base', grid.seeds, base)] : []),
    ...cells.flatMap((settings) => headline.map((method) => arm(grid.task, method, grid.seeds, settings))),
  ];
});

/** Whose corrections are followed over training, with one seed: the paper's, and the two that this study is about. */
export const courseArms: readonly Arm[] = headlineTasks.flatMap((task) =>
  ['pair_sft', ...headline].map((method) => ({ ...arm(task, method, 1), problems: 'watched' as const })),
);

/** Every arm, the most wanted first: what is cut off is the end. */
export const arms: readonly Arm[] = [
  ...headlineTasks.flatMap((task) => headline.map((method) => arm(task, method, seedsOf.headline))),
  ...headlineTasks.flatMap((task) =>
    [...baselines, ...ablations].map((method) => arm(task, method, task === 'addition' ? seedsOf.compared : seedsOf.others)),
  ),
  ...otherTasks.flatMap((task) => ['base', ...headline].map((method) => arm(task, method, seedsOf.others))),
  ...variants.map((method) => arm('addition', method, seedsOf.others)),
  ...estimators.map((estimator) => arm('addition', 'score', seedsOf.others, [`estimator=${estimator}`])),
  ...brokenKls.map((name) => arm('addition', 'score', seedsOf.broken, [`klGradient=${name}`])),
  ...gridArms,
  ...questions.flatMap((question) => question.arms),
];

/** The search for settings, as wide for naive RL as for SCoRe; its seeds and its problems are none of the study's. */
export const searchArms: readonly Arm[] = [2e-4, 4e-4, 8e-4].flatMap((learningRate) =>
  [0.01, 0.1].flatMap((beta1) =>
    headline.map((method) => ({
      ...arm('addition', method, 2, departures('addition', { learningRate, lateLearningRate: learningRate / 2, beta1 })),
      firstSeed: 101,
      problems: 'watched' as const,
    })),
  ),
);

/** What `--quick` trains, in about twenty minutes on two cores. */
export const quickArms: readonly Arm[] = [arm('addition', 'naive', 2), arm('addition', 'score', 2)];

/** One run of the study. */
export interface Job {
  /** `task/arm/seed`. */
  id: string;
  arm: Arm;
  seed: number;
  options: RunOptions;
}

/** The runs of some arms: seed by seed, so that a study that is cut short has the same seeds of every arm. */
export function jobsOf(from: readonly Arm[]): Job[] {
  const jobs = from.flatMap((each) =>
    Array.from({ length: each.seeds }, (_, index): Job => {
      const seed = each.firstSeed + index;
      const options = runOptions(defaultOptions(each.task, each.method), String(seed), each.settings);
      return { id: `${each.task}/${armName(each)}/${seed}`, arm: each, seed, options };
    }),
  );
  const headlineFirst = ({ arm: { seeds } }: Job): number => (seeds === seedsOf.headline ? 0 : 1);
  return jobs.sort((a, b) => headlineFirst(a) - headlineFirst(b) || a.seed - b.seed);
}

/** Which of `count` shards a run belongs to: by its id alone, so that the shares stay the same when arms are added. */
export const shardOf = (id: string, count: number): number => createHash('sha256').update(id).digest().readUInt32BE(0) % count;
