/** Majority voting with first answers alone or with corrections, under equal budgets of samples (§6.2, Figure 1 right). */
import { votingBudgets, votingCurves } from '../../measures/voting.ts';
import type { TwoTurnSample, VotingPoint } from '../../measures/voting.ts';
import { gradeAnswers, sampleAnswers, writtenAt } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

export interface Voting {
  temperature: number;
  n: number;
  curves: VotingPoint[];
}

/**
 * Two-turn episodes of every problem, as many as the largest budget: all first answers vote in parallel, and half as many second ones in
 * sequence. Answers are the same where their tokens are; hidden tests are the same for every sample of a problem.
 * @param temperature the paper's 0.7 unless it is given
 */
export async function voting(setting: ProbeSetting, temperature = 0.7, budgets = votingBudgets): Promise<Voting> {
  const { policy, problems } = setting;
  const samples: TwoTurnSample[][] = problems.map(() => []);
  for (let sample = 0; sample < Math.max(...budgets); sample++) {
    const answers = await sampleAnswers(setting, policy, problems, { temperature, step: probeStep('voting'), sample });
    const { r1, r2 } = await gradeAnswers(setting, problems, answers);
    samples.forEach((ofProblem, index) =>
      ofProblem.push({
        y1: writtenAt(setting, answers.y1, index),
        y2: writtenAt(setting, answers.y2, index),
        r1: r1[index],
        r2: r2[index],
      }),
    );
  }
  return { temperature, n: problems.length, curves: votingCurves(samples, budgets) };
}
