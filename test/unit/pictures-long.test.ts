/** Histories with more evaluations than there are pixels: what is drawn of them, and what must not get lost. */
import { describe, expect, it } from 'vitest';
import { accuracyGeometry } from '../../src/pictures/accuracy/geometry.ts';
import { changeRateGeometry } from '../../src/pictures/changeRate/geometry.ts';
import { curvesGeometry, meanCurve } from '../../src/pictures/curves/geometry.ts';
import { driftGeometry } from '../../src/pictures/drift/geometry.ts';
import { sharedDomains } from '../../src/pictures/kit/domains.ts';
import { linePath } from '../../src/pictures/kit/paths.ts';
import type { PictureInput } from '../../src/pictures/kit/picture.ts';
import { seenRows } from '../../src/pictures/kit/seenRows.ts';
import { linear } from '../../src/pictures/kit/scale.ts';
import { areaPath, remembered, tracePath } from '../../src/pictures/kit/trace.ts';
import { portraitGeometry } from '../../src/pictures/portrait/geometry.ts';
import { transitionsGeometry } from '../../src/pictures/transitions/geometry.ts';
import { randomSource } from '../../workers/model/random.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';
import { rowOf } from './picturesRows.ts';

const count = 50_000;
/** One evaluation that is unlike all others, and nowhere near the ends of its column. */
const odd = 31_007;

/** A row per update, all about alike, but for the odd one. */
function history(seed = 1, length = count): EvaluationRow[] {
  const random = randomSource(seed, 'mixture');
  return Array.from({ length }, (_, step) => {
    const counts = { firstRight: 50 + random.integer(5), fixed: 10 + random.integer(5), broken: random.integer(5) };
    const row = rowOf(step, step === odd ? { firstRight: 90, fixed: 8, broken: 0, changed: 80 } : { ...counts, changed: 30 });
    const measured = { kl_t1: 0.1, kl_t2: 0.2 + random.uniform() / 10, entropy_t1: 1, entropy_t2: 1 };
    return { ...row, ...measured, ...(step === odd && { kl_t2: 0.9 }) };
  });
}

const rows = history();
const domains = sharedDomains(rows);
const input = (over: Partial<PictureInput> = {}): PictureInput => ({
  ...{ name: 'SCoRe', rows, step: count - 1, steps: count, boundaries: [0, count / 2, count], stageNames: ['Stage I', 'Stage II'] },
  ...over,
});

const cornersOf = (...paths: string[]): number => (paths.join('').match(/[ML]/g) ?? []).length;
const heightsOf = (...paths: string[]): number[] => [...paths.join('').matchAll(/[ML]\S+ (\S+?)(?=[MLZ]|$)/g)].map(([, y]) => Number(y));
/** Corners of a line over so many pixels: two in every column, and its ends. */
const mostCorners = (pixels: number): number => 2 * (pixels / 2 + 1) + 2;

