/** The paper's claims, and ours about it, each as a number of our runs and what it should be. Fixed before the runs. */
import { holmAdjusted } from '../../workers/measures/holm.ts';
import { fractionEstimate, meanOverSeeds } from '../../workers/measures/intervals.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';
import { pairedDifferences, signFlipTest } from '../../workers/measures/permutation.ts';
import { verdictOf } from '../../workers/measures/verdict.ts';
import type { Expectation, Verdict } from '../../workers/measures/verdict.ts';
import type { ProbeRow } from './figureData.ts';
import { areAlike, deltaEstimate, deltaOf } from './numbers.ts';
import type { ResultRow } from './results.ts';

/** A number of one final evaluation. */
export type Metric = 'delta' | 'acc_t1' | 'acc_t2' | 'change_rate' | 'edit_selectivity';

/** A final evaluation, and what the probes of its run say at its temperature. */
export interface MeasuredRow extends ResultRow {
  /** Acc@t3 − Acc@t2 of attempts in a row; null where the run was not probed. */
  third_attempt?: number | null;
}

/** @param rows of any runs; they keep their order */
export function withThirdAttempts(rows: readonly ResultRow[], probes: readonly ProbeRow[]): MeasuredRow[] {
  const byRun = new Map(probes.map(({ run, attempts }) => [run, attempts]));
  return rows.map((row) => {
    const accuracies = byRun.get(row.run)?.find(({ temperature }) => temperature === row.temperature)?.accuracies;
    return { ...row, third_attempt: accuracies ? accuracies[2].accuracy.value - accuracies[1].accuracy.value : null };
  });
}

export interface Claim {
  /** Where the paper has it, or which derivation. */
  source: string;
  /** What is claimed. */
  says: string;
  /** The paper's numbers. */
  paper: string;
  metric: Metric | 'third_attempt';
  arm: string;
  /** What it is compared with, seed by seed; a claim without is about the arm's own number. */
  against?: string;
  expected: Expectation;
}

const deltaBelowScore = (source: string, arm: string, says: string, paper: string): Claim => ({
  source,
  says,
  paper,
  metric: 'delta',
  arm,
  against: 'score',
  expected: 'below',
});

const deltaNearZero = (source: string, arm: string, says: string, paper: string): Claim => ({
  source,
  says,
  paper,
  metric: 'delta',
  arm,
  expected: 'near zero',
});

/** The headline: what the issue of self-correction turns on. Holm's correction is over these, task by task. */
export const headlineClaims: readonly Claim[] = [
  { source: 'Table 2', says: 'SCoRe’s second look gains', paper: 'Δ +4.4', metric: 'delta', arm: 'score', expected: 'above' },
  {
    source: 'Figure 6a',
    says: 'Δ of SCoRe is above that of naive RL',
    paper: 'about +5 against 0',
    metric: 'delta',
    arm: 'score',
    against: 'naive',
    expected: 'above',
  },
  {
    source: 'Figure 6a',
    says: 'SCoRe’s second answers are right more often than naive RL’s',
    paper: 'not tabulated',
    metric: 'acc_t2',
    arm: 'score',
    against: 'naive',
    expected: 'above',
  },
];

