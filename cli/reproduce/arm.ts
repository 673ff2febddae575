/** What an arm of the study is. */
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

/**
 * How many seeds there are of the headline, of what it is compared with on the task of the mathematics family, of everything else, and of losses
 * that are known to be wrong.
 */
export const seedsOf = { headline: 10, compared: 5, others: 3, broken: 2 } as const;

export const arm = (task: string, method: string, seeds: number, settings: readonly string[] = []): Arm => ({
  task,
  method,
  settings,
  seeds,
  firstSeed: 1,
  problems: 'report',
});

/** Settings that are no default of a task, as `key=value`. */
export function departures(task: string, settings: Partial<Record<keyof RunOptions, number>>): string[] {
  const defaults = defaultOptions(task);
  return Object.entries(settings).flatMap(([key, value]) => (defaults[key as keyof RunOptions] === value ? [] : [`${key}=${value}`]));
}

/** Name of an arm: `score` or `score[estimator=grpo]`. */
export const armName = ({ method, settings }: Pick<Arm, 'method' | 'settings'>): string =>
  settings.length === 0 ? method : `${method}[${settings.join(',')}]`;
