/**
 * The methods, as data: a list of stages each (`stage.ts`). The objective (`objective.ts`), the picture of it on the page and the ablation
 * switches all read this table; a run can fill cells of it itself (`cells.ts`). The option γ says whether later rewards leak into a first turn.
 */
import type { Instruction } from '../model/layout.ts';
import { untrained } from './stage.ts';
import type { Imitation, Stage, Turn } from './stage.ts';

export interface Method {
  id: string;
  name: string;
  /** Name in a sentence or beside a line. */
  short: string;
  /** One sentence: what it is and where the paper has it. */
  summary: string;
  /** None where nothing is trained. */
  stages: readonly Stage[];
  /** How the second answer is asked for; `plain` if it does not say. */
  instruction?: Instruction;
  /** How attempts from the third on are asked for; as the second is if it does not say. */
  laterInstruction?: Instruction;
  /** Where a run of this row starts from other settings than those of its task. */
  settings?: Readonly<{ alpha?: number; gamma?: number }>;
}

const stageOne: Stage = {
  name: 'Stage I',
  share: 0.5,
  isStageOne: true,
  firstAttempts: 'policy',
  // Eq. 3: only the second answer is rewarded, the first is held at the base by the strict β₂.
  turns: [
    { reward: 'none', kl: 'beta2' },
    { reward: 'r2', kl: 'beta1' },
  ],
};

const stageTwo: Stage = {
  name: 'Stage II',
  share: 0.5,
  isStageOne: false,
  firstAttempts: 'policy',
  // Eq. 4 with the bonus of §5.2, on the second turn's tokens only.
  turns: [
    { reward: 'r1', kl: 'beta1' },
    { reward: 'bonus', kl: 'beta1' },
  ],
};

const secondPaid = (stage: Stage, reward: Turn['reward']): Stage => ({ ...stage, turns: [stage.turns[0], { ...stage.turns[1], reward }] });

const stageTwoWithoutBonus = secondPaid(stageTwo, 'r2');

const only = (stage: Stage): readonly Stage[] => [{ ...stage, name: 'One stage', share: 1 }];

/** Learns the second answers of chosen pairs by cross-entropy; the first answers, right or wrong, are only read. */
const imitating = (imitates: Imitation): Stage => ({
  name: 'Imitation',
  share: 0.5,
  isStageOne: false,
  firstAttempts: 'policy',
  turns: [untrained, { reward: 'imitation', kl: 'none' }],
  imitates,
});

const star: Imitation = { second: 'trace', keepsRightFirst: false, iterations: 3 };
const pairs: Imitation = { second: 'any right', keepsRightFirst: false, iterations: 1 };

