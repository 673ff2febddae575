import { deltaHalfWidth, wilsonInterval } from '../../../workers/measures/intervals.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent, points, signedPoints } from '../kit/format.ts';
import type { PictureTable } from '../kit/table.ts';

const withInterval = (share: number, n: number): string => {
  const { low, high } = wilsonInterval(Math.round(share * n), n);
  return `${percent(share, 1)} (${percent(low, 1)} to ${percent(high, 1)})`;
};

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
