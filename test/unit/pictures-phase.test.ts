import { describe, expect, it } from 'vitest';
import { causesData, phaseData } from '../../cli/reproduce/gains.ts';
import { reportOf } from '../../cli/reproduce/report.ts';
import type { ResultRow } from '../../cli/reproduce/results.ts';
import { causesGeometry } from '../../src/pictures/causes/geometry.ts';
import type { BasePoint } from '../../src/pictures/causes/geometry.ts';
import { causesCaption, causesTable } from '../../src/pictures/causes/words.ts';
import { textWidth } from '../../src/pictures/kit/axis.ts';
import { phaseGeometry } from '../../src/pictures/phase/geometry.ts';
import type { PhaseCell } from '../../src/pictures/phase/geometry.ts';
import { phaseCaption, phaseLabel, phaseTable } from '../../src/pictures/phase/words.ts';
import { differenceOfFractions } from '../../workers/measures/newcombe.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { resultOf } from './reproduceRows.ts';

const { pool, copyShare } = defaultOptions('addition');

/** A row under some settings: half of the first answers are right, and `fixed` of a thousand are fixed. */
const rowWith = (method: string, seed: number, fixed: number, settings: Partial<RunOptions> = {}, temperature = 0): ResultRow => {
  const row = resultOf(method, seed, { right: 500, fixed, broken: 0 }, temperature);
  return { ...row, config: { ...row.config, ...settings, seed } };
};

const cellAt = (cells: readonly PhaseCell[], at: number, share: number): PhaseCell =>
  cells.find((cell) => cell.pool === at && cell.copyShare === share)!;

describe('the data of the grid', () => {
  const rows = [
    ...[10, 20, 200].map((fixed, index) => rowWith('naive', index + 1, fixed)),
    ...[60, 90].map((fixed, index) => rowWith('score', index + 1, fixed)),
    rowWith('score', 4, 400),
  ];

  it('are what SCoRe has above naive RL on the seeds that both have, with the t-interval', () => {
    const { comparison } = cellAt(phaseData('addition', rows, 0), pool, copyShare);
    expect(comparison).toMatchObject({ problems: 1000, seeds: 2, naive: expect.closeTo(0.015) as number, score: expect.closeTo(0.075) as number }); // prettier-ignore
    // Differences 5 and 7 points: the standard error is 1 point, t with one degree of freedom 12.706.
    expect(comparison!.gain.value).toBeCloseTo(0.06, 12);
    expect(comparison!.gain.low).toBeCloseTo(0.06 - 0.12706, 4);
    expect(comparison!.gain.high).toBeCloseTo(0.06 + 0.12706, 4);
  });

  it('have the interval over problems where one seed has both', () => {
    const { comparison } = cellAt(phaseData('addition', [rows[0], rows[3]], 0), pool, copyShare);
    expect(comparison!.gain).toEqual(differenceOfFractions({ fraction: 0.56, n: 1000 }, { fraction: 0.51, n: 1000 }));
    expect(comparison!.seeds).toBe(1);
  });

  it('lie at the pool and the copy share of their options, whatever their names are', () => {
    const settings = [{ pool: 0 }, { copyShare: 0.9 }, { pool: 64, copyShare: 0.5 }];
    const moved = settings.flatMap((each, index) => [rowWith('naive', 1, 0, each), rowWith('score', 1, 10 * (index + 1), each)]);
    const cells = phaseData('addition', moved, 0);
    const gains = cells.flatMap((cell) => (cell.comparison ? [[cell.pool, cell.copyShare, cell.comparison.gain.value]] : []));
    expect(gains).toHaveLength(3);
    expect(gains).toContainEqual([0, copyShare, expect.closeTo(0.01)]);
    expect(gains).toContainEqual([pool, 0.9, expect.closeTo(0.02)]);
    expect(gains).toContainEqual([64, 0.5, expect.closeTo(0.03)]);
  });

  it('leave a cell empty where a method, or a seed of both, is missing, and are none where all cells are', () => {
    const half = [rowWith('naive', 1, 10, { pool: 0 }), rowWith('naive', 1, 10, { copyShare: 0.9 }), rowWith('score', 2, 10, { copyShare: 0.9 })]; // prettier-ignore
    const cells = phaseData('addition', [...rows, ...half], 0);
    expect(cellAt(cells, 0, copyShare).comparison).toBeNull();
    expect(cellAt(cells, pool, 0.9).comparison).toBeNull();
    expect(phaseData('addition', half, 0)).toEqual([]);
  });

  it('are of one task, one temperature, and runs in which nothing else departs from the defaults', () => {
    const others = [
      { ...rowWith('score', 3, 400), task: 'transpile' },
      rowWith('score', 3, 400, {}, 1),
      rowWith('score', 3, 400, { alpha: 9 }),
      rowWith('score', 3, 400, { dials: { digits: 5, chains: 0.5 } }),
    ];
    expect(phaseData('addition', [...rows, ...others], 0)).toEqual(phaseData('addition', rows, 0));
    expect(phaseData('addition', rows, 1)).toEqual([]);
  });
});

