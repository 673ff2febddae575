/** The paper's claims, and ours about it, each as a number of our runs and what it should be. */
import type { Expectation } from '../../workers/measures/verdict.ts';
import { taskById } from '../../workers/tasks/index.ts';

/** A number of a run. */
export type Metric =
  | 'delta'
  | 'acc_t1'
  | 'acc_t2'
  | 'change_rate'
  /** P(c₂ | ¬c₁). */
  | 'fix_rate'
  /** Acc@t3 − Acc@t2 and Acc@t10 − Acc@t2 of attempts in a row. */
  | 'third_attempt'
  | 'tenth_attempt'
  /** The vote over 16 second answers less that over 32 first ones. */
  | 'voting_gain'
  /** P(c₂ | ¬c₁) of the base's first answers to held-out problems. */
  | 'repair_rate'
  /** P(c₂ | ¬c₁) of a model's own first answers less that of the base's. */
  | 'own_repair'
  /** Δc→i of the problems of the two easiest levels, in parts of these. */
  | 'broken_easiest';

export interface Claim {
  /** Where the paper has it, and on which of its two tasks, or which derivation. */
  source: string;
  /** What is claimed. */
  says: string;
  /** The paper's numbers. */
  paper: string;
  metric: Metric;
  arm: string;
  /** What it is compared with, seed by seed; a claim without is about the arm's own number. */
  against?: string;
  expected: Expectation;
  /** The one temperature at which it is judged; both unless given. */
  temperature?: number;
}

/** The claims that are judged on a task. */
export interface TaskClaims {
  /** What the issue of self-correction turns on. Holm's correction is over these, task by task and temperature by temperature. */
  headline: readonly Claim[];
  others: readonly Claim[];
  /** Those about what probes measure at temperatures of their own. */
  probed: readonly Claim[];
}

const gains = (source: string, paper: string): Claim => ({
  ...{ source, says: 'SCoRe’s second look gains', paper },
  ...{ metric: 'delta', arm: 'score', expected: 'above' },
});

const aboveNaive: readonly Claim[] = [
  {
    source: 'Figure 6a (MATH)',
    says: 'Δ of SCoRe is above that of naive RL',
    paper: 'about +5 against 0',
    ...{ metric: 'delta', arm: 'score', against: 'naive', expected: 'above' },
  },
  {
    source: 'Figure 6a (MATH)',
    says: 'SCoRe’s second answers are right more often than naive RL’s',
    paper: 'not tabulated',
    ...{ metric: 'acc_t2', arm: 'score', against: 'naive', expected: 'above' },
  },
];

const aboveBase = (source: string, paper: string): Claim => ({
  ...{ source, says: 'SCoRe’s second answers are right more often than the base’s', paper },
  ...{ metric: 'acc_t2', arm: 'score', against: 'base', expected: 'above' },
});

const fixesMore = (source: string, paper: string): Claim => ({
  ...{ source, says: 'SCoRe fixes more of its wrong first answers than the base', paper },
  ...{ metric: 'fix_rate', arm: 'score', against: 'base', expected: 'above' },
});

const selfRefine = (source: string, says: string, paper: string, expected: 'above' | 'below'): Claim => ({
  ...{ source, says, paper, expected },
  ...{ metric: 'delta', arm: 'self_refine', against: 'base' },
});

const deltaNearZero = (source: string, arm: string, says: string, paper: string): Claim => ({
  ...{ source, says, paper, arm },
  ...{ metric: 'delta', expected: 'near zero' },
});

const deltaBelowScore = (arm: string, says: string, paper: string): Claim => ({
  ...{ source: 'Table 4 (MATH)', says, paper, arm },
  ...{ metric: 'delta', against: 'score', expected: 'below' },
});

const changes = (arm: string, against: string, says: string, paper: string, expected: 'above' | 'below'): Claim => ({
  ...{ source: 'Figure 4a (MATH)', says, paper, arm, against, expected },
  ...{ metric: 'change_rate' },
});

