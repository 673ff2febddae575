import { rewards } from './table.ts';
import type { Stage, Turn } from './table.ts';

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
  group: number;
  bonusAdvantage: 'literal' | 'reweighted';
}

/**
 * Advantage of one turn's answers, under one cell of the method table. Never shared between turns: each turn has its own reward and
 * its own baseline.
 */
function turnAdvantages(
  { reward }: Turn,
  r1: ArrayLike<number>,
  r2: ArrayLike<number>,
  { alpha, group, bonusAdvantage }: AdvantageSettings,
): Float64Array {
  if (reward === 'bonus' && bonusAdvantage === 'reweighted') return leaveOneOut(r2, group).map((advantage) => (1 + alpha) * advantage);
  const values = Array.from({ length: r1.length }, (_, i) => rewards[reward].value({ r1: r1[i], r2: r2[i] }, alpha));
  return leaveOneOut(values, group);
}

/** Advantages of both turns of every episode of a batch. */
export function advantages(
  stage: Stage,
  r1: ArrayLike<number>,
  r2: ArrayLike<number>,
  settings: AdvantageSettings,
): [Float64Array, Float64Array] {
  return [turnAdvantages(stage.turns[0], r1, r2, settings), turnAdvantages(stage.turns[1], r1, r2, settings)];
}
