/** From rewards to advantages: the returns of both turns under one row of the method table, each against a baseline of its own. */
import type { EstimatorName } from './choices.ts';
import { creditsFirstTurn, rewards, verdictRewards } from './stage.ts';
import type { Stage } from './stage.ts';

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

/** Keeps GRPO from dividing by nothing where all of a group are paid alike. */
const smallestDeviation = 1e-6;

/** Each value minus the mean of its whole group; where `standardised`, in its standard deviations (GRPO; without, Dr. GRPO). */
function groupRelative(values: ArrayLike<number>, group: number, standardised: boolean): Float64Array {
  const advantages = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += group) {
    const own = Array.from({ length: group }, (_, i) => values[start + i]);
    const mean = own.reduce((sum, value) => sum + value, 0) / group;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / group;
    own.forEach((value, i) => (advantages[start + i] = (value - mean) / (standardised ? Math.sqrt(variance) + smallestDeviation : 1)));
  }
  return advantages;
}

/** Running means of the returns of both turns; null before the first batch of a stage. */
export type Baselines = [number | null, number | null];

/** How much of a running mean is the past. */
const memory = 0.9;

export interface AdvantageSettings {
  alpha: number;
  /** Discount: the share of the second turn's reward that the first turn's tokens are credited with. */
  gamma: number;
  group: number;
  estimator: EstimatorName;
  /** Second answers to each first one in a tree; consecutive. */
  branches: number;
}

/** What the advantages of a batch come from. */
export interface Graded {
  /** 1 where an answer's program passed, by episode. */
  r1: ArrayLike<number>;
  r2: ArrayLike<number>;
  /** Tokens of every answer of a turn; counted where an estimator asks. */
  lengths: (turn: 0 | 1) => ArrayLike<number>;
}

export const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Means of `size` consecutive values, each repeated in their places. */
function meansOf(values: readonly number[], size: number): number[] {
  return values.map((_, i) => meanOf(values.slice(i - (i % size), i - (i % size) + size)));
}

/** Returns of both turns: what their tokens are paid. G₁ = reward₁ + γ reward₂ where the first turn is credited, else reward₁. */
function returnsOf(stage: Stage, { r1, r2 }: Graded, { alpha, gamma, estimator, branches }: AdvantageSettings): [number[], number[]] {
  const [own, second] = stage.turns.map(({ reward }) =>
    Array.from({ length: r1.length }, (_, i) => rewards[reward].value({ r1: r1[i], r2: r2[i] }, alpha)),
  );
  // In a tree a first answer has several second ones: what it is paid for them is their mean.
  const ofFirst = (values: number[]): number[] => (estimator === 'tree' ? meansOf(values, branches) : values);
  const first = ofFirst(own);
  if (!creditsFirstTurn(stage, gamma)) return [first, second];
  const later = ofFirst(second);
  return [first.map((value, i) => value + gamma * later[i]), second];
}

/** In a tree each first answer stands in `branches` rows: its value, less the mean of the other first answers of its problem. */
function betweenFirstAnswers(values: readonly number[], { group, branches }: AdvantageSettings): Float64Array {
  const distinct = values.filter((_, i) => i % branches === 0);
  const between = leaveOneOut(distinct, group / branches);
  return Float64Array.from(values, (_, i) => between[Math.floor(i / branches)]);
}

/**
 * Advantages of both turns of every episode of a batch. Each turn has its own return and its own baseline. The return of turn 1 has γ = 0
 * by default, as in the paper (A.4, Fig. 9): under SCoRe's bonus G₁ = (1 − γα) r₁ + γ (1 + α) r₂, which from γα > 1 on pays for failing first.
 * @param baselines running means, moved on here where the estimator is `running_mean`
 */
export function advantages(stage: Stage, graded: Graded, settings: AdvantageSettings, baselines: Baselines): [Float64Array, Float64Array] {
  const returns = returnsOf(stage, graded, settings);
  // What is imitated is imitated alike: there is nothing to compare it with.
  if (stage.imitates) return [Float64Array.from(returns[0]), Float64Array.from(returns[1])];
  const { estimator, group, branches } = settings;
  const ofTurn = (turn: 0 | 1): Float64Array => {
    const values = returns[turn];
    switch (estimator) {
      case 'leave_one_out':
        return leaveOneOut(values, group);
      case 'dr_grpo':
        return groupRelative(values, group, false);
      case 'grpo': {
        // GRPO averages over an answer's tokens where the others sum; scaled so that the mean answer weighs what it weighs elsewhere.
        const lengths = graded.lengths(turn);
        const mean = meanOf(lengths);
        return groupRelative(values, group, true).map((advantage, i) => (advantage * mean) / lengths[i]);
      }
      case 'running_mean': {
        const baseline = baselines[turn] ?? meanOf(values);
        baselines[turn] = memory * baseline + (1 - memory) * meanOf(values);
        return Float64Array.from(values, (value) => value - baseline);
      }
      case 'tree':
        return turn === 0 ? betweenFirstAnswers(values, settings) : leaveOneOut(values, branches);
    }
  };
  return [ofTurn(0), ofTurn(1)];
}

/**
 * Advantages of the verdicts between the turns: what the stage rewards them for, against a baseline of their own; 0 where it does not.
 * @param revises the verdicts, by episode
 */
export function verdictAdvantages(
  { verdict }: Pick<Stage, 'verdict'>,
  revises: readonly boolean[],
  { r1 }: Pick<Graded, 'r1'>,
  group: number,
): Float64Array {
  if (!verdict) return new Float64Array(revises.length);
  const values = revises.map((revised, i) => verdictRewards[verdict](revised, r1[i]));
  return leaveOneOut(values, group);
}