describe('the grid', () => {
  const comparison = (value: number, half: number) => ({
    ...{ problems: 2000, seeds: 2, naive: -0.012, score: 0.098 },
    gain: { value, low: value - half, high: value + half },
  });
  /** In no order; the cells of pool 2048 are not in yet. */
  const cells: PhaseCell[] = [0.9, 0.5].flatMap((share) =>
    [0, 2048, 64].map((size) => ({
      pool: size,
      copyShare: share,
      comparison: size === 2048 ? null : comparison(share === 0.9 ? 0.01 : size === 0 ? 0.083 : -0.083, 0.021),
    })),
  );

  it.each([340, 720])('has a column per pool with fresh problems last, and a row per copy share, at width %i', (width) => {
    const { columns, rows, cells: drawn, cellWidth, cellHeight, height } = phaseGeometry(cells, width);
    expect(columns.map(({ text }) => text)).toEqual(['64', '2,048', 'fresh']);
    expect(columns.map(({ centre }) => centre)).toEqual(columns.map(({ centre }) => centre).toSorted((a, b) => a - b));
    expect(rows.map(({ text }) => text)).toEqual(['0.5', '0.9']);
    expect(rows[0].y).toBeLessThan(rows[1].y);
    drawn.forEach(({ centre, y }, index) => {
      expect(centre).toBe(columns[[64, 2048, 0].indexOf(cells[index].pool)].centre);
      expect(y).toBe(Math[cells[index].copyShare === 0.5 ? 'min' : 'max'](...drawn.map((cell) => cell.y)));
    });
    expect(columns[1].centre - columns[0].centre).toBeGreaterThan(cellWidth);
    expect(Math.max(...drawn.map(({ y }) => y)) - Math.min(...drawn.map(({ y }) => y))).toBeGreaterThan(cellHeight);
    expect(Math.max(...drawn.map(({ x }) => x)) + cellWidth).toBeCloseTo(width);
    expect(Math.max(...drawn.map(({ y }) => y)) + cellHeight).toBeLessThan(height);
  });

  it('tells a gain, a loss and what is neither apart, in words too, and leaves empty cells empty', () => {
    const { cells: drawn } = phaseGeometry(cells, 720);
    expect(drawn.map((cell) => cell.drawn && [cell.drawn.tone, cell.drawn.gain, cell.drawn.half])).toEqual([
      ['strong', '+1.0', '± 2.1'],
      null,
      ['strong', '+1.0', '± 2.1'],
      ['gain', '+8.3', '± 2.1'],
      null,
      ['loss', '−8.3', '± 2.1'],
    ]);
    expect(drawn[0].drawn!.deltas).toEqual(['Δ naive −1.2', 'Δ SCoRe +9.8']);
  });

  it('is read row by row in its table, its label and its caption', () => {
    expect(phaseTable(cells).rows.map(([share, size, gain]) => [share, size, gain])).toEqual([
      ['0.5', '64', '−8.3 (−10.4 to −6.2)'],
      ['0.5', '2,048', '–'],
      ['0.5', 'fresh', '+8.3 (+6.2 to +10.4)'],
      ['0.9', '64', '+1.0 (−1.1 to +3.1)'],
      ['0.9', '2,048', '–'],
      ['0.9', 'fresh', '+1.0 (−1.1 to +3.1)'],
    ]);
    expect(phaseLabel(cells)).toMatch(/: 64 and 0\.5 −8\.3, fresh and 0\.5 \+8\.3, 64 and 0\.9 \+1\.0, fresh and 0\.9 \+1\.0$/);
    expect(phaseCaption(cells)).toContain('n = 2,000 problems and 2 seeds per cell. ±: 95% t-intervals over seeds');
    const one = cells.map((cell) => ({ ...cell, comparison: cell.comparison && { ...cell.comparison, seeds: 1 } }));
    expect(phaseCaption(one)).toContain('1 seed per cell. ±: 95% intervals over problems.');
    expect(phaseCaption([...cells, one[0]])).toContain('1 to 2 seeds per cell.');
  });
});

