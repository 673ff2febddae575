/** Ten attempts in a row, though the model was trained on two or three (Figure 8). */
import { fractionEstimate } from '../../measures/intervals.ts';
import type { Estimate } from '../../measures/intervals.ts';
import { gradeAnswers, sampleAnswers } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

export interface Attempts {
  temperature: number;
  n: number;
  /** In their order. */
  accuracies: { attempt: number; accuracy: Estimate }[];
}

/**
 * Accuracy of every attempt. The model's context holds one earlier attempt: each is written behind the problem and the attempt right before
 * it, as a second answer is behind the first, from the third on in the wording that the setting has for later ones. The paper's models see
 * all attempts so far.
 */
export async function attempts(setting: ProbeSetting, temperature: number, count = 10): Promise<Attempts> {
  const { policy, problems } = setting;
  const n = problems.length;
  const later = { ...setting, instruction: setting.laterInstruction ?? setting.instruction };
  const accuracies: Attempts['accuracies'] = [];
  let latest: Int32Array | undefined;
  for (let attempt = 1; attempt <= count; attempt++) {
    const sampling = { temperature, step: probeStep('attempts', attempt) };
    latest = latest
      ? (await sampleAnswers(attempt > 2 ? later : setting, policy, problems, sampling, latest)).y2
      : (await sampleAnswers(setting, policy, problems, { ...sampling, turns: 1 })).y1;
    const { r1 } = await gradeAnswers(setting, problems, { y1: latest, y2: latest });
    accuracies.push({ attempt, accuracy: fractionEstimate(r1.filter((right) => right === 1).length / n, n) });
  }
  return { temperature, n, accuracies };
}
