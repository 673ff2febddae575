/** A model that is probed: copies of it and its base, so that a run that goes on with them does not change. */
import type { Grader } from '../../grader/verdict.ts';
import type { Checkpoint } from '../../model/checkpoint.ts';
import type { Instruction } from '../../model/layout.ts';
import { Parameters } from '../../model/parameters.ts';
import { taskById } from '../../tasks/index.ts';
import { heldOutProblems } from '../problems.ts';
import type { HeldOutSet } from '../problems.ts';
import { methods } from '../table.ts';
import type { Method } from '../table.ts';
import type { ProbeSetting } from './answers.ts';

/** A trained model, and the base that it was trained from. */
export interface ProbedModel {
  checkpoint: Checkpoint;
  base: Checkpoint;
}

/** The method that a model was trained by, if its checkpoint says so; a base has none. */
function methodOf({ origin }: Checkpoint): Method | undefined {
  const { options } = origin as { options?: { method?: unknown } };
  return methods.find(({ id }) => id === options?.method);
}

/** The wording that the model was trained with. */
export const instructionOf = (checkpoint: Checkpoint): Instruction => methodOf(checkpoint)?.instruction ?? 'plain';

export interface Probing {
  grader: Grader;
  /** Problems of every probe. */
  n: number;
  /** Which held-out problems are asked: the watched ones unless it is given. */
  problems?: HeldOutSet;
  seed: number;
  /** See `ProbeSetting`. */
  beforeBatch?: () => Promise<void>;
}

/** Calls `probe` with copies of a model and its base, and disposes of them. */
export async function onCopies<Found>(
  { checkpoint, base }: ProbedModel,
  { grader, n, problems, seed, beforeBatch }: Probing,
  probe: (setting: ProbeSetting) => Promise<Found>,
): Promise<Found> {
  const task = taskById(checkpoint.task).configure(checkpoint.dials);
  const copies = { policy: new Parameters(checkpoint.model, checkpoint.weights), base: new Parameters(base.model, base.weights) };
  try {
    return await probe({
      ...{ task, grader, model: checkpoint.model, problems: heldOutProblems(task, n, problems), seed },
      ...{ instruction: instructionOf(checkpoint), laterInstruction: methodOf(checkpoint)?.laterInstruction },
      ...{ policy: copies.policy.variables, base: copies.base.variables, beforeBatch },
    });
  } finally {
    copies.policy.dispose();
    copies.base.dispose();
  }
}
