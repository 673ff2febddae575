/** Numbers of the report: what they are worked out from, and how they are written. */
import { meanOverSeeds } from '../../workers/measures/intervals.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';
import { differenceOfPairs } from '../../workers/measures/newcombe.ts';
import type { ResultRow } from './results.ts';

/**
 * Δ of a row.
 * @throws with a sentence if it is not Acc@t2 − Acc@t1 and Δi→c − Δc→i: such a row was not measured
 */
export function deltaOf({ run, delta, acc_t1, acc_t2, i_to_c, c_to_i, n }: ResultRow): number {
  const rounding = 1e-9;
  if (Math.abs(acc_t2 - acc_t1 - delta) > rounding || Math.abs(i_to_c - c_to_i - delta) > rounding)
    throw new Error(
      `The row of ${run} does not add up: Δ = ${delta}, Acc@t2 − Acc@t1 = ${acc_t2 - acc_t1}, Δi→c − Δc→i = ${i_to_c - c_to_i} (n = ${n}).`,
    );
  return delta;
}

/** Δ of a row with its interval over problems, which is of some width even where no answer changed. @throws as {@link deltaOf} */
export function deltaEstimate(row: ResultRow): Estimate {
  const value = deltaOf(row);
  const [right, fixed, broken] = [row.acc_t1, row.i_to_c, row.c_to_i].map((fraction) => Math.round(fraction * row.n));
  // The second answers are the first fraction: Δ is theirs less that of the first answers.
  const counts = { both: right - broken, onlyFirst: fixed, onlySecond: broken, neither: row.n - right - fixed };
  return { ...differenceOfPairs(counts), value };
}

/** Whether all seeds measured the same, as of the greedy base: then they are one measurement, without a spread over seeds. */
export const areAlike = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

const signed: readonly string[] = ['delta'];

const sign = (value: number, isSigned: boolean): string => (value < 0 ? '−' : isSigned ? '+' : '');

/** A fraction in percent or points: "+4.4". */
export const points = (value: number, isSigned = true): string => `${sign(value, isSigned)}${Math.abs(100 * value).toFixed(1)}`;

/** A number with its interval: "+4.4 [+1.2, +7.6]". */
export const estimateText = ({ value, low, high }: Estimate): string => `${points(value)} [${points(low)}, ${points(high)}]`;

/** A p-value: three digits, or how small it is at most. */
export const pText = (p: number | null): string => (p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Columns of a table of final evaluations. */
type Column = 'acc_t1' | 'acc_t2' | 'delta' | 'i_to_c' | 'c_to_i' | 'change_rate' | 'edit_selectivity';

/**
 * Mean over seeds and half the width of its t-interval. A single value stands alone; of two seeds both stand there, as an interval over two
 * may well be wider than all that a share can be.
 */
export function meanText(rows: readonly ResultRow[], metric: Column): string {
  const values = rows.flatMap((row) => (row[metric] === null ? [] : [row[metric]]));
  if (values.length === 0) return '–';
  const isSigned = signed.includes(metric);
  if (areAlike(values)) return points(values[0], isSigned);
  if (values.length === 2) return values.map((value) => points(value, isSigned)).join(' and ');
  const { value, high } = meanOverSeeds(values);
  return `${points(value, isSigned)} ± ${points(high - value, false)}`;
}