export const methods = [
  {
    id: 'naive',
    name: 'Naive two-turn RL',
    short: 'Naive RL',
    summary: 'Both answers are rewarded for being right (Eq. 2 summed over turns).',
    stages: only(stageTwoWithoutBonus),
  },
  {
    id: 'naive_final_only',
    name: 'Naive RL, only the second rewarded',
    short: 'Final-answer RL',
    summary: 'Only the second answer is rewarded, on its own tokens, as §4 of the paper words it.',
    stages: only({ ...stageOne, turns: [untrained, { reward: 'r2', kl: 'beta1' }] }),
  },
  {
    id: 'naive_discounted',
    name: 'Two-turn RL with γ = 0.8',
    short: 'Discounted RL',
    summary: 'Both answers rewarded, with the bonus at α = 1, and the first answer credited with 0.8 of the second’s reward (Figure 9).',
    stages: only(stageTwo),
    settings: { alpha: 1, gamma: 0.8 },
  },
  {
    id: 'single_turn',
    name: 'Single-turn RL',
    short: 'Single-turn RL',
    summary: 'Only the first answer is trained; the second is asked for at evaluation (Table 4, without multi-turn training).',
    stages: only({ ...stageTwo, turns: [{ reward: 'r1', kl: 'beta1' }, untrained] }),
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
    id: 'score_star_stage2',
    name: 'SCoRe with STaR as Stage II',
    short: 'STaR in Stage II',
    summary: 'Stage I, then STaR in place of reinforcement learning (Table 4).',
    stages: [stageOne, imitating(star)],
  },
  {
    id: 'score_offline_turn1',
    name: 'SCoRe without online first attempts',
    short: 'Offline SCoRe',
    summary:
      'Second answers are trained on first answers of the frozen base, first answers on samples of their own (Table 4, whose recipe the paper leaves open).',
    stages: [
      { ...stageOne, firstAttempts: 'split' },
      { ...stageTwo, firstAttempts: 'split' },
    ],
  },
  {
    id: 'score_offline_untrained',
    name: 'SCoRe on the base’s first attempts alone',
    short: 'Base-first SCoRe',
    summary: 'The other reading of that row: second answers are trained on first answers of the frozen base, and the first turn is not.',
    stages: [
      { ...stageOne, firstAttempts: 'base', turns: [untrained, stageOne.turns[1]] },
      { ...stageTwo, firstAttempts: 'base', turns: [untrained, stageTwo.turns[1]] },
    ],
  },
  {
    id: 'score_mixed_first',
    name: 'SCoRe with base first attempts mixed in',
    short: 'Mixed SCoRe',
    summary: 'A share of the first answers comes from the frozen base, to cover more of what a second answer may have to correct (§5.2).',
    stages: [
      { ...stageOne, firstAttempts: 'mixed' },
      { ...stageTwo, firstAttempts: 'mixed' },
    ],
  },
  {
    id: 'score_interleaved',
    name: 'SCoRe, stages interleaved',
    short: 'Interleaved SCoRe',
    summary: 'Stage I and Stage II twice in turn, as the first version of the paper has it.',
    stages: [1, 2].flatMap((round) =>
      [stageOne, stageTwo].map((stage) => ({ ...stage, name: `${stage.name}, round ${round}`, share: 0.25 })),
    ),
  },
  {
    // The paper shows a third attempt both earlier ones; here each sees the one before it, so the third's wording tells it from the second.
    id: 'score_three_turns',
    name: 'SCoRe with a third attempt',
    short: 'Three-turn SCoRe',
    summary:
      'Stage I(a) is SCoRe’s Stage I, I(b) rewards a third attempt and holds the first two where I(a) left them, and Stage II rewards all three (ICLR, A.1); each attempt sees only the one before it, and the third is asked for in other words.',
    stages: [
      { ...stageOne, name: 'Stage I(a)', share: 0.25 },
      {
        ...stageOne,
        name: 'Stage I(b)',
        share: 0.25,
        turns: [stageOne.turns[0], stageOne.turns[0]],
        third: { reward: 'r2', kl: 'beta1' },
        reference: 'stage before',
      },
      { ...stageTwo, third: stageTwo.turns[1] },
    ],
    laterInstruction: 'reworded',
  },
  {
    id: 'score_reweighted',
    name: 'SCoRe with (1 + α) r₂ for the bonus',
    short: 'Reweighted SCoRe',
    summary: 'A control: what the bonus is in expectation, a second turn that weighs 1 + α times as much, without the −α r₁.',
    stages: [stageOne, secondPaid(stageTwo, 'weighted')],
  },
  {
    id: 'score_leaky',
    name: 'SCoRe with the bonus leaking into the first turn',
    short: 'Leaky SCoRe',
    summary: 'A control: γ = 1 makes the first turn’s return −9 r₁ + 11 r₂, which pays the model for failing first.',
    stages: [stageOne, stageTwo],
    settings: { alpha: 10, gamma: 1 },
  },
  {
    id: 'pag',
    name: 'Verify, then revise (PAG)',
    short: 'PAG',
    summary:
      'The policy says whether its first answer is wrong and revises it only then; answers and verdicts are rewarded for being right (arXiv 2506.10406).',
    stages: only({ ...stageTwo, verdict: 'right' }),
    instruction: 'verify',
    settings: { alpha: 1 },
  },
  {
    id: 'star',
    name: 'STaR',
    short: 'STaR',
    summary: 'Three times in turn, it samples episodes and imitates second answers that put a wrong first one right (D_STaR, §3.1).',
    stages: only(imitating(star)),
  },
  {
    id: 'star_plus',
    name: 'STaR, right first answers kept',
    short: 'STaR D⁺',
    summary: 'STaR that also imitates right second answers to right first ones (D⁺_STaR).',
    stages: only(imitating({ ...star, keepsRightFirst: true })),
  },
  {
    id: 'pair_sft',
    name: 'Pair-SFT',
    short: 'Pair-SFT',
    summary: 'Once, it samples episodes and imitates any right answer behind a wrong first one (D_SFT, Welleck et al. 2023).',
    stages: only(imitating(pairs)),
  },
  {
    id: 'pair_sft_plus',
    name: 'Pair-SFT, right first answers kept',
    short: 'Pair-SFT D⁺',
    summary: 'Pair-SFT that also imitates right answers behind right first ones (D⁺_SFT).',
    stages: only(imitating({ ...pairs, keepsRightFirst: true })),
  },
  {
    id: 'base',
    name: 'The base, asked twice',
    short: 'Base',
    summary: 'Nothing is trained: what the base model does when it is asked again.',
    stages: [],
  },
  {
    id: 'self_refine',
    name: 'The base, asked by another instruction',
    short: 'Self-Refine',
    summary: 'Nothing is trained: the base is asked again by the second wording it was shown in pretraining (after Self-Refine).',
    stages: [],
    instruction: 'reworded',
  },
] as const satisfies readonly Method[];

/** @throws if no method has this id. */
export function methodById(id: string): Method {
  const method = methods.find((candidate) => candidate.id === id);
  if (!method) throw new Error(`There is no method "${id}". Choose one of: ${methods.map((candidate) => candidate.id).join(', ')}.`);
  return method;
}

/** Updates of a run of a method: none where nothing is trained. */
export const updatesOf = (method: Method, steps: number): number => (method.stages.length === 0 ? 0 : steps);
