/** What our runs say of a claim. */
import { holmAdjusted } from '../../workers/measures/holm.ts';
import { fractionEstimate, meanOverSeeds } from '../../workers/measures/intervals.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';
import { differenceOfEstimates } from '../../workers/measures/newcombe.ts';
import { pairedDifferences, signFlipTest } from '../../workers/measures/permutation.ts';
import { conditionalRatesOf } from '../../workers/measures/transitions.ts';
import { verdictOf } from '../../workers/measures/verdict.ts';
import type { Verdict } from '../../workers/measures/verdict.ts';
import { heldOutSets } from '../../workers/methods/problems.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';
import { askedIn } from './askedProblems.ts';
import type { Claim, Metric } from './claims.ts';
import type { ProbeRow } from './figureData.ts';
import { areAlike, deltaEstimate } from './numbers.ts';
import type { ResultRow } from './results.ts';

/** A final evaluation, and the probes of its run. */
export interface MeasuredRow extends ResultRow {
  /** None where the run was not probed. */
  probes?: ProbeRow;
}

/** @param rows of any runs; they keep their order */
export function withProbes(rows: readonly ResultRow[], probes: readonly ProbeRow[]): MeasuredRow[] {
  const byRun = new Map(probes.map((row) => [row.run, row]));
  return rows.map((row) => {
    const own = byRun.get(row.run);
    return own ? { ...row, probes: own } : row;
  });
}

/** A number of one run; with its interval over problems where its pairs of problems are known. */
type Measurement = Estimate | { value: number; low?: undefined };

/** Acc@t of an attempt in a row less Acc@t2, at the temperature of the row; null where there were not so many. */
function afterSecond({ probes, temperature }: MeasuredRow, attempt: number): Measurement | null {
  const inARow = probes?.attempts.find((measured) => measured.temperature === temperature)?.accuracies ?? [];
  const [second, later] = [2, attempt].map((each) => inARow.at(each - 1)?.accuracy.value);
  return second === undefined || later === undefined ? null : { value: later - second };
}

/** Δc→i of levels 1 and 2 together. */
function brokenOfEasiest({ probes }: MeasuredRow): Measurement | null {
  const easiest = probes?.levels.levels.filter(({ level, n }) => level <= 2 && n > 0) ?? [];
  const n = easiest.reduce((sum, level) => sum + level.n, 0);
  return n === 0 ? null : fractionEstimate(easiest.reduce((sum, level) => sum + level.c_to_i!.value * level.n, 0) / n, n);
}

const fraction = (name: 'acc_t1' | 'acc_t2' | 'change_rate') => (row: MeasuredRow) => fractionEstimate(row[name], row.n);

/** The metrics of a run; null where it has no such number. */
const metrics: Record<Metric, (row: MeasuredRow) => Measurement | null> = {
  delta: deltaEstimate,
  acc_t1: fraction('acc_t1'),
  acc_t2: fraction('acc_t2'),
  change_rate: fraction('change_rate'),
  fix_rate: (row) => conditionalRatesOf(row).fixRate,
  third_attempt: (row) => afterSecond(row, 3),
  tenth_attempt: (row) => afterSecond(row, 10),
  voting_gain: ({ probes }) => probes?.voting.curves.find(({ budget }) => budget === 32)?.gain ?? null,
  repair_rate: ({ probes }) => probes?.first_attempt_sources.fixed_heldout.correction_rate ?? null,
  own_repair: ({ probes }) => {
    const { self_generated_heldout: own, fixed_heldout: fixed } = probes?.first_attempt_sources ?? {};
    return own?.correction_rate && fixed?.correction_rate ? { value: own.correction_rate.value - fixed.correction_rate.value } : null;
  },
  broken_easiest: brokenOfEasiest,
};

const ofProbes: readonly Metric[] = ['third_attempt', 'tenth_attempt', 'voting_gain', 'repair_rate', 'own_repair', 'broken_easiest'];

