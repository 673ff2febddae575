import { deltaHalfWidth } from '../workers/measures/intervals.ts';
import type { EvaluationRow } from '../workers/measures/outcome.ts';

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)}%`;
const points = (fraction: number): string => `${fraction < 0 ? '−' : '+'}${Math.abs(100 * fraction).toFixed(1)}`;

/** A row in one line of words. */
export function rowInWords(row: EvaluationRow): string {
  const where = row.split === 'train' ? 'training' : row.temperature === 0 ? 'held out, greedy' : `held out, T=${row.temperature}`;
  const verdicts = row.verdict_accuracy === undefined ? '' : `, verdicts right ${percent(row.verdict_accuracy)}`;
  return `step ${row.step} (${row.stage}), ${where}: first ${percent(row.acc_t1)}, second ${percent(row.acc_t2)}, Δ ${points(row.delta)} ± ${(100 * deltaHalfWidth(row)).toFixed(1)}, changed ${percent(row.change_rate)}${verdicts}, n=${row.n}`;
}
