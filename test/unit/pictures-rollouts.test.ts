import { describe, expect, it } from 'vitest';
import { filterRows, hasFixedColumns, readEpisode, readerRows } from '../../src/pictures/rollouts/reading.ts';
import { specimenOf } from '../../src/lab/specimen.ts';
import type { EpisodeView } from '../../workers/protocol.ts';

function view(first: string, second: string, expected: string, length = first.length): EpisodeView {
  const attempt = (answer: string) => ({
    tokens: Array.from({ length }, (_, index) => answer[index] ?? ''),
    right: answer === expected,
    verdict: answer === expected ? ('pass' as const) : ('fail' as const),
    program: answer,
    result: '',
  });
  return { prompt: `${expected}?`, expected, note: '', attempts: [attempt(first), attempt(second)] };
}

describe('reading an episode', () => {
  it('compares digits place by place, and sets leading zeros aside', () => {
    const { columns } = readEpisode(view('099903', '100003', '100003'), true);
    expect(columns.map((column) => column.changed)).toEqual([true, true, true, true, false, false]);
    expect(columns.map((column) => column.softFirst)).toEqual([true, false, false, false, false, false]);
    expect(columns.some((column) => column.softSecond)).toBe(false);
  });

  it('keeps the last zero of a zero', () => {
    const { columns } = readEpisode(view('000', '000', '000'), true);
    expect(columns.map((column) => column.softFirst)).toEqual([true, true, false]);
  });

  it('aligns expressions, so that an inserted parenthesis does not mark everything behind it', () => {
    const { columns, remark } = readEpisode(view('a-b+c', 'a-(b+c)', 'a-(b+c)', 8), false);
    expect(columns.filter((column) => column.changed).map((column) => [column.first, column.second])).toEqual([
      ['', '('],
      ['', ')'],
    ]);
    expect(remark).toBe('2 of 7 tokens rewritten');
  });

  it.each([
    ['12', '12', '12', 'kept'],
    ['13', '13', '12', 'copied'],
    ['13', '12', '12', 'fixed'],
    ['12', '13', '12', 'broke'],
    ['13', '14', '12', 'tried'],
  ])('calls %s then %s, where %s is right, %s', (first, second, expected, outcome) => {
    expect(readEpisode(view(first, second, expected), true).outcome).toBe(outcome);
  });

  it('sees that an equal expression in other words is still right', () => {
    const episode = view('a+b', 'b+a', 'a+b');
    episode.attempts[1].right = true;
    expect(readEpisode(episode, false).outcome).toBe('reworded');
  });

  it('takes answers for columns only if none of them ends early', () => {
    expect(hasFixedColumns([view('12', '13', '12')])).toBe(true);
    expect(hasFixedColumns([view('a+b', 'a', 'a+b', 5)])).toBe(false);
  });
});

describe('the reader', () => {
  const left = [view('13', '13', '12'), view('21', '21', '21')];
  const right = [view('21', '21', '21'), view('13', '12', '12')];
  const rows = readerRows([left, right]);

  it('matches the problems of both runs by their prompt', () => {
    expect(rows.map((row) => row.readings.map((entry) => entry?.reading.outcome))).toEqual([
      ['copied', 'fixed'],
      ['kept', 'kept'],
    ]);
  });

  it('filters by what either run did', () => {
    expect(filterRows(rows, 'all')).toHaveLength(2);
    expect(filterRows(rows, 'fixed').map((row) => row.expected)).toEqual(['12']);
    expect(filterRows(rows, 'broke')).toEqual([]);
  });

  it('shows first a problem on which the runs differ', () => {
    expect(specimenOf([rows[1], rows[0]])).toBe('12?');
    expect(specimenOf([rows[1]])).toBe('21?');
    expect(specimenOf([])).toBeNull();
  });

  it('keeps a problem that only one run was asked', () => {
    expect(readerRows([left, []])[0].readings[1]).toBeNull();
  });
});
