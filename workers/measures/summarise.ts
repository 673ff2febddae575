import { histogramOf } from './editDistance.ts';
import type { EvaluationRow, Outcome } from './outcome.ts';

/** What a row says about where its outcomes come from. */
export type EvaluationContext = Pick<
  EvaluationRow,
  'step' | 'stage' | 'split' | 'temperature' | 'verdict_accuracy' | 'kl_t1' | 'kl_t2' | 'entropy_t1' | 'entropy_t2'
>;

/**
 * The row of one evaluation (Kumar et al., §3, "Metrics"). Every fraction is one division of integer counts, so Δ = Δi→c − Δc→i
 * holds exactly between the counts, and every number is the closest one to the true fraction.
 * @throws if there are no outcomes, or a reward is neither 0 nor 1.
 */
export function summarise(outcomes: readonly Outcome[], about: EvaluationContext): EvaluationRow {
  const n = outcomes.length;
  if (n === 0) throw new Error('An evaluation needs at least one outcome; got none. Evaluate at least one problem.');

  let fixed = 0;
  let broken = 0;
  let stayedRight = 0;
  let changed = 0;
  let copiedWrong = 0;
  for (const { r1, r2, editDistanceRatio } of outcomes) {
    if ((r1 !== 0 && r1 !== 1) || (r2 !== 0 && r2 !== 1)) throw new Error(`A reward must be 0 or 1; got r₁ = ${r1}, r₂ = ${r2}.`);
    if (r1 === 0 && r2 === 1) fixed++;
    if (r1 === 1 && r2 === 0) broken++;
    if (r1 === 1 && r2 === 1) stayedRight++;
    if (editDistanceRatio > 0) changed++;
    else if (r1 === 0) copiedWrong++;
  }

  return {
    step: about.step,
    stage: about.stage,
    split: about.split,
    temperature: about.temperature,
    n,
    acc_t1: (stayedRight + broken) / n,
    acc_t2: (stayedRight + fixed) / n,
    delta: (fixed - broken) / n,
    i_to_c: fixed / n,
    c_to_i: broken / n,
    change_rate: changed / n,
    copied_wrong: copiedWrong / n,
    ...(about.verdict_accuracy !== undefined && { verdict_accuracy: about.verdict_accuracy }),
    edit_histogram: histogramOf(outcomes.map((outcome) => outcome.editDistanceRatio)),
    kl_t1: about.kl_t1,
    kl_t2: about.kl_t2,
    entropy_t1: about.entropy_t1,
    entropy_t2: about.entropy_t2,
  };
}
