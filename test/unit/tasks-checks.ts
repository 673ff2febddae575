/** What the tests of the tasks share: every setting of the dials, an evaluator of programs that is not the sandbox, a chi-square. */
import { createContext, runInContext } from 'node:vm';
import { randomSource } from '../../workers/model/random.ts';
import type { RandomSource, Stream } from '../../workers/model/random.ts';
import { taskById, taskLabels } from '../../workers/tasks/index.ts';
import type { Problem, Task, TaskDefinition, Test } from '../../workers/tasks/task.ts';

export const definitions: readonly TaskDefinition[] = taskLabels.map(({ id }) => taskById(id));

/** Every combination of a task's dials, each at all its steps if they are few, else at its least, its default and its greatest. */
function settingsOf({ label }: TaskDefinition): Record<string, number>[] {
  let settings: Record<string, number>[] = [{}];
  for (const { key, min, max, step, value: preset } of label.dials) {
    const steps = Math.round((max - min) / step);
    const all = Array.from({ length: steps + 1 }, (_, i) => min + i * step);
    const values = steps < 3 ? all : [...new Set([min, preset, max])];
    settings = settings.flatMap((setting) => values.map((value) => ({ ...setting, [key]: value })));
  }
  return settings;
}

/** Every task at those settings of its dials, with a name for the test. */
export const configured: [name: string, task: Task][] = definitions.flatMap((definition) =>
  settingsOf(definition).map((dials): [string, Task] => [`${definition.label.id} ${JSON.stringify(dials)}`, definition.configure(dials)]),
);

/** A source that gives up instead of letting a drawing go on for ever. */
function boundedSource(seed: number, stream: Stream, index: number): RandomSource {
  const source = randomSource(seed, stream, 0, index);
  let left = 100_000;
  const spend = (): void => {
    if (left-- === 0) throw new Error('A problem took more than 100,000 random numbers.');
  };
  return {
    uniform: () => (spend(), source.uniform()),
    integer: (below) => (spend(), source.integer(below)),
    normal: () => (spend(), source.normal()),
  };
}

export const drawMany = (task: Task, count: number, split: 'train' | 'heldout' = 'train', seed = 1): Problem[] =>
  Array.from({ length: count }, (_, index) => task.draw(boundedSource(seed, 'trainingProblems', index), split));

const context = createContext({});

/** The value a program returns, NaN if it throws. */
export function valueOf(program: string, args: Test['args']): unknown {
  try {
    return runInContext(`(${program})(...${JSON.stringify(args)})`, context);
  } catch {
    return NaN;
  }
}

export const passes = (program: string, tests: readonly Test[]): boolean =>
  tests.every(({ args, expected }) => valueOf(program, args) === expected);

/** The program of a problem's reference answer. */
export function referenceProgram(task: Task, problem: Problem): string {
  const program = task.program(problem, problem.reference);
  if (program === null) throw new Error(`The reference of ${task.promptText(problem)} is no program.`);
  return program;
}

/** Pearson's Σ (observed − expected)² / expected. */
export const chiSquare = (observed: readonly number[], expected: readonly number[]): number =>
  observed.reduce((sum, count, i) => sum + (count - expected[i]) ** 2 / expected[i], 0);
