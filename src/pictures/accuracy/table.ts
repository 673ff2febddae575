import { deltaHalfWidth } from '../../../workers/measures/intervals.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { points, signedPoints } from '../kit/format.ts';
import { withInterval } from '../kit/interval.ts';
import type { PictureTable } from '../kit/table.ts';

/** Accuracies and Δ of every evaluation, with 95% intervals. */
export const accuracyTable = (rows: readonly EvaluationRow[]): PictureTable => ({
  head: ['Step', 'First right (95%)', 'Second right (95%)', 'Δ, points (95%)', 'n'],
  rows: rows.map((row) => [
    String(row.step),
    withInterval(row.acc_t1, row.n),
    withInterval(row.acc_t2, row.n),
    `${signedPoints(row.delta)} ± ${points(deltaHalfWidth(row))}`,
    String(row.n),
  ]),
});
