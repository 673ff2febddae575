import type { Checkpoint } from '../model/checkpoint.ts';
import { layoutOf } from '../model/layout.ts';
import { taskById, taskName } from '../tasks/index.ts';
import type { RunOptions } from './options.ts';

/** @throws with a sentence if a run with these options cannot start from the base: it was made for another task, other dials, or is too small */
export function requireBaseOf(options: RunOptions, base: Checkpoint): void {
  const task = taskById(options.task).configure(options.dials);
  if (base.task !== options.task)
    throw new Error(`The base checkpoint was made for the task "${taskName(base.task)}", not for "${taskName(options.task)}".`);
  for (const [dial, value] of Object.entries(task.dials)) {
    if (base.dials[dial] !== value)
      throw new Error(
        `The base checkpoint was made with ${dial} = ${base.dials[dial]}; the run has ${dial} = ${value}. Pretrain a base for it.`,
      );
  }
  const { length, vocabulary } = layoutOf(task);
  if (base.model.vocabulary !== vocabulary || base.model.context < length)
    throw new Error('The base checkpoint has another vocabulary or a shorter context than this task needs.');
}
