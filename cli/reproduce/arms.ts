/** What `npm run reproduce` trains: the arms of the study, fixed before the runs. */
import { createHash } from 'node:crypto';
import { runOptions } from '../arguments.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';

/** One method on one task with one group of settings, over `seeds` seeds from `firstSeed` on. */
export interface Arm {
  task: string;
  method: string;
  /** `key=value`, where the arm departs from the defaults of its task and method: an option of the run, of its base, or a dial. */
  settings: readonly string[];
  seeds: number;
  firstSeed: number;
  /** What it is measured on at the end: settings are chosen on watched problems, and nothing is on those for reports. */
  problems: HeldOutSet;
}

/** Tasks of the headline comparison, one of each family of the paper. */
export const headlineTasks = ['addition', 'functions'] as const;

/** The others: on them, too, the headline is tried, to say where it holds and where it does not. */
const otherTasks = ['transpile', 'colouring', 'countdown', 'recall'] as const;

/** Seeds of the headline, of what it is compared with on the task of the mathematics family, of everything else, and of losses that are known to be wrong. */
const headlineSeeds = 10;
const comparedSeeds = 5;
const otherSeeds = 3;
const brokenSeeds = 2;

const arm = (task: string, method: string, seeds: number, settings: readonly string[] = []): Arm => ({
  task,
  method,
  settings,
  seeds,
  firstSeed: 1,
  problems: 'report',
});

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

/** Settings that are no default of a task, as `key=value`. */
function departures(task: string, settings: Partial<Record<keyof RunOptions, number>>): string[] {
  const defaults = defaultOptions(task);
  return Object.entries(settings).flatMap(([key, value]) => (defaults[key as keyof RunOptions] === value ? [] : [`${key}=${value}`]));
}

/** The grid of the picture "when does SCoRe help?": how many problems there are to learn from, and how often the base copies. */
export const grid = { task: 'addition', pools: [128, 512, 2048, 0], copyShares: [0.5, 0.7, 0.9], seeds: otherSeeds } as const;

/** Arms of the grid but for its middle, which the headline has. */
export const gridArms: readonly Arm[] = grid.copyShares.flatMap((copyShare) => {
  const base = departures(grid.task, { copyShare });
  const cells = grid.pools.map((pool) => departures(grid.task, { pool, copyShare })).filter((settings) => settings.length > 0);
  return [
    ...(base.length > 0 ? [arm(grid.task, 'base', grid.seeds, base)] : []),
    ...cells.flatMap((settings) => headline.map((method) => arm(grid.task, method, grid.seeds, settings))),
  ];
});

/** A question of ours that the defaults cannot answer: what it is called, where the report asks it, and the arms that answer it. */
export interface Question {
  title: string;
  says: string;
  /** Arms that only it needs. */
  arms: readonly Arm[];
  /** Names of arms of the rest of the study that are compared with them. */
  beside: readonly string[];
}

const additionArms = (method: string, settings: readonly Partial<Record<keyof RunOptions, number>>[]): Arm[] =>
  settings.map((each) => arm('addition', method, otherSeeds, departures('addition', each)));

/** Other models than the usual one; each needs a base of its own. */
const otherSizes = [{ layers: 1 }, { layers: 4 }, { width: 128 }];

/** All are about addition, greedily. */
export const questions: readonly Question[] = [
  {
    title: 'Does RL on the final answer alone collapse?',
    says: 'In the paper it ends with both answers alike. Here: the usual model and run, and a larger or a smaller model, more updates, or a base that copies more.',
    arms: additionArms('naive_final_only', [...otherSizes, { steps: 2000 }, { copyShare: 0.9 }]),
    beside: ['naive_final_only'],
  },
  {
    title: 'Is Stage I needed?',
    says: 'In the paper SCoRe without Stage I gains less. Here: with the bonus of the paper (α = 10) and with smaller ones.',
    arms: ['score', 'score_no_stage1'].flatMap((method) => additionArms(method, [{ alpha: 1 }, { alpha: 3 }])),
    beside: ['score', 'score_no_stage1'],
  },
  {
    title: 'Do fresh problems cure naive RL?',
    says: 'Problems that are never seen twice (pool = 0), against the usual pool: the usual model, and a larger or a smaller one.',
    arms: additionArms(
      'naive',
      otherSizes.flatMap((size) => [size, { ...size, pool: 0 }]),
    ),
    beside: ['naive', 'naive[pool=0]'],
  },
  {
    title: 'Is naive RL held back by its settings?',
    says: 'The search above found second answers of naive RL better at half the learning rate, and those of SCoRe best at the defaults. Here: naive RL as the search would have it, with the seeds and the problems of the headline.',
    arms: [arm('addition', 'naive', headlineSeeds, departures('addition', { learningRate: 2e-4, lateLearningRate: 1e-4 }))],
    beside: ['naive', 'score'],
  },
];

/** Whose corrections are followed over training, with one seed: the paper's, and the two that this study is about. */
export const courseArms: readonly Arm[] = headlineTasks.flatMap((task) =>
  ['pair_sft', ...headline].map((method) => ({ ...arm(task, method, 1), problems: 'watched' as const })),
);

/** Every arm, the most wanted first: what is cut off is the end. */
export const arms: readonly Arm[] = [
  ...headlineTasks.flatMap((task) => headline.map((method) => arm(task, method, headlineSeeds))),
  ...headlineTasks.flatMap((task) =>
    [...baselines, ...ablations].map((method) => arm(task, method, task === 'addition' ? comparedSeeds : otherSeeds)),
  ),
  ...otherTasks.flatMap((task) => ['base', ...headline].map((method) => arm(task, method, otherSeeds))),
  ...variants.map((method) => arm('addition', method, otherSeeds)),
  ...estimators.map((estimator) => arm('addition', 'score', otherSeeds, [`estimator=${estimator}`])),
  ...brokenKls.map((name) => arm('addition', 'score', brokenSeeds, [`klGradient=${name}`])),
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

/** Name of an arm: `score` or `score[estimator=grpo]`. */
export const armName = ({ method, settings }: Pick<Arm, 'method' | 'settings'>): string =>
  settings.length === 0 ? method : `${method}[${settings.join(',')}]`;

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
  const headlineFirst = ({ arm: { seeds } }: Job): number => (seeds === headlineSeeds ? 0 : 1);
  return jobs.sort((a, b) => headlineFirst(a) - headlineFirst(b) || a.seed - b.seed);
}

/** Which of `count` shards a run belongs to: by its id alone, so that the shares stay the same when arms are added. */
export const shardOf = (id: string, count: number): number => createHash('sha256').update(id).digest().readUInt32BE(0) % count;
