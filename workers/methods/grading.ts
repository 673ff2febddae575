import type { Grade, Grader, Program } from '../grader/verdict.ts';
import { randomSource } from '../model/random.ts';
import type { EpisodeTokens } from '../model/layout.ts';
import type { Problem, Task } from '../tasks/task.ts';

/** Both attempts of a batch, graded. */
export interface GradedEpisodes {
  /** 1 if the attempt's program passed, else 0. */
  r1: Float32Array;
  r2: Float32Array;
  grades1: Grade[];
  grades2: Grade[];
  programs1: string[];
  programs2: string[];
}

const noProgram: Grade = { verdict: 'rejected', detail: 'the tokens are no program' };

/**
 * Runs both attempts of every episode in the sandbox on hidden tests.
 * @param problemOf the problem of an episode
 * @param testStep what keys the hidden tests: fresh ones for every update, the same for every attempt at one problem in it
 */
export async function gradeEpisodes(
  task: Task,
  grader: Grader,
  episodes: EpisodeTokens,
  problems: readonly Problem[],
  seed: number,
  testStep: number,
): Promise<GradedEpisodes> {
  const copies = episodes.batch / problems.length;
  const tests = problems.map((problem, index) => task.tests(problem, randomSource(seed, 'hiddenTests', testStep, index)));
  const sources = [episodes.y1, episodes.y2].map((answers) =>
    Array.from({ length: episodes.batch }, (_, row) =>
      task.program(problems[Math.floor(row / copies)], answers.subarray(row * task.answerLength, (row + 1) * task.answerLength)),
    ),
  );
  const runnable: Program[] = sources.flatMap((turn) =>
    turn.flatMap((source, row) => (source === null ? [] : [{ source, prelude: task.prelude, tests: tests[Math.floor(row / copies)] }])),
  );
  const graded = await grader.grade(runnable);
  let next = 0;
  const [grades1, grades2] = sources.map((turn) => turn.map((source) => (source === null ? noProgram : graded[next++])));
  const rewardsOf = (grades: Grade[]): Float32Array => Float32Array.from(grades, ({ verdict }) => (verdict === 'pass' ? 1 : 0));
  const [programs1, programs2] = sources.map((turn) => turn.map((source) => source ?? ''));
  return { r1: rewardsOf(grades1), r2: rewardsOf(grades2), grades1, grades2, programs1, programs2 };
}
