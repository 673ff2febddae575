/** The swap test: what the second answer is when somebody else wrote the first (§7.2). */
import { collapseOf, firstAnswerSources } from '../../measures/collapse.ts';
import type { FirstAnswerSource, SecondAnswerMode } from '../../measures/collapse.ts';
import { fractionEstimate } from '../../measures/intervals.ts';
import type { Estimate } from '../../measures/intervals.ts';
import { firstAnswersOfBase, outcomesOf, ratesOf, sampleAnswers } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { answersToOthers, rightAnswers, wrongAnswers } from './fedAnswers.ts';
import { probeStep } from './randomKeys.ts';

/** Second answers behind first ones of one source. */
export interface SwapResult {
  source: FirstAnswerSource;
  n: number;
  /** How many of the first answers that were fed are wrong, and how many right. */
  n_wrong: number;
  n_right: number;
  /** Accuracy of what was fed. */
  fed_accuracy: Estimate;
  acc_t2: Estimate;
  /** How often the second answer differs from what was fed. */
  change_rate: Estimate;
  /** Of the wrong ones, those whose second answer is right. Null where there is none. */
  fix_rate: Estimate | null;
  /** Of the right ones, those whose second answer is right. Null where there is none. */
  keep_rate: Estimate | null;
}

export interface SwapTest {
  temperature: number;
  /** Problems. */
  n: number;
  sources: SwapResult[];
  /** What the sources tell together; see `collapseOf`. */
  mode: SecondAnswerMode;
  dependence: Estimate;
  dependence_on_problem: Estimate;
  selectivity: Estimate;
  own_delta: Estimate;
}

/**
 * Replaces the first answer to every problem by that of five sources: the policy's own at the temperature, the base's at temperature 1, the
 * reference, a wrong one, and the reference of another problem. All second answers are sampled with the same random numbers, so a policy
 * that does not look at the first one writes the same second one behind all.
 * @param temperature of own first answers and of all second ones
 */
export async function swapTest(setting: ProbeSetting, temperature: number): Promise<SwapTest> {
  const { policy, problems } = setting;
  const own = await sampleAnswers(setting, policy, problems, { temperature, step: probeStep('swapFirst'), turns: 1 });
  const base = await firstAnswersOfBase(setting, problems);
  const fed: Record<FirstAnswerSource, Int32Array> = {
    own: own.y1,
    base,
    right: rightAnswers(setting),
    wrong: await wrongAnswers(setting, base),
    another: answersToOthers(setting),
  };
  const second = { temperature, step: probeStep('swapSecond') };
  const ratesFor = async (source: FirstAnswerSource) => {
    const outcomes = await outcomesOf(setting, problems, await sampleAnswers(setting, policy, problems, second, fed[source]));
    // Where no wrong answer was found the problem has none to feed.
    return ratesOf(source === 'wrong' ? outcomes.filter(({ r1 }) => r1 === 0) : outcomes);
  };
  const rates = {
    own: await ratesFor('own'),
    base: await ratesFor('base'),
    right: await ratesFor('right'),
    wrong: await ratesFor('wrong'),
    another: await ratesFor('another'),
  };
  const { mode, dependence, dependenceOnProblem, selectivity, ownDelta } = collapseOf(rates);
  const sources = firstAnswerSources.map((source) => {
    const { n, acc_t1, acc_t2, change_rate, fixRate, keepRate } = rates[source];
    const right = Math.round(acc_t1 * n);
    return {
      source,
      n,
      n_wrong: n - right,
      n_right: right,
      fed_accuracy: fractionEstimate(acc_t1, n),
      acc_t2: fractionEstimate(acc_t2, n),
      change_rate: fractionEstimate(change_rate, n),
      fix_rate: fixRate,
      keep_rate: keepRate,
    };
  });
  return {
    ...{ temperature, n: problems.length, sources, mode, dependence },
    ...{ dependence_on_problem: dependenceOnProblem, selectivity, own_delta: ownDelta },
  };
}
