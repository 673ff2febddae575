import { deltaHalfWidth, fractionEstimate } from '../workers/measures/intervals.ts';
import type { EvaluationRow } from '../workers/measures/outcome.ts';

/** A row's headline numbers with their 95% intervals, for run.json. */
export function summaryOf(row: EvaluationRow) {
  return {
    ...row,
    acc_t1_interval: fractionEstimate(row.acc_t1, row.n),
    acc_t2_interval: fractionEstimate(row.acc_t2, row.n),
    i_to_c_interval: fractionEstimate(row.i_to_c, row.n),
    c_to_i_interval: fractionEstimate(row.c_to_i, row.n),
    change_rate_interval: fractionEstimate(row.change_rate, row.n),
    delta_half_width: deltaHalfWidth(row),
    edit_histogram_intervals: row.edit_histogram.map((count) => fractionEstimate(count / row.n, row.n)),
  };
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)}%`;
const points = (fraction: number): string => `${fraction < 0 ? '−' : '+'}${Math.abs(100 * fraction).toFixed(1)}`;

/** A row in one line of words. */
export function rowInWords(row: EvaluationRow): string {
  const where = row.split === 'train' ? 'training' : row.temperature === 0 ? 'held out, greedy' : `held out, T=${row.temperature}`;
  return `step ${row.step} (${row.stage}), ${where}: first ${percent(row.acc_t1)}, second ${percent(row.acc_t2)}, Δ ${points(row.delta)} ± ${(100 * deltaHalfWidth(row)).toFixed(1)}, changed ${percent(row.change_rate)}, n=${row.n}`;
}