describe('the rows that are seen', () => {
  const quantities = [(row: EvaluationRow) => row.acc_t1, (row: EvaluationRow) => row.kl_t2 ?? 0];
  const columns = { steps: count, count: 400, quantities };
  const columnOf = ({ step }: EvaluationRow): number => Math.floor((400 * step) / count);

  it('have the least and the greatest of every quantity in every column, its first and its last, and no more', () => {
    const seen = seenRows(rows, columns);
    expect(seen.length).toBeLessThanOrEqual(400 * (2 + 2 * quantities.length));
    const byColumn = (of: readonly EvaluationRow[]): Map<number, EvaluationRow[]> => {
      const columnsOf = new Map<number, EvaluationRow[]>();
      for (const row of of) columnsOf.set(columnOf(row), [...(columnsOf.get(columnOf(row)) ?? []), row]);
      return columnsOf;
    };
    const whole = byColumn(rows);
    for (const [column, some] of byColumn(seen)) {
      const all = whole.get(column)!;
      expect([some[0], some.at(-1)]).toEqual([all[0], all.at(-1)]);
      for (const quantity of quantities) {
        expect(Math.min(...some.map(quantity))).toBe(Math.min(...all.map(quantity)));
        expect(Math.max(...some.map(quantity))).toBe(Math.max(...all.map(quantity)));
      }
    }
    expect(byColumn(seen).size).toBe(whole.size);
    expect(seen.map(({ step }) => step)).toEqual(seen.map(({ step }) => step).sort((a, b) => a - b));
  });

  it('are all of them where they are fewer than the columns', () => {
    const few = rows.slice(0, 400);
    expect(seenRows(few, columns)).toBe(few);
  });

  const short = { steps: 4000, count: 50, quantities };
  const stepsOf = (of: readonly EvaluationRow[]): number[] => seenRows(of, short).map(({ step }) => step);
  /** The same rows, of which nothing is known yet. */
  const fresh = (of: readonly EvaluationRow[]): EvaluationRow[] => of.map((row) => ({ ...row }));

  it('are the same of a history that grew since it was looked at as of one that was there at once', () => {
    const growing = history(2, 4000);
    for (const length of [2000, 2001, 2079, 2080, 2081, 3900, 4000]) {
      expect(stepsOf(growing.slice(0, length))).toEqual(stepsOf(fresh(growing.slice(0, length))));
    }
  });

  it('are those of what is there where a history went back, or on in another way, or had a row replaced', () => {
    const [one, other] = [history(3, 4000), history(4, 4000)];
    const turned = [...one.slice(0, 2000), ...other.slice(2000)];
    const replaced = one.with(1234, { ...one[1234], acc_t1: 1 });
    for (const next of [turned, one.slice(0, 1000), one, replaced]) expect(stepsOf(next)).toEqual(stepsOf(fresh(next)));
    expect(stepsOf(replaced)).toContain(1234);
  });

  it('are found anew where the axis or the width is another', () => {
    const of = history(5, 4000);
    stepsOf(of);
    for (const changed of [
      { ...short, count: 20 },
      { ...short, steps: 8000 },
    ]) {
      expect(seenRows(of, changed)).toEqual(seenRows(fresh(of), changed));
    }
  });
});

describe('a line over training', () => {
  const points = [0, 1, 2, 3].map((index) => ({ x: 10 * index, y: index * index }));
  const lower = points.map(({ x }) => ({ x, y: 9 }));

  it('goes through all points, and an area lies between two of them', () => {
    expect(tracePath(points)).toBe(linePath(points));
    expect(areaPath(lower, points)).toBe('M0.0 0.0L10.0 1.0L20.0 4.0L30.0 9.0L30.0 9.0L20.0 9.0L10.0 9.0L0.0 9.0Z');
    expect([tracePath([]), areaPath([], []), areaPath(lower.slice(0, 1), points.slice(0, 1))]).toEqual(['', '', '']);
  });

  it('is interrupted where nothing was measured', () => {
    expect(tracePath([points[0], null, points[2], points[3], null])).toBe('M0.0 0.0M20.0 4.0L30.0 9.0');
  });

  it('has two corners of all points that lie within its own width', () => {
    const crowd = [4, 1, 6, 9, 3, 5].map((y, index) => ({ x: 10 + index / 10, y }));
    const upper = [{ x: 0, y: 0 }, ...crowd, { x: 20, y: 0 }];
    expect(tracePath(upper)).toBe('M0.0 0.0L10.1 1.0L10.3 9.0L20.0 0.0');
    const below = upper.map(({ x }) => ({ x, y: 9 }));
    expect(areaPath([below[0], below[7]], upper)).toBe('M0.0 0.0L10.1 1.0L10.3 9.0L20.0 0.0L20.0 9.0L0.0 9.0Z');
  });

  it('is worked out again where what it is drawn from is another', () => {
    const asked: string[] = [];
    const work = remembered((rows: readonly number[], width: number) => asked.push(`${rows.length} ${width}`));
    const rows = [1, 2];
    for (const width of [10, 10, 20]) work(rows, width);
    work([1, 2], 10);
    work(rows, 10);
    expect(asked).toEqual(['2 10', '2 20', '2 10']);
  });
});

