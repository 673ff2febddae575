import { rewards, type KlName, type RunOptions, type Stage } from '../../../workers/protocol.ts';
import type { Coefficient } from '../../state/setup.ts';

/** From this coefficient on a spring is drawn thick: it holds an answer in place rather than merely leaning on it. */
const tightSpring = 0.1;

export interface RewardCell {
  turn: 'first answer' | 'second answer';
  reward: string;
  rewarded: boolean;
  spring: 'none' | 'loose' | 'tight';
  /** The numbers a person can change in this cell, in reading order. */
  coefficients: Coefficient[];
}

export interface RewardRow {
  stage: string;
  /** Updates of the stage: "0–250". */
  range: string;
  cells: [RewardCell, RewardCell];
}

const turns = ['first answer', 'second answer'] as const;

const springOf = (kl: KlName, options: Pick<RunOptions, 'beta1' | 'beta2'>): RewardCell['spring'] => {
  if (kl === 'none' || options[kl] === 0) return 'none';
  return options[kl] >= tightSpring ? 'tight' : 'loose';
};

/** The drawing of a method's table: the same rows the loss is derived from. */
export function rewardRows(
  stages: readonly Stage[],
  boundaries: readonly number[],
  options: Pick<RunOptions, 'beta1' | 'beta2'>,
): RewardRow[] {
  return stages.map((stage, row) => {
    const cells = stage.turns.map(({ reward, klToBase }, turn): RewardCell => {
      const coefficients: Coefficient[] = klToBase === 'none' ? [] : [klToBase];
      if (reward === 'bonus') coefficients.push('alpha');
      return {
        turn: turns[turn],
        reward: rewards[reward].label,
        rewarded: reward !== 'none',
        spring: springOf(klToBase, options),
        coefficients,
      };
    });
    return {
      stage: stages.length === 1 ? 'All updates' : stage.name,
      range: `${boundaries[row]}–${boundaries[row + 1]}`,
      cells: [cells[0], cells[1]],
    };
  });
}
