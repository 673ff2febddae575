import type { ReaderRow } from '../pictures/rollouts/reading.ts';

/** The problem to show first: the first one on which the two runs end differently, else the first of all. */
export function specimenOf(rows: readonly ReaderRow[]): string | null {
  const differs = rows.find(({ readings: [left, right] }) => left && right && left.reading.outcome !== right.reading.outcome);
  return (differs ?? rows[0])?.prompt ?? null;
}
