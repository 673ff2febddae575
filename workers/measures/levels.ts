import type { Level } from '../tasks/task.ts';
import { fractionEstimate } from './intervals.ts';
import type { Estimate } from './intervals.ts';
import type { Outcome } from './outcome.ts';

const levels: readonly Level[] = [1, 2, 3, 4, 5];

/** What happened between both answers to the problems of one level. Fractions are of its n problems, and null where it has none. */
export interface LevelTransitions {
  level: Level;
  n: number;
  acc_t1: Estimate | null;
  acc_t2: Estimate | null;
  /** Δi→c */
  i_to_c: Estimate | null;
  /** Δc→i */
  c_to_i: Estimate | null;
}

/** Transitions by difficulty with Wilson's 95% intervals, all five levels in order (ICLR Figure 7). */
export function transitionsByLevel(outcomes: readonly (Pick<Outcome, 'r1' | 'r2'> & { level: Level })[]): LevelTransitions[] {
  return levels.map((level) => {
    const here = outcomes.filter((outcome) => outcome.level === level);
    const share = (is: (outcome: Pick<Outcome, 'r1' | 'r2'>) => boolean): Estimate | null =>
      here.length === 0 ? null : fractionEstimate(here.filter(is).length / here.length, here.length);
    return {
      level,
      n: here.length,
      acc_t1: share(({ r1 }) => r1 === 1),
      acc_t2: share(({ r2 }) => r2 === 1),
      i_to_c: share(({ r1, r2 }) => r1 === 0 && r2 === 1),
      c_to_i: share(({ r1, r2 }) => r1 === 1 && r2 === 0),
    };
  });
}
