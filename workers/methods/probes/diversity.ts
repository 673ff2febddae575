/** How many different answers a policy gives to the same question (§7). */
import { diversityOf } from '../../measures/diversity.ts';
import type { Diversity } from '../../measures/diversity.ts';
import { firstAnswersOfBase, sampleAnswers, writtenAt } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

export interface AnswerDiversity {
  temperature: number;
  /** First answers to a problem. */
  first: Diversity;
  /** Second answers to a problem and one first answer of the base. */
  second: Diversity;
}

/** Distinct answers among `count` samples of every problem, and of every problem with the base's first answer to it. */
export async function diversity(setting: ProbeSetting, temperature = 1, count = 8): Promise<AnswerDiversity> {
  const { policy, problems } = setting;
  const ofBase = await firstAnswersOfBase(setting, problems);
  const first: Int32Array[][] = problems.map(() => []);
  const second: Int32Array[][] = problems.map(() => []);
  for (let sample = 0; sample < count; sample++) {
    const one = { temperature, sample, step: probeStep('diversityFirst'), turns: 1 } as const;
    const two = { temperature, sample, step: probeStep('diversitySecond') };
    const { y1 } = await sampleAnswers(setting, policy, problems, one);
    const { y2 } = await sampleAnswers(setting, policy, problems, two, ofBase);
    first.forEach((answers, index) => answers.push(writtenAt(setting, y1, index)));
    second.forEach((answers, index) => answers.push(writtenAt(setting, y2, index)));
  }
  return { temperature, first: diversityOf(first), second: diversityOf(second) };
}
