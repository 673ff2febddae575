/**
 * The methods, as data. A method is a list of stages; a stage says, for the tokens of each turn, which reward multiplies them and
 * which KL coefficient pulls them back to the base model. The objective (`objective.ts`), the picture of it on the page and the
 * ablation switches all read this table. A cell's reward is its own turn's; the option γ says whether later rewards leak into it.
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
} as const;

export type RewardName = keyof typeof rewards;

/** Which coefficient multiplies KL(policy ‖ base) of a turn; 'none' leaves the turn free to drift with the shared weights. */
export type KlName = 'none' | 'beta1' | 'beta2';

export interface Turn {
  reward: RewardName;
  klToBase: KlName;
}

export interface Stage {
  name: string;
  /** Share of the run's updates spent in this stage, by default; the shares of a method add up to 1. */
  share: number;
  /** Who writes the first attempts: the policy in training, or its frozen base (§6, Table 4). The base's are no samples of the policy, so no gradient may touch their tokens. */
  firstAttempts: 'policy' | 'base';
  turns: readonly [Turn, Turn];
}

export interface Method {
  id: string;
  name: string;
  /** Name in a sentence or beside a line. */
  short: string;
  /** One sentence: what it is and where the paper has it. */
  summary: string;
  stages: readonly Stage[];
}

const stageOne: Stage = {
  name: 'Stage I',
  share: 0.5,
  firstAttempts: 'policy',
  // Eq. 3: only the second answer is rewarded, the first is held at the base by the strict β₂.
  turns: [
    { reward: 'none', klToBase: 'beta2' },
    { reward: 'r2', klToBase: 'beta1' },
  ],
};

const stageTwo: Stage = {
  name: 'Stage II',
  share: 0.5,
  firstAttempts: 'policy',
  // Eq. 4 with the bonus of §5.2, on the second turn's tokens only.
  turns: [
    { reward: 'r1', klToBase: 'beta1' },
    { reward: 'bonus', klToBase: 'beta1' },
  ],
};

const stageTwoWithoutBonus: Stage = {
  ...stageTwo,
  turns: [
    { reward: 'r1', klToBase: 'beta1' },
    { reward: 'r2', klToBase: 'beta1' },
  ],
};

/** Tokens that no gradient touches: they drift with the shared weights. */
const untrained: Turn = { reward: 'none', klToBase: 'none' };

const only = (stage: Stage): readonly Stage[] => [{ ...stage, share: 1 }];

export const methods = [
  {
    id: 'naive',
    name: 'Naive two-turn RL',
    short: 'Naive RL',
    summary: 'Both answers are rewarded for being right (Eq. 2 summed over turns).',
    stages: only({ ...stageTwoWithoutBonus, name: 'One stage' }),
  },
  {
    id: 'naive_final_only',
    name: 'Naive RL, only the second rewarded',
    short: 'Final-answer RL',
    summary: 'Only the second answer is rewarded, on its own tokens, as §4 of the paper words it.',
    stages: only({
      ...stageOne,
      name: 'One stage',
      turns: [untrained, { reward: 'r2', klToBase: 'beta1' }],
    }),
  },
  {
    id: 'score',
    name: 'SCoRe',
    short: 'SCoRe',
    summary: 'Stage I holds the first answer at the base and rewards the second; Stage II rewards both and pays α for progress.',
    stages: [stageOne, stageTwo],
  },
  {
    id: 'score_no_stage1',
    name: 'SCoRe without Stage I',
    short: 'Without Stage I',
    summary: 'Stage II, bonus included, straight from the base (Table 4).',
    stages: only(stageTwo),
  },
  {
    id: 'score_no_bonus',
    name: 'SCoRe without the bonus',
    short: 'Without the bonus',
    summary: 'Stage I, then Stage II with α = 0 (Table 4, without reward shaping).',
    stages: [stageOne, stageTwoWithoutBonus],
  },
  {
    id: 'score_offline_first',
    name: 'SCoRe without online first attempts',
    short: 'Offline SCoRe',
    summary:
      'Second answers are trained on first answers of the frozen base; the first turn is not (Table 4, whose recipe the paper leaves open).',
    stages: [
      { ...stageOne, firstAttempts: 'base', turns: [untrained, stageOne.turns[1]] },
      { ...stageTwo, firstAttempts: 'base', turns: [untrained, stageTwo.turns[1]] },
    ],
  },
  {
    id: 'single_turn',
    name: 'Single-turn RL',
    short: 'Single-turn RL',
    summary: 'Only the first answer is trained; the second is asked for at evaluation (Table 4, without multi-turn training).',
    stages: only({
      ...stageTwo,
      name: 'One stage',
      turns: [{ reward: 'r1', klToBase: 'beta1' }, untrained],
    }),
  },
] as const satisfies readonly Method[];

/** @throws if no method has this id. */
export function methodById(id: string): Method {
  const method = methods.find((candidate) => candidate.id === id);
  if (!method) throw new Error(`There is no method "${id}". Choose one of: ${methods.map((candidate) => candidate.id).join(', ')}.`);
  return method;
}

/** Whether a discount γ credits the first turn's tokens with the second's reward: only if the policy wrote them, and there is one. */
export const creditsFirstTurn = ({ firstAttempts, turns }: Stage, gamma: number): boolean =>
  gamma > 0 && firstAttempts === 'policy' && turns[1].reward !== 'none';

/** A method's stages in a run that spends `stageOneShare` of its updates in the first of two; one stage takes all. */
export function stagesOf(method: Method, stageOneShare: number): Stage[] {
  const shares = method.stages.length === 1 ? [1] : [stageOneShare, 1 - stageOneShare];
  return method.stages.map((stage, index) => ({ ...stage, share: shares[index] }));
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
