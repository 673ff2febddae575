/** The table that `lab compare` prints: percent and points, each with its 95% interval. */
import { deltaHalfWidth, fractionEstimate, meanOverSeeds } from '../workers/measures/intervals.ts';
import type { EvaluationRow } from '../workers/measures/outcome.ts';

const columns = ['acc_t1', 'acc_t2', 'delta', 'i_to_c', 'c_to_i', 'change_rate'] as const;

type Column = (typeof columns)[number];

const isSame = (a: EvaluationRow, b: EvaluationRow): boolean => columns.every((column) => a[column] === b[column]);

/** Half the width of the interval over a row's problems; the longer half of Wilson's. */
function overProblems(row: EvaluationRow, column: Column): number {
  if (column === 'delta') return deltaHalfWidth(row);
  const { value, low, high } = fractionEstimate(row[column], row.n);
  return Math.max(high - value, value - low);
}

/** Mean over seeds with its t-interval; of a single row, its value with the interval over its problems. */
function cell(rows: readonly EvaluationRow[], column: Column): string {
  const [row] = rows;
  const { value, high } =
    rows.length === 1
      ? { value: row[column], high: row[column] + overProblems(row, column) }
      : meanOverSeeds(rows.map((each) => each[column]));
  const sign = value < 0 ? '−' : column === 'delta' ? '+' : '';
  return `${sign}${Math.abs(100 * value).toFixed(1)} ± ${(100 * (high - value)).toFixed(1)}`;
}

function line(name: string, rows: readonly EvaluationRow[]): string {
  const [{ split, temperature, n }] = rows;
  // The greedy base is the same whatever the seed: one measurement, not many that agree.
  const measured = rows.every((row) => isSame(row, rows[0])) ? rows.slice(0, 1) : rows;
  const cells = columns.map((column) => cell(measured, column));
  return `| ${name} | ${split === 'train' ? 'training' : 'held out'} | ${temperature} | ${measured.length} | ${n} | ${cells.join(' | ')} |`;
}

/**
 * One line per method, split and temperature, of the last evaluation of every run; before them the base.
 * @param histories rows of history.jsonl of every seed, by method
 */
export function comparisonTable(histories: ReadonlyMap<string, EvaluationRow[][]>): string {
  const lines = [
    '| method | problems | T | seeds | n each | Acc@t1 | Acc@t2 | Δ | Δi→c | Δc→i | changed |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  const at = (runs: readonly EvaluationRow[][], step: number, split: string, temperature: number): EvaluationRow[] =>
    runs.flatMap((rows) => rows.filter((row) => row.step === step && row.split === split && row.temperature === temperature));
  const [first] = histories.values();
  for (const temperature of [0, 1]) lines.push(line('base', at(first, 0, 'heldout', temperature)));
  for (const [method, runs] of histories) {
    const last = Math.max(...runs[0].map((row) => row.step));
    for (const temperature of [0, 1]) lines.push(line(method, at(runs, last, 'heldout', temperature)));
    lines.push(line(method, at(runs, last, 'train', runs[0].find((row) => row.split === 'train')?.temperature ?? 1)));
  }
  return `${lines.join('\n')}\n`;
}
