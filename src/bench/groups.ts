import { words } from '../languages/words.ts';
import type { BenchRow } from '../../workers/protocol.ts';

/** A measurement as the table shows it. */
export interface Line {
  side: string;
  /** Milliseconds: median, and the tenth and the ninetieth of a hundred. */
  time: string;
  perSecond: string;
  /** How many times as long as ours it took, in the same run. */
  ratio: string;
  /** Why there is no time, or what is particular about it. */
  note: string;
}

export interface Group {
  title: string;
  lines: Line[];
}

function titleOf({ work, model, batch }: BenchRow): string {
  const { works, group, graderGroup, parameters } = words().bench;
  if (work === 'grade') return graderGroup(works.grade, batch);
  return group(works[work], /^[\d.]+M$/.test(model) ? parameters(model) : model, batch);
}

/** Three significant digits, without an exponent. */
const digits = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();

/** Measurements of the same work on the same model, in the order in which they came. */
export function groupsOf(rows: readonly BenchRow[]): Group[] {
  const groups = new Map<string, { title: string; rows: BenchRow[] }>();
  for (const row of rows) {
    const key = [row.work, row.model, row.batch].join();
    const group = groups.get(key) ?? { title: titleOf(row), rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  return [...groups.values()].map(({ title, rows: together }) => {
    const ours = together.find(({ side }) => side === 'ours')?.median_ms ?? null;
    return { title, lines: together.map((row) => lineOf(row, ours)) };
  });
}

function lineOf({ work, side, median_ms, p10_ms, p90_ms, tokens_per_s, note }: BenchRow, ours: number | null): Line {
  if (median_ms === null) return { side, time: '–', perSecond: '–', ratio: '–', note };
  return {
    side,
    time: p10_ms === null || p90_ms === null ? digits(median_ms) : `${digits(median_ms)} (${digits(p10_ms)}–${digits(p90_ms)})`,
    perSecond: tokens_per_s === null ? '–' : `${digits(tokens_per_s)} ${words().bench.units[work]}`,
    ratio: ours === null ? '–' : `${digits(median_ms / ours)}×`,
    note,
  };
}
