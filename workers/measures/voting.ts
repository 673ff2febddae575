/** Majority voting under a budget of samples: all on first answers, or half on first answers and half on correcting them (§6.2). */
import { answerKey } from './answerKey.ts';
import type { Answer } from './answerKey.ts';
import { deltaHalfWidth, fractionEstimate } from './intervals.ts';
import type { Estimate } from './intervals.ts';

/** One sampled two-turn episode of a problem. */
export interface TwoTurnSample {
  y1: Answer;
  y2: Answer;
  /** 1 if the answer's program passed, else 0. */
  r1: number;
  r2: number;
}

/** Accuracy of the vote over n problems at one budget of samples per problem. */
export interface VotingPoint {
  /** Samples per problem, 2K. */
  budget: number;
  n: number;
  /** The vote over 2K first answers. */
  parallel: Estimate;
  /** The vote over the K second answers to K first ones. */
  sequential: Estimate;
  /** sequential − parallel, paired by problem. */
  gain: Estimate;
}

/** Samples per problem of the paper's Figure 1, right. */
export const votingBudgets: readonly number[] = [2, 4, 8, 16, 32];

/**
 * Index of the first answer that is what most answers are. Of answers that are equally frequent the one seen first wins.
 * @throws if there are none.
 */
export function majorityVote(answers: readonly Answer[]): number {
  if (answers.length === 0) throw new Error('A vote needs at least one answer; got none.');
  const groups = new Map<string, { first: number; votes: number }>();
  answers.forEach((answer, index) => {
    const key = answerKey(answer);
    const { first, votes } = groups.get(key) ?? { first: index, votes: 0 };
    groups.set(key, { first, votes: votes + 1 });
  });
  return [...groups.values()].reduce((leader, group) => (group.votes > leader.votes ? group : leader)).first;
}

/**
 * Both curves. Parallel takes the first 2K first answers of a problem; sequential takes the second answers of its first K samples, whose
 * first answers are the other half of its budget and have no vote.
 * @param problems independent samples of every problem, at least as many as the largest budget
 * @param budgets even numbers of samples
 * @throws if there are no problems, too few samples, or a budget is odd.
 */
export function votingCurves(problems: readonly (readonly TwoTurnSample[])[], budgets = votingBudgets): VotingPoint[] {
  const n = problems.length;
  if (n === 0) throw new Error('A voting curve needs at least one problem; got none.');
  const fewest = Math.min(...problems.map((samples) => samples.length));
  return budgets.map((budget) => {
    if (budget < 2 || budget % 2 !== 0) throw new Error(`A budget of samples must be even and at least 2; got ${budget}.`);
    if (fewest < budget) throw new Error(`A budget of ${budget} needs as many samples of every problem; got ${fewest}.`);
    let [both, onlyParallel, onlySequential] = [0, 0, 0];
    for (const samples of problems) {
      const parallel = samples[majorityVote(samples.slice(0, budget).map(({ y1 }) => y1))].r1 === 1;
      const sequential = samples[majorityVote(samples.slice(0, budget / 2).map(({ y2 }) => y2))].r2 === 1;
      if (parallel && sequential) both++;
      else if (parallel) onlyParallel++;
      else if (sequential) onlySequential++;
    }
    const value = (onlySequential - onlyParallel) / n;
    const half = deltaHalfWidth({ i_to_c: onlySequential / n, c_to_i: onlyParallel / n, delta: value, n });
    return {
      budget,
      n,
      parallel: fractionEstimate((both + onlyParallel) / n, n),
      sequential: fractionEstimate((both + onlySequential) / n, n),
      gain: { value, low: value - half, high: value + half },
    };
  });
}
