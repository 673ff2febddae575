/** Correction of fixed first attempts on training and held-out problems, and of a model's own (Figure 5; Figure 4 at ICLR). */
import { fractionEstimate } from '../../measures/intervals.ts';
import type { Estimate } from '../../measures/intervals.ts';
import type { Problem } from '../../tasks/task.ts';
import { firstAnswersOfBase, outcomesOf, ratesOf, sampleAnswers } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

/** How first attempts from one source are corrected. */
export interface Correction {
  n: number;
  /** How many of them have a wrong first attempt. */
  n_wrong: number;
  acc_t1: Estimate;
  /** P(c₂ | ¬c₁). Null where no first attempt was wrong. */
  correction_rate: Estimate | null;
  /** Δi→c, of all n. */
  i_to_c: Estimate;
}

export interface FirstAttemptSources {
  temperature: number;
  /** The base's first attempts at training problems. */
  fixed_training: Correction;
  /** The base's at held-out problems: what is learnt of first attempts that training has shown carries over to them or does not. */
  fixed_heldout: Correction;
  /** The policy's own at held-out problems: they are no longer those that it was trained on. */
  self_generated_heldout: Correction;
}

/**
 * All first attempts are sampled at temperature 1, so that the sources differ in who wrote them alone.
 * @param trainingProblems see `trainingProblemsOf`
 * @param temperature of the second attempts
 */
export async function firstAttemptSources(
  setting: ProbeSetting,
  trainingProblems: readonly Problem[],
  temperature: number,
): Promise<FirstAttemptSources> {
  const { policy, problems: heldOut } = setting;
  const correction = async (problems: readonly Problem[], first: Int32Array, part: number): Promise<Correction> => {
    const second = { temperature, step: probeStep('sourcesSecond', part) };
    const answers = await sampleAnswers(setting, policy, problems, second, first);
    const { n, acc_t1, i_to_c, fixRate } = ratesOf(await outcomesOf(setting, problems, answers));
    return {
      ...{ n, n_wrong: n - Math.round(acc_t1 * n), acc_t1: fractionEstimate(acc_t1, n) },
      ...{ correction_rate: fixRate, i_to_c: fractionEstimate(i_to_c, n) },
    };
  };
  const own = await sampleAnswers(setting, policy, heldOut, { temperature: 1, step: probeStep('firstAnswersOfPolicy'), turns: 1 });
  return {
    temperature,
    fixed_training: await correction(trainingProblems, await firstAnswersOfBase(setting, trainingProblems, 1), 1),
    fixed_heldout: await correction(heldOut, await firstAnswersOfBase(setting, heldOut), 0),
    self_generated_heldout: await correction(heldOut, own.y1, 0),
  };
}
