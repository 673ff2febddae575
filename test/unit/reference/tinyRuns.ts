/** A run so small that a test can afford many of its updates, and a grader that needs no sandbox. */
import type { Grader } from '../../../workers/grader/verdict.ts';
import { defaultOptions, parseRunOptions } from '../../../workers/methods/options.ts';
import type { RunOptions } from '../../../workers/methods/options.ts';
import { initialState } from '../../../workers/methods/state.ts';
import type { TrainingState } from '../../../workers/methods/state.ts';
import type { Checkpoint } from '../../../workers/model/checkpoint.ts';
import { layoutOf } from '../../../workers/model/layout.ts';
import type { Weights } from '../../../workers/model/shape.ts';
import { taskById } from '../../../workers/tasks/index.ts';
import { lively } from './tinyModels.ts';

const dials = { digits: 2, chains: 0.3 };

/** Options of a run on two-digit addition; batches of two problems. */
export const tinyOptions = (changes: Partial<RunOptions> = {}): RunOptions =>
  parseRunOptions({
    ...defaultOptions('addition', 'score'),
    dials,
    seed: 5,
    steps: 6,
    pool: 8,
    batch: 8,
    group: 4,
    warmUp: 2,
    learningRate: 0.01,
    lateLearningRate: 0.005,
    evaluateEvery: 2,
    heldOut: 12,
    layers: 1,
    heads: 2,
    width: 8,
    ...changes,
  });

/** A base of the size that the options name, that has learnt nothing but is sure of itself. */
export function tinyBase({ task, layers, heads, width }: RunOptions, seed = 71): Checkpoint {
  const { length, vocabulary } = layoutOf(taskById(task).configure(dials));
  const model = { layers, heads, width, context: length, vocabulary };
  return { model, task, dials, origin: { command: 'test' }, weights: lively(model, seed, 0.4) };
}

/** The state of a run before its first update, whose policy may have moved away from its base. */
export function tinyState(options: RunOptions, policy?: Weights): TrainingState {
  const state = initialState(options, tinyBase(options));
  return { ...state, policy: policy ?? state.policy };
}

/** Passes a program of the addition task by the number that it returns. */
export const graderBy = (isRight: (sum: number, expected: number) => boolean): Grader => ({
  grade: (programs) =>
    Promise.resolve(
      programs.map(({ source, tests }) => {
        const sum = Number(source.replace('()=>', ''));
        return { verdict: isRight(sum, tests[0].expected as number) ? 'pass' : 'fail', detail: String(sum) };
      }),
    ),
  replaced: () => 0,
  close: () => undefined,
});

/** Half of all numbers pass, so that an untrained model has something to learn. */
export const generousGrader: Grader = graderBy((sum) => sum % 10 < 5);
