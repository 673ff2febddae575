/** What a run found, as a table for the terminal. */
import type { BenchResult, BenchRow } from '../../../workers/bench/rows.ts';
import { bytes, optional } from './format.ts';

const columns: [header: string, cell: (row: BenchRow) => string][] = [
  ['work', (row) => row.work],
  ['model', (row) => row.model],
  ['B', (row) => String(row.batch)],
  ['side', (row) => row.side],
  ['median ms', (row) => optional(row.median_ms)],
  ['p10', (row) => optional(row.p10_ms)],
  ['p90', (row) => optional(row.p90_ms)],
  ['per second', (row) => optional(row.tokens_per_s)],
  ['dispatches', (row) => optional(row.dispatches)],
  ['submits', (row) => optional(row.submissions)],
  ['uploads', (row) => optional(row.uploads)],
  ['reads', (row) => optional(row.readbacks)],
  ['CPU ms', (row) => optional(row.submit_ms)],
  ['allocated', (row) => bytes(row.allocated_bytes)],
  ['correct', (row) => (row.correct === null ? '–' : row.correct ? 'yes' : 'NO')],
];

/** The rows in columns; a side that was not timed has its reason below. */
export function tableOf({ rows, phases, scaling, roofline }: Pick<BenchResult, 'rows' | 'phases' | 'scaling' | 'roofline'>): string {
  const cells = [columns.map(([header]) => header), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => (column < 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  const untimed = rows.filter(({ median_ms }) => median_ms === null);
  const reasons = untimed.map(({ work, model, batch, side, note }) => `${work} ${model} B=${batch} ${side}: ${note}`);
  const parts = phases.map(({ phase, median_ms, share }) => `${phase} ${optional(median_ms)} ms (${Math.round(100 * share)} %)`);
  return [
    ...lines,
    ...(reasons.length > 0 ? ['', 'Not timed:', ...reasons] : []),
    ...(parts.length > 0 ? ['', `Phases of a SCoRe step: ${parts.join(', ')}.`] : []),
    ...scaling.map(({ work, along, value, median_ms }) => `${work} at ${along} ${value}: ${optional(median_ms)} ms`),
    ...(roofline ? ['', `Roofline: copies ${roofline.copy_gb_per_s} GB/s, products ${roofline.matmul_gflop_per_s} GFLOP/s.`] : []),
  ].join('\n');
}