/** What the paper shows on MATH alone, or what follows from its equations: judged on code as well. */
const everywhere: readonly Claim[] = [
  deltaNearZero('Figure 6a (MATH)', 'naive', 'Naive RL ends with no difference between its answers', 'Δ about 0'),
  {
    source: 'Figure 6b (MATH)',
    says: 'Naive RL changes fewer answers than the base',
    paper: '.38 falls to .16',
    ...{ metric: 'change_rate', arm: 'naive', against: 'base', expected: 'below', temperature: 1 },
  },
  changes('score', 'base', 'SCoRe copies less than the base', 'away from 0; the base has a peak there', 'above'),
  changes('pair_sft', 'base', 'Pair-SFT copies more than the base', 'piled up at 0', 'below'),
  changes('score', 'pair_sft', 'SCoRe copies less than Pair-SFT', 'away from 0 against piled up there', 'above'),
  deltaNearZero('§4 (MATH)', 'naive_final_only', 'RL on the final answer alone ends with no difference', 'Δ about 0'),
  deltaNearZero('Figure 9 (MATH)', 'naive_discounted', 'RL with γ = 0.8 and α = 1 ends with no difference', 'Δ about 0'),
  deltaBelowScore('single_turn', 'Without multi-turn training Δ is lower', '−2.4 against +4.4'),
  deltaBelowScore('score_no_stage1', 'Without Stage I Δ is lower', '+2.2 against +4.4'),
  deltaBelowScore('score_no_bonus', 'Without the bonus Δ is lower', '+2.6 against +4.4'),
  deltaBelowScore('score_star_stage2', 'With STaR as Stage II Δ is lower', '+2.2 against +4.4'),
  deltaBelowScore('score_offline_turn1', 'Without online first attempts Δ is lower', '+0.2 against +4.4'),
  {
    source: 'Figure 8 (MATH)',
    says: 'After the second attempt, SCoRe’s ten attempts in a row stay level',
    paper: '64 at the second, 66 at the tenth',
    ...{ metric: 'tenth_attempt', arm: 'score', expected: 'near zero' },
  },
  {
    source: 'arXiv 2506.10406 (MATH)',
    says: 'Verifying before revising (PAG) ends above SCoRe',
    paper: '65.2 against 63.9',
    ...{ metric: 'acc_t2', arm: 'pag', against: 'score', expected: 'above' },
  },
  {
    source: 'ICLR, A.1 (MATH)',
    says: 'Trained on three attempts, the third is right as often as the second',
    paper: '24.0 against 24.0',
    ...{ metric: 'third_attempt', arm: 'score_three_turns', expected: 'near zero' },
  },
  {
    source: 'Equation 4',
    says: 'The bonus is a weight of 1 + α on the second turn: the two forms do not differ',
    paper: 'derived',
    ...{ metric: 'delta', arm: 'score_reweighted', against: 'score', expected: 'near zero' },
  },
  {
    source: 'Equation 4, γ = 1',
    says: 'A bonus that leaks into the first turn teaches to fail first',
    paper: 'derived: −9 r₁ + 11 r₂',
    ...{ metric: 'acc_t1', arm: 'score_leaky', against: 'base', expected: 'below' },
  },
];

const probedEverywhere: readonly Claim[] = [
  {
    source: 'Figure 1, right (MATH)',
    says: 'With 32 samples, SCoRe’s vote in sequence beats its vote in parallel',
    paper: '+10.5 against +7.4',
    ...{ metric: 'voting_gain', arm: 'score', expected: 'above' },
  },
  {
    source: 'Figure 5 (MATH)',
    says: 'Pair-SFT fixes its own wrong answers less often than the base’s',
    paper: '.020 against .052, of all problems',
    ...{ metric: 'own_repair', arm: 'pair_sft', expected: 'below' },
  },
  {
    source: 'Figure 7, ICLR (MATH)',
    says: 'SCoRe breaks no right answer of the two easiest levels',
    paper: '0 and 0',
    ...{ metric: 'broken_easiest', arm: 'score', expected: 'at most zero' },
  },
];