export interface Judged {
  claim: Claim;
  /** Seeds that measured apart: one where all measured the same. */
  seeds: number;
  estimate: Estimate | null;
  /**
   * Of a difference from zero: exact, two-sided, over sign flips. Null without two seeds that differ, and for a claim of being near zero, or
   * not above it.
   */
  p: number | null;
  verdict: Verdict;
  /** Which held-out problems its probes ask; null for what no probe measures. */
  asked: HeldOutSet | null;
}

/** What an arm measured, by seed. */
function measured(rows: readonly MeasuredRow[], arm: string, metric: Metric): Map<number, Measurement> {
  return new Map(
    rows
      .filter((row) => row.arm === arm)
      .flatMap((row): [number, Measurement][] => {
        const value = metrics[metric](row);
        return value ? [[row.seed, value]] : [];
      }),
  );
}

const valuesOf = (side: ReadonlyMap<number, Measurement>): number[] => [...side.values()].map(({ value }) => value);

/** What every seed of a side measured, as a base that is asked greedily does; null where they differ, and of a single seed. */
function constantOf(side: ReadonlyMap<number, Measurement>): number | null {
  const values = valuesOf(side);
  return values.length > 1 && areAlike(values) ? values[0] : null;
}

/**
 * One difference per seed: over the seeds that both sides have. From a side that is the same on every seed, every seed of the other has its
 * difference.
 */
function differencesOf(own: ReadonlyMap<number, Measurement>, other: ReadonlyMap<number, Measurement>): number[] {
  const [ownConstant, otherConstant] = [constantOf(own), constantOf(other)];
  const all = otherConstant !== null ? own : ownConstant !== null ? other : null;
  const seeds = all ? [...all.keys()] : [...own.keys()].filter((seed) => other.has(seed));
  return pairedDifferences(
    seeds.map((seed) => own.get(seed)?.value ?? ownConstant!),
    seeds.map((seed) => other.get(seed)?.value ?? otherConstant!),
  );
}

function judgeOn(claim: Claim, rows: readonly MeasuredRow[]): Omit<Judged, 'asked'> {
  const { metric, arm, against, expected } = claim;
  const own = measured(rows, arm, metric);
  const other = against === undefined ? null : measured(rows, against, metric);
  const values = other ? differencesOf(own, other) : valuesOf(own);
  const notJudged = { claim, seeds: values.length, estimate: null, p: null, verdict: 'not judged' } as const;
  if (values.length < 2) return notJudged;
  if (other ? constantOf(own) !== null && constantOf(other) !== null : areAlike(values)) {
    // Seeds that measure the same are one measurement: its interval is over problems, and of a difference as if each side had problems of its own.
    const [one, two] = [own, other].map((side) => side?.values().next().value);
    if (one?.low === undefined || (other && two?.low === undefined)) return { ...notJudged, seeds: 1 };
    const estimate = two?.low === undefined ? one : differenceOfEstimates(one, two);
    return { ...notJudged, seeds: 1, estimate, verdict: verdictOf(estimate, expected) };
  }
  const estimate = meanOverSeeds(values);
  const p = expected === 'above' || expected === 'below' ? signFlipTest(values).pTwoSided : null;
  return { claim, seeds: values.length, estimate, p, verdict: verdictOf(estimate, expected) };
}

/**
 * Probes of a claim are all of the same problems, those that more of its seeds were asked.
 * @param rows of one task at one temperature
 */
export function judge(claim: Claim, rows: readonly MeasuredRow[]): Judged {
  if (!ofProbes.includes(claim.metric)) return { ...judgeOn(claim, rows), asked: null };
  return heldOutSets
    .map((asked) => ({
      ...judgeOn(
        claim,
        rows.filter(({ probes }) => probes && askedIn(probes) === asked),
      ),
      asked,
    })) // prettier-ignore
    .reduce((best, each) => (each.seeds > best.seeds ? each : best));
}

/** Holm-adjusted p of the claims that have one, in their order. */
export function adjusted(judged: readonly Judged[]): (number | null)[] {
  const known = judged.flatMap(({ p }) => (p === null ? [] : [p]));
  const corrected = holmAdjusted(known);
  return judged.map(({ p }) => (p === null ? null : corrected.shift()!));
}
