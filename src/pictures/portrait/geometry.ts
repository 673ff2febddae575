import type { EvaluationRow } from '../../../workers/protocol.ts';
import { signedPoints } from '../kit/format.ts';
import { linePath, type Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, ticks, type Domain } from '../kit/scale.ts';
import { seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt, rowsBy } from '../kit/series.ts';
import { remembered } from '../kit/trace.ts';

/** A piece of the path: from one evaluation to the next, or, where there are many, over several. */
export interface Segment {
  path: string;
  /** 0 at the start of training, 1 at the playhead. */
  age: number;
  /** Where an arrowhead sits and which way it points, in degrees; short segments have none. */
  arrow: (Point & { angle: number }) | null;
}

/** A longer history is drawn in as many segments, of more evaluations each. */
const mostSegments = 64;
/** Columns of time of a longer history: of each the evaluations are drawn in which an accuracy is least or greatest. */
const timeColumns = 64;
/** What is drawn of a row. */
const quantities = [(row: EvaluationRow) => row.acc_t1, (row: EvaluationRow) => row.acc_t2];
/** Segments shorter than this, in pixels, are too crowded for arrowheads. */
const arrowLength = 22;
/** A Δ smaller than this is not drawn as a bar. */
const smallDelta = 0.02;

function segmentOf(points: readonly Point[], age: number): Segment {
  const [from, to] = [points[0], points[points.length - 1]];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const arrow =
    Math.hypot(dx, dy) > arrowLength
      ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle: (Math.atan2(dy, dx) * 180) / Math.PI }
      : null;
  return { path: linePath(points), age, arrow };
}

/** Where the evaluations lie, and the path through all of them. */
const trackOf = remembered((rows: readonly EvaluationRow[], domain: Domain, left: number, right: number, top: number, bottom: number) => {
  const x = linear(domain, [left, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow): Point => ({ x: x(row.acc_t1), y: y(row.acc_t2) });
  const points = rows.map(place);
  const perSegment = Math.max(1, Math.ceil((points.length - 1) / mostSegments));
  return { x, y, place, points, perSegment, path: linePath(points) };
});

/** The segments that the playhead has passed, of those that are begun: they age when another is. */
const trailOf = remembered((points: readonly Point[], perSegment: number, passed: number, begun: number): Segment[] =>
  Array.from({ length: passed }, (_, index) =>
    segmentOf(points.slice(index * perSegment, (index + 1) * perSegment + 1), (index + 1) / (begun + 1)),
  ),
);

/** The phase portrait: Acc@t1 across, Acc@t2 up, equal scales, training as a path from the base. */
export function portraitGeometry({ rows, step, steps, boundaries }: PictureInput, domain: Domain, available: number) {
  const size = Math.min(available, 280);
  const narrow = size < 215;
  const left = 32;
  const right = size - 6;
  const top = 6;
  const bottom = size - 32;

  const seen = seenRows(rows, { steps, count: timeColumns, quantities });
  const { x, y, place, points, perSegment, path } = trackOf(seen, domain, left, right, top, bottom);
  const count = rowsBy(seen, step);
  const head = rowAt(seen, step);
  const passed = Math.max(0, Math.floor((count - 1) / perSegment));
  const sincePassed = points.slice(passed * perSegment, count);
  if (head && head !== seen[count - 1]) sincePassed.push(place(head));
  const begun = passed + (sincePassed.length > 1 ? 1 : 0);
  const quoted = lastAt(rows, step);
  const secondStage = boundaries.length > 2 && step > boundaries[1] ? lastAt(rows, boundaries[1]) : undefined;
  const marks = ticks(domain, domain[1] - domain[0] > 0.55 ? 0.2 : 0.1);
  const delta =
    head && quoted && quoted.step > 0 && head.delta > smallDelta
      ? { x: x(head.acc_t1), from: y(head.acc_t1), to: y(head.acc_t2), text: `Δ ${signedPoints(quoted.delta)}` }
      : null;
  const along = (share: number): number => domain[0] + (domain[1] - domain[0]) * share;

  return {
    size,
    narrow,
    left,
    right,
    top,
    bottom,
    marks: marks.map((value) => ({ x: x(value), y: y(value), text: String(Math.round(100 * value)) })),
    diagonal: { x: x(along(0.8)), y: y(along(0.8)) },
    path,
    trail: trailOf(points, perSegment, passed, begun),
    /** The segment that the playhead is on, if it is between two. */
    last: begun > passed ? segmentOf(sincePassed, begun / (begun + 1)) : null,
    base: rows[0] && place(rows[0]),
    secondStage:
      secondStage && secondStage.step > 0 ? { ...place(secondStage), side: secondStage.acc_t1 > (head?.acc_t1 ?? 0) ? 1 : -1 } : null,
    head: head && place(head),
    delta,
    /** Whether the corner above the diagonal is free for words. */
    cornerFree: !narrow && !(delta && delta.x < left + 140 && delta.to < top + 70),
  };
}
