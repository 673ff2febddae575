/** What `npm run reproduce` trains: the arms of the study, fixed before the runs. */
import { createHash } from 'node:crypto';
import { runOptions } from '../arguments.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';

/** One method on one task with one group of settings, over seeds 1 to `seeds`. */
export interface Arm {
  task: string;
  method: string;
  /** `key=value`, where the arm departs from the defaults of its task and method. */
  settings: readonly string[];
  seeds: number;
}

/** Tasks of the headline comparison, one of each family of the paper. */
export const headlineTasks = ['addition', 'transpile'] as const;

/** Seeds of the comparisons that the claims rest on, and of everything else. */
const headlineSeeds = 10;
const otherSeeds = 5;

const arm = (task: string, method: string, seeds = otherSeeds, settings: readonly string[] = []): Arm => ({
  task,
  method,
  settings,
  seeds,
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
const variants = ['score_reweighted', 'score_interleaved', 'score_mixed_first', 'score_leaky', 'score_offline_untrained'];
const estimators = ['running_mean', 'grpo', 'dr_grpo', 'tree'];
const brokenKls = ['partial', 'k1', 'k3', 'swapped', 'detached', 'second_turn', 'prompt', 'averaged'];

/** Every arm, the most wanted first: what is cut off is the end. */
export const arms: readonly Arm[] = [
  ...headlineTasks.flatMap((task) => headline.map((method) => arm(task, method, headlineSeeds))),
  ...headlineTasks.flatMap((task) => [...baselines, ...ablations].map((method) => arm(task, method))),
  ...variants.map((method) => arm('addition', method)),
  ...estimators.map((estimator) => arm('addition', 'score', otherSeeds, [`estimator=${estimator}`])),
  ...brokenKls.map((name) => arm('addition', 'score', 3, [`klGradient=${name}`])),
];

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
      const seed = index + 1;
      const options = runOptions(defaultOptions(each.task, each.method), String(seed), each.settings);
      return { id: `${each.task}/${armName(each)}/${seed}`, arm: each, seed, options };
    }),
  );
  const headlineFirst = ({ arm: { seeds } }: Job): number => (seeds === headlineSeeds ? 0 : 1);
  return jobs.sort((a, b) => headlineFirst(a) - headlineFirst(b) || a.seed - b.seed);
}

/** Which of `count` shards a run belongs to: by its id alone, so that the shares stay the same when arms are added. */
export const shardOf = (id: string, count: number): number => createHash('sha256').update(id).digest().readUInt32BE(0) % count;
