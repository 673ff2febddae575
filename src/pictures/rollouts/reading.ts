import { words, type Words } from '../../languages/words.ts';
import { alignTokens } from '../../../workers/measures/alignment.ts';
import type { EpisodeView } from '../../../workers/protocol.ts';

export interface TokenColumn {
  first: string;
  second: string;
  changed: boolean;
  /** A leading zero: part of the answer, but not of the number. */
  softFirst: boolean;
  softSecond: boolean;
}

export type Outcome = 'kept' | 'copied' | 'fixed' | 'broke' | 'reworded' | 'tried';

export interface Reading {
  columns: TokenColumn[];
  outcome: Outcome;
  tone: 'gain' | 'loss' | 'neutral';
  word: string;
  remark: string;
}

/** Whether answers of a task stand in fixed columns, like digits: every one has the same length and none ends early. */
export function hasFixedColumns(views: readonly EpisodeView[]): boolean {
  const lengths = new Set(views.flatMap((view) => view.attempts.map((attempt) => attempt.tokens.length)));
  return lengths.size === 1 && views.every((view) => view.attempts.every((attempt) => !attempt.tokens.includes('')));
}

/** Index of the first digit that counts; the last digit always does. */
function firstCounting(tokens: readonly string[]): number {
  if (!tokens.every((token) => /^\d$/.test(token))) return 0;
  const index = tokens.findIndex((token) => token !== '0');
  return index < 0 ? tokens.length - 1 : index;
}

function columnsOf(view: EpisodeView, fixed: boolean): TokenColumn[] {
  const [first, second] = view.attempts.map((attempt) => attempt.tokens);
  if (!fixed) {
    const written = [first, second].map((tokens) => tokens.filter((token) => token !== ''));
    return alignTokens(written[0], written[1]).map((column) => ({
      first: column.first ?? '',
      second: column.second ?? '',
      changed: column.changed,
      softFirst: false,
      softSecond: false,
    }));
  }
  const starts = [firstCounting(first), firstCounting(second)];
  return first.map((token, index) => ({
    first: token,
    second: second[index],
    changed: token !== second[index],
    softFirst: index < starts[0],
    softSecond: index < starts[1],
  }));
}

/** What of an answer was changed, and how that is called. */
function unitOf(view: EpisodeView, fixed: boolean): 'regions' | 'digits' | 'tokens' {
  if (view.map) return 'regions';
  return fixed ? 'digits' : 'tokens';
}

/** Aligns the two answers of an episode and says in words what the second one did. */
export function readEpisode(view: EpisodeView, fixed: boolean, said = words().reader): Reading {
  const columns = columnsOf(view, fixed);
  const changed = columns.filter((column) => column.changed).length;
  const [{ right: r1 }, { right: r2 }] = view.attempts;
  const { outcomes, leftAlone, sameAgain, broken, rewritten: rewrittenOf } = said;
  const rewritten = rewrittenOf(changed, columns.length, unitOf(view, fixed));
  const say = (outcome: Outcome, tone: Reading['tone'], remark: string): Reading => ({
    columns,
    outcome,
    tone,
    word: outcomes[outcome],
    remark,
  });

  if (changed === 0) return r1 ? say('kept', 'neutral', leftAlone) : say('copied', 'loss', sameAgain);
  if (!r1 && r2) return say('fixed', 'gain', rewritten);
  if (r1 && !r2) return say('broke', 'loss', broken(rewritten));
  return r1 ? say('reworded', 'neutral', rewritten) : say('tried', 'neutral', rewritten);
}

/** One problem and what each run answered; null where a run was not asked or has not answered yet. */
export interface ReaderRow {
  prompt: string;
  expected: string;
  note: string;
  readings: ({ view: EpisodeView; reading: Reading } | null)[];
}

/** An answer in words: of a number, without its leading zeros. */
const answerText = (text: string): string => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text);

/** An episode that is read once somebody asks: while the runs are played back, most are not looked at. */
function entryOf(view: EpisodeView, fixed: boolean, said: Words['reader']): { view: EpisodeView; reading: Reading } {
  let reading: Reading | undefined;
  return {
    view,
    get reading() {
      return (reading ??= readEpisode(view, fixed, said));
    },
  };
}

/** The problems of both runs, matched by their prompt, in the order they were asked. */
export function readerRows(runs: readonly (readonly EpisodeView[])[]): ReaderRow[] {
  const fixed = runs.map(hasFixedColumns);
  const said = words().reader;
  const rows = new Map<string, ReaderRow>();
  runs.forEach((views, run) => {
    for (const view of views) {
      const row = rows.get(view.prompt) ?? {
        prompt: view.prompt,
        expected: answerText(view.expected),
        note: view.note,
        readings: runs.map(() => null),
      };
      row.readings[run] = entryOf(view, fixed[run], said);
      rows.set(view.prompt, row);
    }
  });
  return [...rows.values()];
}

export const filters = [
  { key: 'all', shows: () => true },
  { key: 'fixed', shows: (outcome: Outcome) => outcome === 'fixed' },
  { key: 'broke', shows: (outcome: Outcome) => outcome === 'broke' },
  { key: 'copied', shows: (outcome: Outcome) => outcome === 'copied' },
] as const;

export type FilterKey = (typeof filters)[number]['key'];

/** The rows in which at least one run did what the filter asks for. */
export function filterRows(rows: readonly ReaderRow[], key: FilterKey): ReaderRow[] {
  const { shows } = filters.find((filter) => filter.key === key) ?? filters[0];
  return rows.filter((row) => row.readings.some((entry) => entry && shows(entry.reading.outcome)));
}
