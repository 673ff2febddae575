/** The course of correction over training, as the paper draws it (Figure 5): one point per evaluation. */
import { taskById } from '../../tasks/index.ts';
import type { RunOptions } from '../options.ts';
import { firstAttemptSources } from './firstAttemptSources.ts';
import type { FirstAttemptSources } from './firstAttemptSources.ts';
import { onCopies } from './probedModel.ts';
import type { ProbedModel, Probing } from './probedModel.ts';
import { trainingProblemsOf } from './trainingProblems.ts';

/** How a run's model corrects after `step` updates. */
export interface CorrectionPoint extends FirstAttemptSources {
  step: number;
}

/**
 * One point of the course, with greedy second answers. Every point of a run asks the same problems: the fixed training ones are those that
 * the whole run draws first, before it has drawn them too, and so are the base's answers to them.
 */
export function correctionPoint(model: ProbedModel, options: RunOptions, step: number, probing: Probing): Promise<CorrectionPoint> {
  const task = taskById(options.task).configure(options.dials);
  const training = trainingProblemsOf(task, { step: options.steps, options }, probing.n, probing.seed);
  return onCopies(model, probing, async (setting) => ({ step, ...(await firstAttemptSources(setting, training.problems, 0)) }));
}