describe('a picture of 50,000 evaluations', () => {
  it('draws the accuracies in a few corners per pixel, the odd one among them', () => {
    const { lines, left, right, top, bottom } = accuracyGeometry(input(), domains.accuracy, 534);
    const heightOf = linear(domains.accuracy, [bottom, top]);
    for (const [path, odds] of [
      [lines.first, 0.9],
      [lines.second, 0.98],
    ] as const) {
      expect(cornersOf(path)).toBeLessThanOrEqual(mostCorners(right - left));
      expect(Math.min(...heightsOf(path))).toBeCloseTo(heightOf(odds), 0);
    }
  });

  it('draws the change rate and the drift with the odd one', () => {
    const { line } = changeRateGeometry(input(), domains.change, 236, 184);
    expect(cornersOf(line)).toBeLessThanOrEqual(mostCorners(200));
    expect(Math.min(...heightsOf(line))).toBeLessThan(heightsOf(line)[0] - 50);
    const [{ lines }] = driftGeometry(input(), domains, 534).panels;
    expect(cornersOf(lines.second)).toBeLessThanOrEqual(mostCorners(534));
    expect(Math.min(...heightsOf(lines.second))).toBeLessThan(heightsOf(lines.second)[0] - 30);
  });

  it('keeps the gap in the drift where a single evaluation was not measured', () => {
    const gap = rows.map((row, index) => (index === odd ? { ...row, kl_t2: null } : row));
    const [kl] = driftGeometry(input({ rows: gap }), domains, 534).panels;
    expect(kl.lines.second.match(/M/g)).toHaveLength(2);
  });

  it('draws the transitions in a few corners per pixel', () => {
    const { areas, edges } = transitionsGeometry(input(), 534);
    for (const { path } of areas) expect(cornersOf(path)).toBeLessThanOrEqual(2 * mostCorners(534));
    expect(edges).toEqual([]);
  });

  it('writes nothing anew where the playhead moves, but where it is', () => {
    const at = (step: number) => {
      const geometry = { ...accuracyGeometry(input({ step }), domains.accuracy, 534) };
      return [
        [geometry.lines, geometry.gap],
        driftGeometry(input({ step }), domains, 534).panels.map(({ lines }) => lines),
        changeRateGeometry(input({ step }), domains.change, 236, 184).line,
        transitionsGeometry(input({ step }), 534).areas,
      ];
    };
    expect(at(20_000)).toEqual(at(0));
    const trail = (step: number) => portraitGeometry(input({ step }), domains.portrait, 280).trail;
    expect(trail(20_000)).toBe(trail(20_100));
    expect(trail(20_000)).not.toBe(trail(21_000));
  });

  it('draws the portrait in at most 64 segments, the odd one among them', () => {
    const { trail, last, path, top } = portraitGeometry(input(), domains.portrait, 280);
    const segments = last ? [...trail, last] : trail;
    expect(segments.length).toBeGreaterThan(32);
    expect(segments.length).toBeLessThanOrEqual(64);
    expect(segments.reduce((sum, { path }) => sum + cornersOf(path), 0)).toBeLessThanOrEqual(6 * 121 + 64);
    expect(Math.min(...heightsOf(path))).toBeLessThan(top + 30);
  });

  it('ends at the playhead wherever that is', () => {
    for (const step of [0, 1, 12_345.6, count - 1]) {
      const { head, left, right } = accuracyGeometry(input({ step }), domains.accuracy, 534);
      expect(head?.x).toBeCloseTo(left + ((right - left) * step) / count, 6);
    }
  });
});

it('a picture of two seeds with 50,000 points each is drawn by its mean and by both', () => {
  const run = (seed: number) => history(seed).map(({ step, acc_t1, acc_t2, change_rate }) => ({ step, first: acc_t1, second: acc_t2, changed: change_rate })); // prettier-ignore
  const runs = [run(5), run(6)];
  expect(meanCurve(runs)).toHaveLength(count);
  const method = { ...{ name: 'SCoRe', problems: 256, seeds: 2, runs }, boundaries: [0, count], stageNames: ['One stage'] };
  const [{ lines }] = curvesGeometry([method], 400).panels;
  for (const { mean, seeds } of lines) for (const path of [mean, ...seeds]) expect(cornersOf(path)).toBeLessThanOrEqual(4 * 400);
});