/** What both methods and the base, whose retries fix `fixed` of 500 wrong answers, have at temperature 1. */
function rowsOfBase(
  sha256: string,
  settings: Partial<RunOptions>,
  base: { fixed: number; selectivity: number },
  gain: number,
): ResultRow[] {
  return [
    { ...rowWith('base', 1, base.fixed, settings, 1), edit_selectivity: base.selectivity },
    rowWith('naive', 1, 100, settings, 1),
    rowWith('score', 1, 100 + gain, settings, 1),
  ].map((row) => ({ ...row, base_sha256: sha256 }));
}

describe('the data of the bases', () => {
  const shipped = rowsOfBase('a', {}, { fixed: 100, selectivity: 0.2 }, 90);
  const copying = rowsOfBase('b', { copyShare: 0.9 }, { fixed: 25, selectivity: -0.05 }, -80);

  it('are what the base can do beside what SCoRe has above naive RL from it', () => {
    const points = causesData([...shipped, ...copying]);
    expect(points.map(({ name, selectivity }) => [name, selectivity])).toEqual([
      ['Addition', 0.2],
      ['Addition, copy share 0.9', -0.05],
    ]);
    // Of 500 wrong ones.
    expect(points.map(({ fixRate }) => fixRate)).toEqual([0.2, 0.05]);
    expect(points.map(({ gain }) => gain.value)).toEqual([expect.closeTo(0.09), expect.closeTo(-0.08)]);
    expect(points[0]).toMatchObject({ problems: 1000, seeds: 1 });
  });

  it('are means over the seeds of the base, and over the common ones of the methods', () => {
    const second = { ...rowWith('base', 2, 200, {}, 1), edit_selectivity: 0.3, base_sha256: 'a' };
    const [point] = causesData([...shipped, second, { ...rowWith('score', 2, 400, {}, 1), base_sha256: 'a' }]);
    expect(point.selectivity).toBeCloseTo(0.25, 12);
    expect(point.fixRate).toBeCloseTo(0.3, 12);
    expect(point.gain.value).toBeCloseTo(0.09, 12);
    expect(point.seeds).toBe(1);
  });

  it('need all three, from one base', () => {
    for (const method of ['base', 'naive', 'score']) expect(causesData(shipped.filter((row) => row.method !== method))).toEqual([]);
    expect(causesData([...shipped.slice(0, 2), { ...shipped[2], base_sha256: 'b' }])).toEqual([]);
    expect(causesData(shipped.map((row) => ({ ...row, edit_selectivity: null })))).toEqual([]);
  });

  it('are at temperature 1, from the pool of the task and with nothing changed but the base', () => {
    const greedy = rowsOfBase('c', {}, { fixed: 1, selectivity: 0 }, 0).map((row) => ({ ...row, temperature: 0 }));
    const others = [{ pool: 0 }, { alpha: 9 }].flatMap((each) => rowsOfBase('a', each, { fixed: 1, selectivity: 0 }, 0));
    expect(causesData([...shipped, ...greedy, ...others])).toEqual(causesData(shipped));
  });
});

