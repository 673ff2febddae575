import { words } from '../../languages/words.ts';
import { deltaHalfWidth, wilsonInterval } from '../../../workers/measures/intervals.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent, points, signedPoints } from '../kit/format.ts';
import { spreadLabels } from '../kit/labels.ts';
import type { Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, ticks, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt } from '../kit/series.ts';
import { stageMarks } from '../kit/stages.ts';
import { areaPath, remembered, tracePath } from '../kit/trace.ts';

/** Below this a gap is not worth two labels: both lines get one. */
const smallGap = 0.02;

/** What is drawn of a row. */
const quantities = [(row: EvaluationRow) => row.acc_t1, (row: EvaluationRow) => row.acc_t2];

export interface AccuracyLabel {
  x: number;
  y: number;
  text: string;
  kind: 'first' | 'second' | 'gain' | 'loss';
  end: boolean;
}

/** Areas between the two lines, split where they cross: where the second answer is better, and where it is worse. */
export function gapPaths(
  rows: readonly EvaluationRow[],
  x: (step: number) => number,
  y: (value: number) => number,
): { gain: string; loss: string } {
  const paths = { gain: '', loss: '' };
  const add = (a: EvaluationRow, b: EvaluationRow): void => {
    const line = (key: 'acc_t1' | 'acc_t2'): Point[] => [a, b].map((row) => ({ x: x(row.step), y: y(row[key]) }));
    paths[a.delta + b.delta >= 0 ? 'gain' : 'loss'] += areaPath(line('acc_t1'), line('acc_t2'));
  };
  for (let i = 1; i < rows.length; i++) {
    const [a, b] = [rows[i - 1], rows[i]];
    if (a.delta * b.delta < 0) {
      const share = a.delta / (a.delta - b.delta);
      const step = a.step + share * (b.step - a.step);
      const level = a.acc_t1 + share * (b.acc_t1 - a.acc_t1);
      const crossing = { ...a, step, acc_t1: level, acc_t2: level, delta: 0 };
      add(a, crossing);
      add(crossing, b);
    } else add(a, b);
  }
  return paths;
}

/** Both lines, and the areas between them. */
const tracesOf = remembered(
  (rows: readonly EvaluationRow[], steps: number, domain: Domain, left: number, right: number, top: number, bottom: number) => {
    const x = linear([0, steps], [left, right]);
    const y = linear(domain, [bottom, top]);
    const line = (key: 'acc_t1' | 'acc_t2') => tracePath(rows.map((row) => ({ x: x(row.step), y: y(row[key]) })));
    return { x, y, lines: { first: line('acc_t1'), second: line('acc_t2') }, gap: gapPaths(rows, x, y) };
  },
);

/** Both accuracies over training, `width` pixels wide. */
export function accuracyGeometry({ rows, step, steps, boundaries, stageNames }: PictureInput, domain: Domain, width: number) {
  const narrow = width < 300;
  const height = narrow ? 192 : 224;
  const left = 34;
  const right = width - (narrow ? 38 : 124);
  const top = 40;
  const bottom = height - 22;
  const seen = seenRows(rows, { steps, count: columnsIn(right - left), quantities });
  const { x, y, lines, gap } = tracesOf(seen, steps, domain, left, right, top, bottom);
  const head = rowAt(seen, step);
  const quoted = lastAt(rows, step);
  const marks = ticks(domain, 0.2);
  const grid = ticks(domain, narrow ? 0.2 : 0.1).map((value) => y(value));
  const axis = marks.map((value, index) => ({
    y: y(value),
    text: index === marks.length - 1 ? percent(value) : String(Math.round(100 * value)),
  }));

  const geometry = {
    width,
    height,
    left,
    right,
    top,
    bottom,
    narrow,
    grid,
    axis,
    stages: stageMarks(boundaries, stageNames, x, narrow),
    lines,
    gap,
    head: head && { x: x(head.step), first: y(head.acc_t1), second: y(head.acc_t2) },
    whiskers: [] as { x: number; low: number; high: number }[],
    labels: [] as AccuracyLabel[],
  };
  if (!head || !quoted) return geometry;

  geometry.whiskers = [quoted.acc_t1, quoted.acc_t2].map((share) => {
    const { low, high } = wilsonInterval(Math.round(share * quoted.n), quoted.n);
    return { x: x(quoted.step), low: y(low), high: y(high) };
  });
  geometry.labels = labelsOf(quoted, narrow, narrow ? width : x(head.step) + 12, y, top, bottom);
  return geometry;
}

function labelsOf(row: EvaluationRow, end: boolean, x: number, y: (value: number) => number, top: number, bottom: number): AccuracyLabel[] {
  const { figure, pictures } = words();
  const first = percent(row.acc_t1);
  const second = percent(row.acc_t2);
  if (Math.abs(row.delta) < smallGap) {
    const middle = y((row.acc_t1 + row.acc_t2) / 2);
    if (end) return [{ x, y: middle + 4, text: second, kind: 'second', end }];
    return [
      { x, y: middle - 2, text: pictures.accuracy.equal, kind: 'second', end },
      { x, y: middle + 14, text: pictures.accuracy.both(first, second), kind: 'first', end },
    ];
  }
  const wanted: (Omit<AccuracyLabel, 'x' | 'end'> & { y: number })[] = [
    { y: y(row.acc_t2), text: end ? second : figure.second(second), kind: 'second' },
    { y: y(row.acc_t1), text: end ? first : figure.first(first), kind: 'first' },
  ];
  if (!end) {
    const text = `Δ ${signedPoints(row.delta)} ± ${points(deltaHalfWidth(row))}`;
    wanted.push({ y: y((row.acc_t1 + row.acc_t2) / 2), text, kind: row.delta > 0 ? 'gain' : 'loss' });
  }
  const placed = spreadLabels(
    wanted.map((label) => label.y),
    16,
    top,
    bottom,
  );
  return wanted.map((label, index) => ({ ...label, x, y: placed[index] + 4, end }));
}
