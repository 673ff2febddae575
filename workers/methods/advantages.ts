import { creditsFirstTurn, rewards } from './table.ts';
import type { Stage } from './table.ts';

/**
 * Leave-one-out advantages (Ahmadian et al. 2024): each sample's value minus the mean of the others in its group.
 * @param values samples of one problem are consecutive, `group` of them
 */
export function leaveOneOut(values: ArrayLike<number>, group: number): Float64Array {
  const advantages = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += group) {
    let sum = 0;
    for (let i = start; i < start + group; i++) sum += values[i];
    for (let i = start; i < start + group; i++) advantages[i] = values[i] - (sum - values[i]) / (group - 1);
  }
  return advantages;
}

export interface AdvantageSettings {
  alpha: number;
  /** Discount: the share of the second turn's reward that the first turn's tokens are credited with. */
  gamma: number;
  group: number;
  bonusAdvantage: 'literal' | 'reweighted';
}

/**
 * Advantages of both turns of every episode of a batch, under one row of the method table. Each turn has its own return and its own
 * baseline. The return of turn 1 is G₁ = reward₁ + γ reward₂, with γ = 0 by default as in the paper (A.4, Fig. 9): under SCoRe's bonus
 * G₁ = (1 − γα) r₁ + γ (1 + α) r₂, which from γα > 1 on pays for failing first.
 */
export function advantages(
  stage: Stage,
  r1: ArrayLike<number>,
  r2: ArrayLike<number>,
  { alpha, gamma, group, bonusAdvantage }: AdvantageSettings,
): [Float64Array, Float64Array] {
  const paid = stage.turns.map(({ reward }) =>
    Array.from({ length: r1.length }, (_, i) => rewards[reward].value({ r1: r1[i], r2: r2[i] }, alpha)),
  );
  const first = leaveOneOut(creditsFirstTurn(stage, gamma) ? paid[0].map((value, i) => value + gamma * paid[1][i]) : paid[0], group);
  const isReweighted = stage.turns[1].reward === 'bonus' && bonusAdvantage === 'reweighted';
  const second = isReweighted ? leaveOneOut(r2, group).map((advantage) => (1 + alpha) * advantage) : leaveOneOut(paid[1], group);
  return [first, second];
}
