/** The paired comparison of two groups of runs over the seeds that both have. */
import { holmAdjusted } from '../../workers/measures/holm.ts';
import { cutOff, meanOverSeeds, type Estimate } from '../../workers/measures/intervals.ts';
import { mostDifferences, signFlipTest } from '../../workers/measures/permutation.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';

/** What groups are compared by: fractions of the held-out problems. */
export const comparedMeasures = ['acc_t1', 'acc_t2', 'delta', 'change_rate'] as const;

export type ComparedMeasure = (typeof comparedMeasures)[number];

/** The last evaluation of a run. */
export interface SeedResult {
  seed: number;
  row: Pick<EvaluationRow, ComparedMeasure>;
}

export interface ComparedGroup {
  name: string;
  results: readonly SeedResult[];
}

/** A measure in both groups: means over the common seeds with 95% t-intervals, cut off at what they can be, and that of second − first, seed by seed. */
export interface MeasureComparison {
  measure: ComparedMeasure;
  first: Estimate;
  second: Estimate;
  difference: Estimate;
  /** Two-sided p of the exact sign-flip test; null for more pairs than it takes. */
  p: number | null;
  /** The same after Holm's correction over all measures compared. */
  adjusted: number | null;
}

export interface GroupComparison {
  /** Seeds that both groups have, in order. */
  seeds: number[];
  /** Seeds that only one of them has. */
  leftOut: number[];
  measures: MeasureComparison[];
}

const seedsOf = ({ results }: ComparedGroup): number[] => results.map(({ seed }) => seed);

function requireOnce(group: ComparedGroup): void {
  const seeds = seedsOf(group);
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (repeated !== undefined)
    throw new Error(`“${group.name}” has more than one run of seed ${repeated}. Choose a group that has one run of every seed.`);
}

/** @throws with a sentence if a group has a seed twice, or the two have fewer than two seeds in common */
export function compareGroups(first: ComparedGroup, second: ComparedGroup): GroupComparison {
  requireOnce(first);
  requireOnce(second);
  const inSecond = new Set(seedsOf(second));
  const seeds = seedsOf(first)
    .filter((seed) => inSecond.has(seed))
    .sort((a, b) => a - b);
  if (seeds.length < 2) {
    const common = seeds.length === 0 ? 'no finished run of a common seed' : `finished runs of one common seed, ${seeds[0]}`;
    throw new Error(`“${first.name}” and “${second.name}” have ${common}. A paired comparison needs two: train more seeds of both.`);
  }
  const valuesOf = ({ results }: ComparedGroup, measure: ComparedMeasure): number[] =>
    seeds.map((seed) => results.find((result) => result.seed === seed)?.row[measure] ?? NaN);
  const tested = comparedMeasures.map((measure) => {
    const [before, after] = [valuesOf(first, measure), valuesOf(second, measure)];
    const differences = after.map((value, index) => value - before[index]);
    const least = measure === 'delta' ? -1 : 0;
    return {
      measure,
      first: cutOff(meanOverSeeds(before), least, 1),
      second: cutOff(meanOverSeeds(after), least, 1),
      difference: cutOff(meanOverSeeds(differences), least - 1, 1 - least),
      p: seeds.length > mostDifferences ? null : signFlipTest(differences).pTwoSided,
    };
  });
  const adjusted = holmAdjusted(tested.flatMap(({ p }) => (p === null ? [] : [p])));
  return {
    seeds,
    leftOut: [...seedsOf(first), ...seedsOf(second)].filter((seed) => !seeds.includes(seed)).sort((a, b) => a - b),
    measures: tested.map((each, index) => ({ ...each, adjusted: adjusted[index] ?? null })),
  };
}
