/** What the tokens of real episodes were paid in an update, for the page to show: one problem's episodes. */
import type { PaidAttempt, PaidProblem } from '../protocol.ts';
import type { Problem, Task } from '../tasks/task.ts';
import type { SampledEpisodes } from './episodes.ts';
import { writtenTokens } from '../model/layout.ts';
import type { GradedEpisodes } from './grading.ts';
import type { Stage } from './stage.ts';

/** Episodes shown of the problem's. */
const shownEpisodes = 8;

/** The first problem of a batch whose episodes were not all paid alike, else the first. */
function mostTelling(paid: readonly [Float64Array, Float64Array], problems: number, group: number): number {
  const differs = (problem: number): boolean =>
    paid.some((ofTurn) => ofTurn.subarray(problem * group, (problem + 1) * group).some((advantage) => advantage !== 0));
  const index = Array.from({ length: problems }, (_, problem) => problem).findIndex(differs);
  return Math.max(0, index);
}

/**
 * Some episodes of one problem of an update, with the advantage that multiplied the tokens of each attempt.
 * @param paid advantages by turn and episode
 */
export function paidProblemOf(
  task: Task,
  problems: readonly Problem[],
  { episodes, trained }: SampledEpisodes,
  graded: GradedEpisodes,
  paid: readonly [Float64Array, Float64Array],
  { name, firstAttempts }: Pick<Stage, 'name' | 'firstAttempts'>,
): PaidProblem {
  const group = episodes.batch / problems.length;
  const index = mostTelling(paid, problems.length, group);
  const attempt = (row: number, turn: 0 | 1): PaidAttempt => {
    const answers = turn === 0 ? episodes.y1 : episodes.y2;
    const written = writtenTokens(answers.subarray(row * task.answerLength, (row + 1) * task.answerLength), task);
    return {
      tokens: Array.from(written, (token) => task.vocabulary[token]),
      right: (turn === 0 ? graded.r1 : graded.r2)[row] === 1,
      advantage: trained[turn]?.[row] ? paid[turn][row] : null,
    };
  };
  return {
    prompt: task.promptText(problems[index]),
    stage: name,
    turns: firstAttempts === 'second turn' ? 'last two' : 'first two',
    episodes: Array.from({ length: Math.min(group, shownEpisodes) }, (_, i) => [
      attempt(index * group + i, 0),
      attempt(index * group + i, 1),
    ]),
  };
}
