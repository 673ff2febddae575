/** How much the second answers that a run learnt from rewrite the first ones (Figures 4b and 4c). */
import { editDistanceRatio, histogramOf } from '../../workers/measures/editDistance.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { writtenTokens } from '../../workers/model/layout.ts';
import type { StoredPairs } from '../../workers/methods/imitation.ts';
import type { Task } from '../../workers/tasks/task.ts';

export type TrainingEdits = Pick<EvaluationRow, 'n' | 'edit_histogram' | 'copied_wrong'>;

/** Of the pairs that an imitating stage kept: all of them have a right second answer, so no wrong first one is repeated. Null without any. */
export function editsOfPairs({ first, second }: StoredPairs, task: Task): TrainingEdits | null {
  const { answerLength } = task;
  const n = first.length / answerLength;
  if (n === 0) return null;
  const answer = (answers: Int32Array, pair: number): Int32Array =>
    writtenTokens(answers.subarray(pair * answerLength, (pair + 1) * answerLength), task);
  const ratios = Array.from({ length: n }, (_, pair) => editDistanceRatio(answer(first, pair), answer(second, pair)));
  return { n, edit_histogram: histogramOf(ratios), copied_wrong: 0 };
}

/** Of the episodes between a run's last two evaluations, which reinforcement learning learnt from. Null where nothing was sampled. */
export function editsOfEpisodes(history: readonly EvaluationRow[]): TrainingEdits | null {
  const last = history.findLast(({ split }) => split === 'train');
  return last ? { n: last.n, edit_histogram: last.edit_histogram, copied_wrong: last.copied_wrong } : null;
}