export const otherClaims: readonly Claim[] = [
  {
    source: 'Table 2',
    says: 'Asked again, the base gets worse or no better',
    paper: 'Δ −11.2',
    metric: 'delta',
    arm: 'base',
    expected: 'below',
  },
  deltaNearZero('Figure 6a', 'naive', 'Naive RL ends with no difference between its answers', 'Δ about 0'),
  {
    source: 'Figure 6b',
    says: 'Naive RL changes fewer answers than the base',
    paper: '.38 falls to .16',
    metric: 'change_rate',
    arm: 'naive',
    against: 'base',
    expected: 'below',
  },
  deltaNearZero('§4', 'naive_final_only', 'So does RL on the final answer alone', 'Δ about 0'),
  deltaNearZero('Figure 9', 'naive_discounted', 'So does RL with γ = 0.8 and α = 1', 'Δ about 0'),
  {
    source: 'Table 2',
    says: 'SCoRe’s second answers are right more often than the base’s',
    paper: '64.4 against 41.4',
    metric: 'acc_t2',
    arm: 'score',
    against: 'base',
    expected: 'above',
  },
  {
    source: 'Table 2',
    says: 'Self-Refine’s Δ is above the base’s',
    paper: '−1.0 against −11.2',
    metric: 'delta',
    arm: 'self_refine',
    against: 'base',
    expected: 'above',
  },
  { source: 'Table 1', says: 'STaR on D does not correct', paper: 'Δ −14.2', metric: 'delta', arm: 'star', expected: 'below' },
  deltaNearZero('Table 1', 'star_plus', 'STaR on D⁺ hardly corrects', 'Δ +0.4'),
  deltaNearZero('Table 1', 'pair_sft', 'Pair-SFT on D hardly corrects', 'Δ +1.8'),
  deltaNearZero('Table 1', 'pair_sft_plus', 'Pair-SFT on D⁺ copies', 'Δ 0'),
  deltaBelowScore('Table 4', 'single_turn', 'Without multi-turn training Δ is lower', '−2.4 against +4.4'),
  deltaBelowScore('Table 4', 'score_no_stage1', 'Without Stage I Δ is lower', '+2.2 against +4.4'),
  deltaBelowScore('Table 4', 'score_no_bonus', 'Without the bonus Δ is lower', '+2.6 against +4.4'),
  deltaBelowScore('Table 4', 'score_star_stage2', 'With STaR as Stage II Δ is lower', '+2.2 against +4.4'),
  deltaBelowScore('Table 4', 'score_offline_turn1', 'Without online first attempts Δ is lower', '+0.2 against +4.4'),
  {
    source: 'arXiv 2506.10406',
    says: 'Verifying before revising (PAG) ends above SCoRe',
    paper: '65.2 against 63.9',
    metric: 'acc_t2',
    arm: 'pag',
    against: 'score',
    expected: 'above',
  },
  {
    source: 'ICLR, A.1',
    says: 'Trained on three attempts, the third is right as often as the second',
    paper: '24.0 against 24.0',
    metric: 'third_attempt',
    arm: 'score_three_turns',
    expected: 'near zero',
  },
  {
    source: 'Equation 4',
    says: 'The bonus is a weight of 1 + α on the second turn: the two forms do not differ',
    paper: 'derived',
    metric: 'delta',
    arm: 'score_reweighted',
    against: 'score',
    expected: 'near zero',
  },
  {
    source: 'Equation 4, γ = 1',
    says: 'A bonus that leaks into the first turn teaches to fail first',
    paper: 'derived: −9 r₁ + 11 r₂',
    metric: 'acc_t1',
    arm: 'score_leaky',
    against: 'base',
    expected: 'below',
  },
];

export interface Judged {
  claim: Claim;
  /** Seeds that measured apart: one where all measured the same. */
  seeds: number;
  estimate: Estimate | null;
  /** Of a difference from zero: exact, two-sided, over sign flips. Null without two seeds that differ, and for a claim of being near zero. */
  p: number | null;
  verdict: Verdict;
}

/** One measurement of a metric, with its interval over problems. */
function estimateOf(row: MeasuredRow, metric: Claim['metric']): Estimate | null {
  if (metric === 'edit_selectivity' || metric === 'third_attempt') return null;
  return metric === 'delta' ? deltaEstimate(row) : fractionEstimate(row[metric], row.n);
}

/** The rows of an arm that have a value of the metric, by seed. */
function rowsOf(rows: readonly MeasuredRow[], arm: string, metric: Claim['metric']): Map<number, MeasuredRow> {
  return new Map(
    rows.flatMap((row): [number, MeasuredRow][] => (row.arm === arm && (row[metric] ?? null) !== null ? [[row.seed, row]] : [])),
  );
}

const valueOf = (row: MeasuredRow, metric: Claim['metric']): number => (metric === 'delta' ? deltaOf(row) : row[metric]!);

/** @param rows of one task at one temperature */
export function judge(claim: Claim, rows: readonly MeasuredRow[]): Judged {
  const { metric, arm, against, expected } = claim;
  const own = rowsOf(rows, arm, metric);
  const other = against === undefined ? null : rowsOf(rows, against, metric);
  const seeds = [...own.keys()].filter((seed) => !other || other.has(seed)).sort((a, b) => a - b);
  const values = seeds.map((seed) => valueOf(own.get(seed)!, metric));
  const others = other && seeds.map((seed) => valueOf(other.get(seed)!, metric));
  const notJudged = { claim, seeds: seeds.length, estimate: null, p: null, verdict: 'not judged' } as const;
  if (seeds.length < 2) return notJudged;
  if (areAlike(values) && (!others || areAlike(others))) {
    // Seeds that measure the same are one measurement: its interval is over problems. Of a difference there is none without the pairs.
    const estimate = others ? null : estimateOf(own.get(seeds[0])!, metric);
    return estimate ? { ...notJudged, seeds: 1, estimate, verdict: verdictOf(estimate, expected) } : { ...notJudged, seeds: 1 };
  }
  const differences = others ? pairedDifferences(values, others) : values;
  const estimate = meanOverSeeds(differences);
  const p = expected === 'near zero' ? null : signFlipTest(differences).pTwoSided;
  return { claim, seeds: seeds.length, estimate, p, verdict: verdictOf(estimate, expected) };
}

/** Holm-adjusted p of the claims that have one, in their order. */
export function adjusted(judged: readonly Judged[]): (number | null)[] {
  const known = judged.flatMap(({ p }) => (p === null ? [] : [p]));
  const corrected = holmAdjusted(known);
  return judged.map(({ p }) => (p === null ? null : corrected.shift()!));
}
