/** Settings for probes on two-digit addition, which need no sandbox. */
import type { ProbeSetting } from '../../../workers/methods/probes/answers.ts';
import { layoutOf } from '../../../workers/model/layout.ts';
import { Parameters } from '../../../workers/model/parameters.ts';
import { randomSource } from '../../../workers/model/random.ts';
import { addition } from '../../../workers/tasks/addition.ts';
import type { Problem } from '../../../workers/tasks/task.ts';
import { handMade } from './handMadeModels.ts';
import type { Behaviour } from './handMadeModels.ts';
import { lively } from './tinyModels.ts';
import { graderBy } from './tinyRuns.ts';

export const task = addition.configure({ digits: 2, chains: 0.3 });
export const layout = layoutOf(task);
/** Passes what adds up. */
const strictGrader = graderBy((sum, expected) => sum === expected);
/** Passes what is even or odd as the sum is: an erratic model can be that by chance, but never right. */
export const parityGrader = graderBy((sum, expected) => sum % 2 === expected % 2);
/** The shape of all hand-made models of this task. */
export const { model } = handMade({ first: [0, 0, 0], second: [0, 0, 0] }, layout);

/** Held-out problems in the order of their draws. */
export const drawn = (count: number, stream: 'heldOutProblems' | 'mixture' = 'heldOutProblems'): Problem[] =>
  Array.from({ length: count }, (_, index) => task.draw(randomSource(7, stream, 3, index), 'heldout'));

export const sumOf = ({ reference }: Problem): number => Number(reference.join(''));

/** The first problems that are drawn with these sums, one for each, in their order. */
export function withSums(sums: readonly number[]): Problem[] {
  const candidates = drawn(4000);
  return sums.map((sum) => candidates.find((problem) => sumOf(problem) === sum)!);
}

export const shareWithSum = (problems: readonly Problem[], sum: number): number =>
  problems.filter((problem) => sumOf(problem) === sum).length / problems.length;

export const digitsOf = (sum: number): number[] => Array.from(String(sum).padStart(3, '0'), Number);

/** A model that answers with fixed sums, or at the second turn with the first answer, each digit replaced. */
export const answering = (first: number, second: number | ((digit: number) => number)): Parameters => {
  const behaviour: Behaviour = { first: digitsOf(first), second: typeof second === 'number' ? digitsOf(second) : second };
  return new Parameters(model, handMade(behaviour, layout).weights);
};

/** A model whose answers are all over the place. */
export const erratic = (seed = 3): Parameters => new Parameters(model, lively(model, seed, 0.3));

/** A model whose answers are all over the place, each token chosen by its position and the token before alone: it cannot look back. */
export function forgetful(seed: number): Parameters {
  const weights = lively(model, seed, 0.3);
  weights.get('layers.0.attention.out')!.fill(0);
  return new Parameters(model, weights);
}

export const copied = (token: number): number => token;
export const nextDigit = (token: number): number => (token < 10 ? (token + 1) % 10 : token);

export const settingOf = (policy: Parameters, base: Parameters, problems: readonly Problem[], seed = 1): ProbeSetting => ({
  ...{ task, grader: strictGrader, model, problems, seed },
  policy: policy.variables,
  base: base.variables,
});
