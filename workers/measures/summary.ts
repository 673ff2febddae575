import { deltaHalfWidth, fractionEstimate } from './intervals.ts';
import type { EvaluationRow } from './outcome.ts';
import { conditionalRatesOf } from './transitions.ts';

/** A row's headline numbers with their 95% intervals, for files that stand alone. */
export function summaryOf(row: EvaluationRow) {
  const { fixRate, keepRate, editSelectivity } = conditionalRatesOf(row);
  return {
    ...row,
    acc_t1_interval: fractionEstimate(row.acc_t1, row.n),
    acc_t2_interval: fractionEstimate(row.acc_t2, row.n),
    i_to_c_interval: fractionEstimate(row.i_to_c, row.n),
    c_to_i_interval: fractionEstimate(row.c_to_i, row.n),
    change_rate_interval: fractionEstimate(row.change_rate, row.n),
    delta_half_width: deltaHalfWidth(row),
    fix_rate: fixRate,
    keep_rate: keepRate,
    edit_selectivity: editSelectivity,
    edit_histogram_intervals: row.edit_histogram.map((count) => fractionEstimate(count / row.n, row.n)),
  };
}
