import { deltaHalfWidth } from '../../../workers/measures/intervals.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { words } from '../../languages/words.ts';
import { points, signedPoints } from '../kit/format.ts';
import { withInterval } from '../kit/interval.ts';
import type { PictureTable } from '../kit/table.ts';

/** Accuracies and Δ of every evaluation, with 95% intervals. */
export function accuracyTable(rows: readonly EvaluationRow[]): PictureTable {
  const { step, firstRight, secondRight, within95, deltaPoints } = words().figure;
  return {
    head: [step, within95(firstRight), within95(secondRight), deltaPoints, 'n'],
    rows: rows.map((row) => [
      String(row.step),
      withInterval(row.acc_t1, row.n),
      withInterval(row.acc_t2, row.n),
      `${signedPoints(row.delta)} ± ${points(deltaHalfWidth(row))}`,
      String(row.n),
    ]),
  };
}
