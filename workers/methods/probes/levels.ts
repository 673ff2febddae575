/** What becomes of the first answers to problems of every level of difficulty (ICLR Figure 7). */
import { transitionsByLevel } from '../../measures/levels.ts';
import type { LevelTransitions } from '../../measures/levels.ts';
import { outcomesOf, sampleAnswers } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

export interface Levels {
  temperature: number;
  n: number;
  levels: LevelTransitions[];
}

/** Both turns of every problem, sorted by its task's own level. */
export async function levels(setting: ProbeSetting, temperature: number): Promise<Levels> {
  const { task, policy, problems } = setting;
  const answers = await sampleAnswers(setting, policy, problems, { temperature, step: probeStep('levels') });
  const outcomes = await outcomesOf(setting, problems, answers);
  const byLevel = transitionsByLevel(outcomes.map((outcome, index) => ({ ...outcome, level: task.level(problems[index]) })));
  return { temperature, n: problems.length, levels: byLevel };
}
