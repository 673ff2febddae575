import type { Problem, Task } from '../../tasks/task.ts';
import { problemSource } from '../problems.ts';

/** Problems for which it is said whether a run was trained on them. */
export interface TrainingProblems {
  /** 'run': the run drew them. 'split': fresh draws of the training split, of which the run, or the base, may have seen some. */
  from: 'run' | 'split';
  problems: Problem[];
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/**
 * The first problems that a run was trained on, in the order of its updates; of a pool one may come twice. A checkpoint that does not say
 * what run it comes from, like a base, gets draws of the training split.
 * @param origin of the checkpoint; see docs/CHECKPOINT.md
 * @param n how many; fewer are returned where the run has drawn fewer
 * @param seed of the draws where the origin names none
 */
export function trainingProblemsOf(task: Task, origin: Readonly<Record<string, unknown>>, n: number, seed: number): TrainingProblems {
  const { step, options } = origin as { step?: unknown; options?: Partial<Record<'seed' | 'pool' | 'batch' | 'group', unknown>> };
  const { seed: ofRun, pool, batch, group } = options ?? {};
  const isRun = isCount(step) && step > 0 && isCount(ofRun) && isCount(pool) && isCount(batch) && isCount(group) && group > 0;
  if (!isRun) {
    const source = problemSource(task, seed, 0);
    return { from: 'split', problems: Array.from({ length: n }, (_, index) => source.draw(0, index)) };
  }
  const source = problemSource(task, ofRun, pool);
  const perUpdate = batch / group;
  const problems = Array.from({ length: Math.min(n, step * perUpdate) }, (_, index) =>
    source.draw(Math.floor(index / perUpdate), index % perUpdate),
  );
  return { from: 'run', problems };
}
