/** Histories with more evaluations than there are pixels: what is drawn of them, and what must not get lost. */
import { describe, expect, it } from 'vitest';
import { accuracyGeometry } from '../../src/pictures/accuracy/geometry.ts';
import { changeRateGeometry } from '../../src/pictures/changeRate/geometry.ts';
import { curvesGeometry, meanCurve } from '../../src/pictures/curves/geometry.ts';
import { driftGeometry } from '../../src/pictures/drift/geometry.ts';
import { sharedDomains } from '../../src/pictures/kit/domains.ts';
import { bandPath, linePath } from '../../src/pictures/kit/paths.ts';
import type { PictureInput } from '../../src/pictures/kit/picture.ts';
import { seenRows } from '../../src/pictures/kit/seenRows.ts';
import { linear } from '../../src/pictures/kit/scale.ts';
import { Band, pieceLength, remembered, Trace } from '../../src/pictures/kit/trace.ts';
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
/** Corners of a line over so many pixels: two in every column, and some more where a piece goes on into the next. */
const mostCorners = (pixels: number, pieces: number): number => 2 * (pixels / 2 + 1) + 12 * pieces;

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

describe('a line as far as the playhead', () => {
  const points = [0, 1, 2, 3].map((index) => ({ x: 10 * index, y: index * index }));
  const lower = points.map(({ x }) => ({ x, y: 9 }));
  const end = { x: 25, y: 7 };

  it('is what it would be if it were written anew', () => {
    const trace = new Trace(points);
    for (const drawn of [1, 2, 3, 4]) {
      expect(trace.upTo(drawn)).toEqual([linePath(points.slice(0, drawn))]);
      expect(trace.upTo(drawn, end)).toEqual([linePath([...points.slice(0, drawn), end])]);
      expect(new Band(new Trace(lower), trace).upTo(drawn).join('')).toBe(bandPath(lower.slice(0, drawn), points.slice(0, drawn)));
      const foot = { x: 25, y: 9 };
      const withEnd = bandPath([...lower.slice(0, drawn), foot], [...points.slice(0, drawn), end]);
      expect(new Band(new Trace(lower), trace).upTo(drawn, { lower: foot, upper: end })).toEqual([withEnd]);
    }
    expect([trace.upTo(0), new Band(new Trace(lower), trace).upTo(0)]).toEqual([[], []]);
  });

  it('is interrupted where nothing was measured, also just before its end', () => {
    const trace = new Trace([points[0], null, points[2], points[3], null]);
    expect(trace.whole).toEqual(['M0.0 0.0M20.0 4.0L30.0 9.0']);
    expect(trace.upTo(2, end)).toEqual(['M0.0 0.0M25.0 7.0']);
    expect(trace.upTo(3, end)).toEqual(['M0.0 0.0M20.0 4.0L25.0 7.0']);
  });

  const long = Array.from({ length: 300 }, (_, index) => ({ x: 3 * index, y: index % 7 }));
  const foot = long.map(({ x }) => ({ x, y: 9 }));

  it('leaves the pieces behind the playhead as they are', () => {
    const trace = new Trace(long);
    for (const band of [false, true]) {
      const drawn = (count: number): string[] => (band ? new Band(new Trace(foot), trace).upTo(count) : trace.upTo(count));
      const [early, late] = [drawn(2 * pieceLength + 20), drawn(300)];
      expect([early.length, late.length]).toEqual([3, 3]);
      expect(early.slice(0, 2)).toEqual(late.slice(0, 2));
      expect(early[2]).not.toBe(late[2]);
    }
  });

  it('goes from every piece on into the next, and ends where the playhead is', () => {
    const trace = new Trace(long);
    for (const count of [1, pieceLength - 1, pieceLength, pieceLength + 1, pieceLength + 16, 300]) {
      const paths = trace.upTo(count, { x: 1000, y: 1 });
      const steps = paths.flatMap((path) => [...path.matchAll(/L(\S+ \S+?)(?=[ML]|$)/g)].map(([, to]) => to));
      const wanted = [...long.slice(1, count), { x: 1000, y: 1 }].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
      expect(new Set(steps)).toEqual(new Set(wanted));
      expect(paths.every((path) => path.startsWith('M') && path.lastIndexOf('M') === 0)).toBe(true);
    }
  });

  it('has two corners of all points that lie within its own width, and ends at its last point all the same', () => {
    const crowd = [4, 1, 6, 9, 3, 5].map((y, index) => ({ x: 10 + index / 10, y }));
    const trace = new Trace([{ x: 0, y: 0 }, ...crowd, { x: 20, y: 0 }]);
    expect(trace.whole).toEqual(['M0.0 0.0L10.1 1.0L10.3 9.0L20.0 0.0']);
    expect(trace.upTo(6)).toEqual(['M0.0 0.0L10.1 1.0L10.3 9.0L10.4 3.0']);
    const below = new Trace([{ x: 0, y: 9 }, ...crowd.map(({ x }) => ({ x, y: 9 })), { x: 20, y: 9 }]);
    expect(new Band(below, trace).upTo(6)).toEqual(['M0.0 0.0L10.1 1.0L10.3 9.0L10.4 3.0L10.4 9.0L10.0 9.0L0.0 9.0Z']);
  });

  it('is not drawn ahead of the playhead where it was drawn behind it, and has no hole between the two', () => {
    const line = new Trace(long);
    const band = new Band(new Trace(foot), line);
    const reach = (path: string): number[] => [...path.matchAll(/[ML](\S+) /g)].map(([, x]) => Number(x));
    for (const whole of [line, band]) {
      const all = whole.ahead(0);
      expect(whole.ahead(pieceLength + 15)).toEqual(all);
      for (const count of [pieceLength + 16, 2 * pieceLength + 15, long.length]) {
        const ahead = whole.ahead(count);
        expect(ahead).toEqual(all.map((path, index) => (index < Math.floor((count - 16) / pieceLength) ? '' : path)));
        expect(Math.min(...reach(ahead.join('')))).toBeLessThanOrEqual(Math.max(...reach(whole.upTo(count).join(''))));
      }
    }
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
    const { past, left, right, top, bottom } = accuracyGeometry(input(), domains.accuracy, 534);
    const { future } = accuracyGeometry(input({ step: 0 }), domains.accuracy, 534);
    const heightOf = linear(domains.accuracy, [bottom, top]);
    for (const [paths, odds] of [
      [past.first, 0.9],
      [past.second, 0.98],
      [future.first, 0.9],
      [future.second, 0.98],
    ] as const) {
      expect(cornersOf(...paths)).toBeLessThanOrEqual(mostCorners(right - left, paths.length));
      expect(Math.min(...heightsOf(...paths))).toBeCloseTo(heightOf(odds), 0);
    }
  });

  it('draws the change rate and the drift with the odd one', () => {
    const rate = changeRateGeometry(input(), domains.change, 236, 184);
    expect(cornersOf(...rate.past)).toBeLessThanOrEqual(mostCorners(200, rate.past.length));
    expect(Math.min(...heightsOf(...rate.past))).toBeLessThan(heightsOf(...rate.past)[0] - 50);
    const [kl] = driftGeometry(input(), domains, 534).panels;
    expect(cornersOf(...kl.past.second)).toBeLessThanOrEqual(mostCorners(534, kl.past.second.length));
    expect(Math.min(...heightsOf(...kl.past.second))).toBeLessThan(heightsOf(...kl.past.second)[0] - 30);
  });

  it('keeps the gap in the drift where a single evaluation was not measured', () => {
    const gap = rows.map((row, index) => (index === odd ? { ...row, kl_t2: null } : row));
    const [kl] = driftGeometry(input({ rows: gap }), domains, 534).panels;
    const interrupted = kl.past.second.filter((path) => path.lastIndexOf('M') > 0);
    expect(interrupted.length).toBeGreaterThan(0);
    for (const path of interrupted) expect(path.match(/M/g)).toHaveLength(2);
  });

  it('draws the transitions in a few corners per pixel', () => {
    const { bands, edges } = transitionsGeometry(input(), 534).past;
    for (const { paths } of bands) expect(cornersOf(...paths)).toBeLessThanOrEqual(2 * mostCorners(534, paths.length));
    expect(edges).toEqual([]);
  });

  it('draws the portrait in at most 64 segments, the odd one among them', () => {
    const { segments, future, top } = portraitGeometry(input(), domains.portrait, 280);
    expect(segments.length).toBeGreaterThan(32);
    expect(segments.length).toBeLessThanOrEqual(64);
    expect(segments.reduce((sum, { path }) => sum + cornersOf(path), 0)).toBeLessThanOrEqual(6 * 121 + 64);
    expect(Math.min(...heightsOf(future))).toBeLessThan(top + 30);
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
