import { words } from '../../languages/words.ts';
import { canChange, cellName, creditsFirstTurn, rewards, type KlName, type RunOptions, type Stage } from '../../../workers/protocol.ts';
import type { Coefficient } from '../../state/setup.ts';
import { rewardName, stageLabel } from './labels.ts';

/** From this coefficient on a spring is drawn thick: it holds an answer in place rather than merely leaning on it. */
const tightSpring = 0.1;

export interface RewardCell {
  turn: string;
  /** What an address and a command call it. */
  name: string;
  /** What it holds, where a person can change that; null where there is nothing to choose. */
  holds: Turn | null;
  reward: string;
  rewarded: boolean;
  spring: 'none' | 'loose' | 'tight';
  /** The numbers a person can change in this cell, in reading order. */
  coefficients: Coefficient[];
  /** What to say of tokens that nothing pulls back. */
  note: string | null;
}

export interface RewardRow {
  stage: string;
  /** Updates of the stage: "0–250". */
  range: string;
  /** One for each turn that some stage of the method has. */
  cells: RewardCell[];
}

type Turn = Stage['turns'][number];

const springOf = (kl: KlName, options: Pick<RunOptions, 'beta1' | 'beta2'>): RewardCell['spring'] => {
  if (kl === 'none' || options[kl] === 0) return 'none';
  return options[kl] >= tightSpring ? 'tight' : 'loose';
};

/** What a turn's tokens are multiplied by, in words: with γ > 0 the first turn's are credited with the second's reward as well. */
function rewardLabel(stage: Stage, turn: number, gamma: number): string {
  const [first, second] = stage.turns;
  const own = (turn === 0 ? first : second).reward;
  if (turn === 1 || !creditsFirstTurn(stage, gamma)) return rewardName(own);
  const later = second.reward === 'bonus' ? `γ (${rewards.bonus.label})` : `γ ${rewards[second.reward].label}`;
  return own === 'none' ? later : `${rewards[own].label} + ${later}`;
}

/** Who else writes first answers, and which tokens are trained then. */
function authorNote(author: Stage['firstAttempts'], turn: number): string | null {
  const { base, mixed, split } = words().rewards;
  if (author === 'base') return turn === 0 ? base : null;
  return author === 'mixed' ? mixed[turn] : author === 'split' ? split[turn] : null;
}

function noteOf({ turns, firstAttempts, imitates, reference, verdict }: Stage, turn: number, kl: KlName): string | null {
  const text = words().rewards;
  // Which answers are imitated (§3.1).
  if (imitates && turn === 1) return text.imitates(imitates.second === 'trace', imitates.keepsRightFirst, imitates.iterations);
  if (verdict && turn === 1) return text.verdict;
  const note = authorNote(firstAttempts, turn);
  if (note) return note;
  if (kl === 'none') return turns[turn].reward === 'none' ? text.free : text.notPulled;
  return reference === 'stage before' ? text.stageBefore : null;
}

function coefficientsOf({ reward, kl }: Turn): Coefficient[] {
  const coefficients: Coefficient[] = kl === 'none' ? [] : [kl];
  if (reward === 'bonus' || reward === 'weighted') coefficients.push('alpha');
  return coefficients;
}

/** The third answer's cell, in a method that has one in some stage: it follows the second as a second follows a first. */
function thirdCell({ third }: Stage, row: number, options: Pick<RunOptions, 'beta1' | 'beta2'>): RewardCell {
  const { turns, notAsked, third: note } = words().rewards;
  const about = { turn: turns[2], name: cellName(row, 2) };
  if (!third) return { ...about, holds: null, reward: notAsked, rewarded: false, spring: 'none', coefficients: [], note: null };
  return {
    ...about,
    holds: third,
    reward: rewardName(third.reward, 2),
    rewarded: third.reward !== 'none',
    spring: springOf(third.kl, options),
    coefficients: coefficientsOf(third),
    note,
  };
}

/** The drawing of a method's table: the same rows the loss is derived from. */
export function rewardRows(
  stages: readonly Stage[],
  boundaries: readonly number[],
  options: Pick<RunOptions, 'beta1' | 'beta2' | 'gamma'>,
): RewardRow[] {
  const { turns } = words().rewards;
  const hasThird = stages.some(({ third }) => third);
  return stages.map((stage, row) => {
    const cells = stage.turns.map((own, turn): RewardCell => {
      const coefficients = coefficientsOf(own);
      if (turn === 0 && creditsFirstTurn(stage, options.gamma)) coefficients.push('gamma');
      const label = rewardLabel(stage, turn, options.gamma);
      return {
        turn: turns[turn],
        name: cellName(row, turn),
        holds: canChange(stage, turn) ? own : null,
        reward: label,
        rewarded: label !== rewardName('none'),
        spring: springOf(own.kl, options),
        coefficients,
        note: noteOf(stage, turn, own.kl),
      };
    });
    return {
      stage: stageLabel(stages, row),
      range: `${boundaries[row]}–${boundaries[row + 1]}`,
      cells: hasThird ? [...cells, thirdCell(stage, row, options)] : cells,
    };
  });
}
