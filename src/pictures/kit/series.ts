import type { EvaluationRow } from '../../../workers/protocol.ts';

const between = (a: number, b: number, share: number): number => a + (b - a) * share;

const betweenMeasured = (a: number | null, b: number | null, share: number): number | null =>
  a === null || b === null ? null : between(a, b, share);

/** The row a straight line between two evaluations passes through. */
function interpolate(a: EvaluationRow, b: EvaluationRow, step: number): EvaluationRow {
  const share = (step - a.step) / (b.step - a.step);
  return {
    ...b,
    step,
    acc_t1: between(a.acc_t1, b.acc_t1, share),
    acc_t2: between(a.acc_t2, b.acc_t2, share),
    delta: between(a.delta, b.delta, share),
    i_to_c: between(a.i_to_c, b.i_to_c, share),
    c_to_i: between(a.c_to_i, b.c_to_i, share),
    change_rate: between(a.change_rate, b.change_rate, share),
    copied_wrong: between(a.copied_wrong, b.copied_wrong, share),
    kl_t1: betweenMeasured(a.kl_t1, b.kl_t1, share),
    kl_t2: betweenMeasured(a.kl_t2, b.kl_t2, share),
    entropy_t1: between(a.entropy_t1, b.entropy_t1, share),
    entropy_t2: between(a.entropy_t2, b.entropy_t2, share),
  };
}

/** How many of a history's rows, or of their steps, which are in order, are at or before a step. */
export function rowsBy(rows: readonly ({ step: number } | number)[], step: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if ((typeof row === 'number' ? row : row.step) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of rows, or of evaluations, at or before a step: what numbers quote. */
export function lastAt<Row extends { step: number }>(rows: readonly Row[], step: number): Row | undefined {
  return rows[rowsBy(rows, step) - 1];
}

/** What a history is at a step: its evaluation there, or between two the point on the straight line from one to the other. */
export function rowAt(rows: readonly EvaluationRow[], step: number): EvaluationRow | undefined {
  const count = rowsBy(rows, step);
  const [last, next] = [rows[count - 1], rows[count]];
  return last && next && last.step < step ? interpolate(last, next, step) : last;
}