describe('the bases', () => {
  const base = (name: string, selectivity: number, fixed: number, value: number): BasePoint => ({
    ...{ name, problems: 2000, seeds: 5, selectivity, fixRate: fixed },
    gain: { value, low: value - 0.02, high: value + 0.02 },
  });
  const bases = [
    base('Addition', 0.2, 0.2, 0.08),
    base('Addition, copy share 0.9', 0.19, 0.205, -0.05),
    base('Recall', 0.01, 0.195, 0.01),
    base('Functions', -0.04, 0.02, 0.03),
  ];

  it('stand to the right for their selectivity and up for what a retry fixes, both from a zero', () => {
    const { points, xMarks, yMarks } = causesGeometry(bases, 720);
    expect(points[0].x).toBeGreaterThan(points[2].x);
    expect(points[3].y).toBeGreaterThan(points[0].y);
    const zero = { x: xMarks.find(({ text }) => text === '0')!.at, y: yMarks.find(({ text }) => text === '0')!.at };
    expect(points[3].x).toBeLessThan(zero.x);
    expect((points[0].x - zero.x) / (points[2].x - zero.x)).toBeCloseTo(20);
    expect((zero.y - points[0].y) / (zero.y - points[3].y)).toBeCloseTo(10);
    expect(xMarks[0].text).toBe('−10');
  });

  it('have a marker for a gain, for a loss, and for what is neither', () => {
    expect(causesGeometry(bases, 720).points.map(({ look }) => look)).toEqual(['solid', 'dashed', 'dotted', 'solid']);
    expect(causesGeometry(bases, 720).legend.map(({ look }) => look)).toEqual(['solid', 'dashed', 'dotted']);
  });

  it.each([340, 720])('have labels with the gain apart from each other and inside the picture of width %i', (width) => {
    const { points, lineHeight } = causesGeometry(bases, width);
    expect(points.map(({ label }) => label.lines.join(' ').replaceAll('\u00a0', ' '))).toEqual([
      'Addition: +8.0',
      'Addition, copy share 0.9: −5.0',
      'Recall: +1.0',
      'Functions: +3.0',
    ]);
    const most = Math.max(...points.map(({ label }) => label.lines.length));
    const ys = points.map(({ label }) => label.y).sort((a, b) => a - b);
    for (const [index, y] of ys.slice(1).entries()) expect(y - ys[index]).toBeGreaterThanOrEqual(most * lineHeight);
    for (const { label } of points) {
      const length = Math.max(...label.lines.map(textWidth));
      expect(label.isBehind ? label.x + length : label.x).toBeLessThanOrEqual(width);
      expect(label.isBehind ? label.x : label.x - length).toBeGreaterThanOrEqual(0);
    }
  });

  it('have a table with their numbers and a caption with n', () => {
    expect(causesTable(bases).rows[1]).toEqual(['Addition, copy share 0.9', '+19.0', '20.5%', '−5.0 (−7.0 to −3.0)', '2000', '5']);
    expect(causesCaption(bases)).toContain('n = 2,000 problems and 5 seeds per base. Intervals of the gain: 95% t-intervals over seeds');
  });
});

describe('the section of the report', () => {
  const files = (rows: readonly ResultRow[]): string[] =>
    reportOf(rows, []).figures.flatMap(({ file, drawing }) => (drawing && /phase|causes/.test(file) ? [file] : []));
  const rows = [0, 1].flatMap((temperature) => [rowWith('naive', 1, 0, {}, temperature), rowWith('score', 1, 50, {}, temperature)]);

  it('stands behind the tasks and shows each figure that has a full cell or a point', () => {
    const { document } = reportOf(rows, []);
    expect(document.indexOf('## When does SCoRe help?')).toBeGreaterThan(document.indexOf('## Addition'));
    expect(document).toContain('Not drawn, as their rows are not in yet: By what the base can do.');
    expect(files(rows)).toEqual(['phase-addition-greedy.svg', 'phase-addition-t1.svg']);
    expect(files(rows.slice(0, 2))).toEqual(['phase-addition-greedy.svg']);
    expect(files([...rows, ...rowsOfBase('base', {}, { fixed: 100, selectivity: 0.2 }, 50).slice(0, 1)])).toContain('causes.svg');
  });
});
