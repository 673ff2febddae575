/** Where SCoRe's second answers are right more often than naive RL's: by settings, and by what the base can do. */
import type { BasePoint } from '../../src/pictures/causes/geometry.ts';
import type { Comparison, PhaseCell } from '../../src/pictures/phase/geometry.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';
import { differenceOfFractions } from '../../workers/measures/newcombe.ts';
import { conditionalRatesOf } from '../../workers/measures/transitions.ts';
import { defaultOptions, isBaseOption } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { arms, jobsOf } from './arms.ts';
import { meanOf, overSeeds } from './figureData.ts';
import { deltaOf } from './numbers.ts';
import type { ResultRow } from './results.ts';

/** Options but the seed in which a run departs from the defaults of its task and method. */
function departuresOf(options: RunOptions): [key: string, value: unknown][] {
  const defaults = new Map<string, unknown>(Object.entries(defaultOptions(options.task, options.method)));
  return Object.entries(options).filter(([key, value]) => key !== 'seed' && JSON.stringify(value) !== JSON.stringify(defaults.get(key)));
}

const isOfGrid = (options: RunOptions): boolean => departuresOf(options).every(([key]) => key === 'pool' || key === 'copyShare');

/** The rows of both methods on each seed that both have. */
function pairsOf(rows: readonly ResultRow[]): { naive: ResultRow; score: ResultRow }[] {
  const scores = new Map(rows.filter(({ method }) => method === 'score').map((row) => [row.seed, row]));
  return rows
    .filter(({ method }) => method === 'naive')
    .flatMap((naive) => {
      const score = scores.get(naive.seed);
      return score ? [{ naive, score }] : [];
    });
}

const gainOf = (pairs: ReturnType<typeof pairsOf>): Estimate =>
  overSeeds(pairs.map(({ naive, score }) => differenceOfFractions({ fraction: score.acc_t2, n: score.n }, { fraction: naive.acc_t2, n: naive.n }))); // prettier-ignore

/** @param rows of one setting; null where no seed has both methods */
function comparisonOf(rows: readonly ResultRow[]): Comparison | null {
  const pairs = pairsOf(rows);
  if (pairs.length === 0) return null;
  return {
    problems: pairs[0].score.n,
    seeds: pairs.length,
    gain: gainOf(pairs),
    naive: meanOf(pairs.map(({ naive }) => deltaOf(naive))),
    score: meanOf(pairs.map(({ score }) => deltaOf(score))),
  };
}

/** Every cell that is planned or measured; none where no cell has both methods. */
export function phaseData(task: string, rows: readonly ResultRow[], temperature: number): PhaseCell[] {
  const measured = rows.filter((row) => row.task === task && row.temperature === temperature && isOfGrid(row.config));
  const planned = jobsOf(arms).map(({ options }) => options).filter((options) => options.task === task && isOfGrid(options)); // prettier-ignore
  const all = [...planned, ...measured.map(({ config }) => config)];
  const [pools, copyShares] = (['pool', 'copyShare'] as const).map((key) => [...new Set(all.map((options) => options[key]))]);
  const cells = copyShares.flatMap((copyShare) =>
    pools.map((pool) => ({
      pool,
      copyShare,
      comparison: comparisonOf(measured.filter(({ config }) => config.pool === pool && config.copyShare === copyShare)),
    })),
  );
  return cells.some(({ comparison }) => comparison) ? cells : [];
}

/** "Addition, copy share 0.9". */
function baseName({ config }: ResultRow): string {
  const settings = departuresOf(config).map(([key, value]) => `${key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${String(value)}`); // prettier-ignore
  return [taskById(config.task).label.name, ...settings].join(', ');
}

/** The bases that both methods were trained from with nothing else changed, at temperature 1. */
export function causesData(rows: readonly ResultRow[]): BasePoint[] {
  const byBase = new Map<string, ResultRow[]>();
  for (const row of rows) {
    if (row.temperature !== 1 || !departuresOf(row.config).every(([key]) => isBaseOption(key))) continue;
    const key = `${row.task} ${row.base_sha256}`;
    byBase.set(key, [...(byBase.get(key) ?? []), row]);
  }
  return [...byBase.values()].flatMap((own) => {
    const [bases, pairs] = [own.filter(({ method }) => method === 'base'), pairsOf(own)];
    const selectivities = bases.flatMap(({ edit_selectivity }) => edit_selectivity ?? []);
    const fixRates = bases.flatMap((row) => conditionalRatesOf(row).fixRate?.value ?? []);
    if (pairs.length === 0 || selectivities.length === 0) return [];
    return [
      {
        name: baseName(bases[0]),
        problems: pairs[0].score.n,
        seeds: pairs.length,
        selectivity: meanOf(selectivities),
        fixRate: meanOf(fixRates),
        gain: gainOf(pairs),
      },
    ];
  });
}
