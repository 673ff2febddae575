/** What a run measured, as other programs read it: CSV, JSON lines, and rows flattened for either. */
import type { EvaluationRow, UpdateReport } from '../../workers/protocol.ts';

export type Cell = string | number | boolean | null | undefined;

/** Flat columns, in their order. */
export type LogRow = Readonly<Record<string, Cell>>;

/** A row of an evaluation with a column for every bar of its histogram. */
export function evaluationLog({ edit_histogram: bars, ...row }: EvaluationRow): LogRow {
  return { ...row, ...Object.fromEntries(bars.map((count, bar) => [`edit_histogram_${bar}`, count])) };
}

export const updateLog = (report: UpdateReport): LogRow => ({
  step: report.step,
  stage: report.stage,
  r1: report.r1,
  r2: report.r2,
  change_rate: report.change_rate,
  stopped_programs: report.stopped_programs,
  kl_t1: report.kl_t1,
  kl_t2: report.kl_t2,
  entropy_t1: report.entropy_t1,
  entropy_t2: report.entropy_t2,
  gradient_norm: report.gradient_norm,
  learning_rate: report.learning_rate,
});

function field(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180, with a line of names: every column that any row has, in the order in which they first appear. */
export function csvOf(rows: readonly LogRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

export const jsonLinesOf = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
