import { randomSource } from '../model/random.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { watchedProblems } from './options.ts';

/** Where a run's training problems come from: a finite pool, or a stream that never repeats a draw. */
export interface ProblemSource {
  /** Problem number `index` of update `step`. */
  draw(step: number, index: number): Problem;
}

/** @param pool size of the finite training pool, drawn once under `seed`; 0 draws fresh problems for ever */
export function problemSource(task: Task, seed: number, pool: number): ProblemSource {
  if (pool === 0) return { draw: (step, index) => task.draw(randomSource(seed, 'freshProblems', step, index), 'train') };
  const problems = Array.from({ length: pool }, (_, index) => task.draw(randomSource(seed, 'pool', 0, index), 'train'));
  return { draw: (step, index) => problems[randomSource(seed, 'trainingProblems', step, index).integer(pool)] };
}

/** Held-out problems are drawn twice: for every evaluation of a run, on which settings may be chosen, and for reports alone. */
const drawOf = { watched: 0, report: 1 } as const;

export type HeldOutSet = keyof typeof drawOf;

export const heldOutSets = Object.keys(drawOf) as readonly HeldOutSet[];

/** Where this many draws for one problem of a report have all been watched ones, a dial leaves too few others. */
const patience = 20;

/**
 * The first n held-out problems of a set: the same in every run of a task, so that evaluations can be compared problem by problem. They are
 * independent draws, so one may come twice where a dial leaves few; intervals are about the distribution they are drawn from. A report has
 * none of the first thousand watched problems, as long as there are others.
 */
export function heldOutProblems(task: Task, n: number, set: HeldOutSet = 'watched'): Problem[] {
  const draw = (of: HeldOutSet, index: number): Problem => task.draw(randomSource(0, 'heldOutProblems', drawOf[of], index), 'heldout');
  if (set === 'watched') return Array.from({ length: n }, (_, index) => draw(set, index));
  const nameOf = ({ prompt }: Problem): string => prompt.join();
  const watched = new Set(heldOutProblems(task, watchedProblems).map(nameOf));
  const problems: Problem[] = [];
  for (let index = 0; problems.length < n; index++) {
    const problem = draw(set, index);
    if (!watched.has(nameOf(problem)) || index >= patience * n) problems.push(problem);
  }
  return problems;
}

/** Prompts of problems, each repeated `copies` times in a row. [problems·copies, promptLength] */
export function promptsOf(task: Task, problems: readonly Problem[], copies = 1): Int32Array {
  const prompts = new Int32Array(problems.length * copies * task.promptLength);
  problems.forEach(({ prompt }, index) => {
    for (let copy = 0; copy < copies; copy++) prompts.set(prompt, (index * copies + copy) * task.promptLength);
  });
  return prompts;
}