const mathematics: TaskClaims = {
  headline: [gains('Table 2 (MATH)', 'Δ +4.4'), ...aboveNaive],
  others: [
    {
      source: 'Table 2 (MATH)',
      says: 'Asked again, the base gets worse or no better',
      paper: 'Δ −11.2',
      ...{ metric: 'delta', arm: 'base', expected: 'at most zero' },
    },
    aboveBase('Table 2 (MATH)', '64.4 against 41.4'),
    fixesMore('text (MATH)', '14.5 against 9.5'),
    selfRefine('Table 2 (MATH)', 'Self-Refine’s Δ is above the base’s', '−1.0 against −11.2', 'above'),
    {
      source: 'Table 1 (MATH)',
      says: 'STaR on D does not correct',
      paper: 'Δ −14.2',
      ...{ metric: 'delta', arm: 'star', expected: 'below' },
    },
    deltaNearZero('Table 1 (MATH)', 'star_plus', 'STaR on D⁺ hardly corrects', 'Δ +0.4'),
    deltaNearZero('Table 1 (MATH)', 'pair_sft', 'Pair-SFT on D hardly corrects', 'Δ +1.8'),
    deltaNearZero('Table 1 (MATH)', 'pair_sft_plus', 'Pair-SFT on D⁺ copies', 'Δ 0'),
    ...everywhere,
  ],
  probed: probedEverywhere,
};

/** Of the base the paper claims nothing here: its second answers are better (+3.0), by five problems of 164. */
const code: TaskClaims = {
  headline: [gains('Table 3 (HumanEval)', 'Δ +12.2'), ...aboveNaive],
  others: [
    aboveBase('Table 3 (HumanEval)', '64.6 against 56.7'),
    fixesMore('Table 3 (HumanEval)', '31.9 against 17.1'),
    selfRefine('Table 3 (HumanEval)', 'Self-Refine’s Δ is below the base’s', '−1.2 against +3.0', 'below'),
    deltaNearZero('Table 3 (HumanEval)', 'pair_sft', 'Pair-SFT on D hardly corrects', 'Δ −1.8'),
    ...everywhere,
  ],
  probed: [
    {
      source: 'Table 3 (MBPP-R)',
      says: 'SCoRe repairs more of the base’s wrong first answers than the base',
      paper: '60.6 against 47.3',
      ...{ metric: 'repair_rate', arm: 'score', against: 'base', expected: 'above' },
    },
    {
      source: 'Table 3 (MBPP-R)',
      says: 'Pair-SFT repairs more of the base’s wrong first answers than the base',
      paper: '59.8 against 47.3',
      ...{ metric: 'repair_rate', arm: 'pair_sft', against: 'base', expected: 'above' },
    },
    ...probedEverywhere,
  ],
};

/** A second look at what is known by heart has nothing to see: what gains here corrects nothing. The paper has no such task. */
const control: TaskClaims = {
  headline: [
    deltaNearZero('control', 'naive', 'Naive RL’s second look gains nothing', 'none'),
    deltaNearZero('control', 'score', 'SCoRe’s second look gains nothing', 'none'),
  ],
  others: [
    {
      source: 'control',
      says: 'Asked again, the base gets worse or no better',
      paper: 'none',
      ...{ metric: 'delta', arm: 'base', expected: 'at most zero' },
    },
  ],
  probed: [],
};

/** By the family of the task; what is neither mathematics nor code is judged as mathematics. */
export function claimsOf(task: string): TaskClaims {
  const { family } = taskById(task).label;
  return family === 'control' ? control : family === 'code' ? code : mathematics;
}
