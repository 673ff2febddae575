/** What the stages of an update hand on, and what the page is shown of each. */
import type { AttemptPair, StageOfUpdate, UpdateReport } from '../protocol.ts';
import type { Weights } from '../model/shape.ts';
import type { Task } from '../tasks/task.ts';
import { writtenTokens } from '../model/layout.ts';
import type { DrawnEpisodes } from './episodeSource.ts';
import type { GradedEpisodes } from './grading.ts';
import type { Stage } from './stage.ts';

export type StageDone =
  | { stage: 'sample'; sampled: DrawnEpisodes; by: Stage }
  | { stage: 'grade'; sampled: DrawnEpisodes; graded: GradedEpisodes }
  | { stage: 'advantage'; sampled: DrawnEpisodes; paid: [Float64Array, Float64Array] }
  | { stage: 'gradient'; report: UpdateReport; loss: number; betas: [number, number] };

/** What `of` says of every attempt: by problem, by episode of the problem. */
function byProblem<T>({ episodes, problems }: DrawnEpisodes, of: (row: number, turn: 0 | 1) => T): AttemptPair<T>[][] {
  const group = episodes.batch / problems.length;
  return problems.map((_, problem) =>
    Array.from({ length: group }, (_, episode) => {
      const row = problem * group + episode;
      return [of(row, 0), of(row, 1)];
    }),
  );
}

/** Euclidean distance of two models' parameters, and the length of the first's. */
function distanceOf(before: Weights, after: Weights): { change: number; length: number } {
  let [change, length] = [0, 0];
  for (const [name, values] of before) {
    const moved = after.get(name)!;
    for (let i = 0; i < values.length; i++) {
      change += (moved[i] - values[i]) ** 2;
      length += values[i] ** 2;
    }
  }
  return { change: Math.sqrt(change), length: Math.sqrt(length) };
}

/** @param before the policy's parameters before the stage; `after` it */
export function stageOfUpdate(task: Task, done: StageDone, before: Weights, after: Weights): StageOfUpdate {
  switch (done.stage) {
    case 'sample': {
      const { sampled, by } = done;
      const { y1, y2 } = sampled.episodes;
      const textOf = (row: number, turn: 0 | 1): string => {
        const answer = [y1, y2][turn].subarray(row * task.answerLength, (row + 1) * task.answerLength);
        return task.answerText(writtenTokens(answer, task));
      };
      return {
        made: 'sample',
        stage: by.name,
        turns: by.firstAttempts === 'second turn' ? 'last two' : 'first two',
        prompts: sampled.problems.map((problem) => task.promptText(problem)),
        answers: byProblem(sampled, textOf),
      };
    }
    case 'grade': {
      const { grades1, grades2, programs1, programs2 } = done.graded;
      const gradeOf = (row: number, turn: 0 | 1) => {
        const { verdict, detail } = [grades1, grades2][turn][row];
        return { program: [programs1, programs2][turn][row], verdict, result: detail };
      };
      return { made: 'grade', grades: byProblem(done.sampled, gradeOf) };
    }
    case 'advantage': {
      const { sampled, paid } = done;
      return {
        made: 'advantage',
        advantages: byProblem(sampled, (row, turn) => (sampled.trained[turn]?.[row] ? paid[turn][row] : null)),
      };
    }
    case 'gradient': {
      const { report, loss, betas } = done;
      return { made: 'gradient', report, loss, betas, ...distanceOf(before, after) };
    }
  }
}
