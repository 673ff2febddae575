import { creditsFirstTurn, rewards, type Imitation, type KlName, type RunOptions, type Stage } from '../../../workers/protocol.ts';
import type { Coefficient } from '../../state/setup.ts';

/** From this coefficient on a spring is drawn thick: it holds an answer in place rather than merely leaning on it. */
const tightSpring = 0.1;

export interface RewardCell {
  turn: (typeof turns)[number];
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

const turns = ['first answer', 'second answer', 'third answer'] as const;

type Turn = Stage['turns'][number];

const springOf = (kl: KlName, options: Pick<RunOptions, 'beta1' | 'beta2'>): RewardCell['spring'] => {
  if (kl === 'none' || options[kl] === 0) return 'none';
  return options[kl] >= tightSpring ? 'tight' : 'loose';
};

/** What a turn's tokens are multiplied by, in words: with γ > 0 the first turn's are credited with the second's reward as well. */
function rewardLabel(stage: Stage, turn: number, gamma: number): string {
  const [first, second] = stage.turns;
  const own = (turn === 0 ? first : second).reward;
  if (turn === 1 || !creditsFirstTurn(stage, gamma)) return rewards[own].label;
  const later = second.reward === 'bonus' ? `γ (${rewards.bonus.label})` : `γ ${rewards[second.reward].label}`;
  return own === 'none' ? later : `${rewards[own].label} + ${later}`;
}

/** Who else writes first answers, and which tokens are trained then. */
const authorNotes: Record<Stage['firstAttempts'], readonly [string | null, string | null]> = {
  policy: [null, null],
  base: ['written by the frozen base; not trained', null],
  mixed: ['some written by the frozen base; those are not trained', 'behind both kinds'],
  split: ['on its own first answers', 'behind first answers of the frozen base'],
  'second turn': [null, null],
};

/** Which answers are imitated (§3.1). */
function imitationNote({ second, keepsRightFirst, iterations }: Imitation): string {
  const what = second === 'trace' ? 'right second answers' : 'any right answer to the problem';
  const where = keepsRightFirst ? 'behind any first answer' : 'behind wrong first answers';
  return `${what} ${where}; sampled ${iterations === 1 ? 'once' : `${iterations} times`}`;
}

/** When the second answer is written, by what the verdict before it is rewarded for. */
const verdictNotes: Record<NonNullable<Stage['verdict']>, string> = {
  right: 'written only where the policy’s own verdict says so; right verdicts are rewarded',
};

function noteOf({ firstAttempts, imitates, reference, verdict }: Stage, turn: number, kl: KlName): string | null {
  if (imitates && turn === 1) return imitationNote(imitates);
  if (verdict && turn === 1) return verdictNotes[verdict];
  const note = authorNotes[firstAttempts][turn];
  if (note) return note;
  if (kl === 'none') return 'not pulled; drifts with the shared weights';
  return reference === 'stage before' ? 'to the model that the stage before left' : null;
}

function coefficientsOf({ reward, kl }: Turn): Coefficient[] {
  const coefficients: Coefficient[] = kl === 'none' ? [] : [kl];
  if (reward === 'bonus' || reward === 'weighted') coefficients.push('alpha');
  return coefficients;
}

/** The third answer's cell, in a method that has one in some stage: it follows the second as a second follows a first. */
function thirdCell({ third }: Stage, options: Pick<RunOptions, 'beta1' | 'beta2'>): RewardCell {
  const turn = turns[2];
  if (!third) return { turn, reward: 'not asked for', rewarded: false, spring: 'none', coefficients: [], note: null };
  return {
    turn,
    reward: rewards[third.reward].label.replaceAll('₂', '₃').replaceAll('₁', '₂'),
    rewarded: third.reward !== 'none',
    spring: springOf(third.kl, options),
    coefficients: coefficientsOf(third),
    note: 'behind the second, in every other update',
  };
}

/** The drawing of a method's table: the same rows the loss is derived from. */
export function rewardRows(
  stages: readonly Stage[],
  boundaries: readonly number[],
  options: Pick<RunOptions, 'beta1' | 'beta2' | 'gamma'>,
): RewardRow[] {
  const hasThird = stages.some(({ third }) => third);
  return stages.map((stage, row) => {
    const cells = stage.turns.map((own, turn): RewardCell => {
      const coefficients = coefficientsOf(own);
      if (turn === 0 && creditsFirstTurn(stage, options.gamma)) coefficients.push('gamma');
      const label = rewardLabel(stage, turn, options.gamma);
      return {
        turn: turns[turn],
        reward: label,
        rewarded: label !== rewards.none.label,
        spring: springOf(own.kl, options),
        coefficients,
        note: noteOf(stage, turn, own.kl),
      };
    });
    return {
      stage: stages.length === 1 ? 'All updates' : stage.name,
      range: `${boundaries[row]}–${boundaries[row + 1]}`,
      cells: hasThird ? [...cells, thirdCell(stage, options)] : cells,
    };
  });
}
