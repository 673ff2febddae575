/**
 * What a method is made of. A stage says, for the tokens of each turn, which reward multiplies them and which KL coefficient pulls them back
 * to a frozen model; who writes the first attempts; and whether it learns from rewards or imitates chosen answers. The rows are in `table.ts`.
 */

export interface TurnRewards {
  r1: number;
  r2: number;
}

/** Every reward a turn's tokens can be multiplied by. r₁ and r₂ are 1 when the turn's program passes, else 0. */
export const rewards = {
  none: { label: 'no reward', value: (): number => 0 },
  r1: { label: 'r₁', value: ({ r1 }: TurnRewards): number => r1 },
  r2: { label: 'r₂', value: ({ r2 }: TurnRewards): number => r2 },
  /** r̃₂ = r₂ + b̂ with the bonus b̂ = α (r₂ − r₁) of §5.2. */
  bonus: { label: 'r₂ + α (r₂ − r₁)', value: ({ r1, r2 }: TurnRewards, alpha: number): number => r2 + alpha * (r2 - r1) },
  /** What the bonus is in expectation: −α r₁ is known before the second turn begins, so it moves nothing on average. */
  weighted: { label: '(1 + α) r₂', value: ({ r2 }: TurnRewards, alpha: number): number => (1 + alpha) * r2 },
  /** Every token of an imitated answer counts alike: its cross-entropy. */
  imitation: { label: 'imitate', value: (): number => 1 },
} as const;

export type RewardName = keyof typeof rewards;

/** Every reward a verdict between the turns can have, by whether it revises the first answer and by r₁. */
export const verdictRewards = {
  /** For being right about the first answer: 1 where it revises a wrong one or keeps a right one, else 0. */
  right: (revises: boolean, r1: number): number => (revises === (r1 === 0) ? 1 : 0),
} as const;

/** Which coefficient multiplies KL(policy ‖ reference) of a turn; 'none' leaves the turn free to drift with the shared weights. */
export type KlName = 'none' | 'beta1' | 'beta2';

export interface Turn {
  reward: RewardName;
  kl: KlName;
}

/** Tokens that no gradient touches: they drift with the shared weights. */
export const untrained: Turn = { reward: 'none', kl: 'none' };

/**
 * Who writes the first attempts (§5.5; §6, Table 4): the policy in training; its frozen base; the base in a share of the groups that the
 * option `baseFirstShare` names (`mixed`); or the policy in half of the groups, where only the first turn is trained, and the base in the
 * other half, where only the second is (`split`). What the base wrote is no sample of the policy, so no gradient touches its tokens. In the
 * updates of a third attempt the policy's second answers stand where first ones do (`second turn`), and are not trained there.
 */
export type FirstAttempts = 'policy' | 'base' | 'mixed' | 'split' | 'second turn';

/** How a stage that imitates finds its pairs of a first and a second answer (§3.1): it samples episodes, keeps some, and learns the second answers. */
export interface Imitation {
  /** `trace`: the second answer of the same episode, where it is right (STaR). `any right`: any right answer to the same problem, of either turn (Pair-SFT). */
  second: 'trace' | 'any right';
  /** Whether right first answers are kept as well (D⁺): the pairs that say "leave it". */
  keepsRightFirst: boolean;
  /** How many times it samples and learns in turn, from the model that the time before left. */
  iterations: number;
}

export interface Stage {
  name: string;
  /** Share of the run's updates spent in this stage, by default; the shares of a method add up to 1. */
  share: number;
  /** Whether the option `stageOneShare` counts its updates. */
  isStageOne: boolean;
  firstAttempts: FirstAttempts;
  turns: readonly [Turn, Turn];
  /** What the verdict between the turns is rewarded for, where the method asks for one; verdicts are not trained if it does not say. */
  verdict?: keyof typeof verdictRewards;
  /** The third attempt, where there is one. It follows the second as that follows the first: to its reward, r₁ is the second's and r₂ its own. */
  third?: Turn;
  /** The frozen model that the first two turns are pulled back to: the base if it does not say, or the policy that the stage before left. */
  reference?: 'base' | 'stage before';
  imitates?: Imitation;
}

/**
 * The stage as its updates play it in turn, each with two turns: the first two, and, where there is a third attempt, that one behind the
 * policy's second answers, pulled back to the base.
 */
export function playsOf(stage: Stage): Stage[] {
  const { third, ...twoTurns } = stage;
  if (!third) return [stage];
  const lastTwo = {
    name: `${stage.name}, turns 2 and 3`,
    firstAttempts: 'second turn',
    turns: [untrained, third],
    reference: 'base',
  } as const;
  return [twoTurns, { ...twoTurns, ...lastTwo }];
}

/** Whether a discount γ credits the first turn's tokens with the second's reward: only if the policy wrote them, and there is one. */
export const creditsFirstTurn = ({ firstAttempts, turns, imitates }: Stage, gamma: number): boolean =>
  gamma > 0 && !imitates && (firstAttempts === 'policy' || firstAttempts === 'mixed') && turns[1].reward !== 'none';

/**
 * The stages of a run that spends `stageOneShare` of its updates in Stage I, all of its parts and applications together; Stage II has the
 * rest. Where one of the two is missing the other keeps all.
 */
export function stagesWithShare(stages: readonly Stage[], stageOneShare: number): Stage[] {
  const totalOf = (some: readonly Stage[]): number => some.reduce((sum, { share }) => sum + share, 0);
  const one = totalOf(stages.filter(({ isStageOne }) => isStageOne));
  const two = totalOf(stages.filter(({ isStageOne }) => !isStageOne));
  if (one === 0 || two === 0) return [...stages];
  return stages.map((stage) => ({
    ...stage,
    share: stage.isStageOne ? (stage.share / one) * stageOneShare : (stage.share / two) * (1 - stageOneShare),
  }));
}

/** First update of every stage and the total, for a run of `steps` updates: [0, …, steps]. */
export function stageBoundaries(stages: readonly Stage[], steps: number): number[] {
  const boundaries = [0];
  let share = 0;
  for (const stage of stages) {
    share += stage.share;
    boundaries.push(Math.round(share * steps));
  }
  return boundaries;
}

/** Index of the stage that update `step` (0-based) belongs to. */
export function stageAt(stages: readonly Stage[], steps: number, step: number): number {
  const boundaries = stageBoundaries(stages, steps);
  const index = boundaries.findIndex((boundary) => step < boundary) - 1;
  return index < 0 ? stages.length - 1 : index;
}
