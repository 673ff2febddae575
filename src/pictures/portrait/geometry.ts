import type { EvaluationRow } from '../../../workers/protocol.ts';
import { signedPoints } from '../kit/format.ts';
import { linePath, type Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, ticks, type Domain } from '../kit/scale.ts';
import { seenRows } from '../kit/seenRows.ts';
import { lastAt, rowsUpTo } from '../kit/series.ts';

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

function segmentsOf(points: readonly Point[]): Segment[] {
  const size = Math.max(1, Math.ceil((points.length - 1) / mostSegments));
  return Array.from({ length: Math.ceil((points.length - 1) / size) }, (_, index) => {
    const piece = points.slice(index * size, (index + 1) * size + 1);
    const [from, to] = [piece[0], piece[piece.length - 1]];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const age = (index * size + piece.length - 1) / points.length;
    const arrow =
      Math.hypot(dx, dy) > arrowLength
        ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle: (Math.atan2(dy, dx) * 180) / Math.PI }
        : null;
    return { path: linePath(piece), age, arrow };
  });
}

/** The phase portrait: Acc@t1 across, Acc@t2 up, equal scales, training as a path from the base. */
export function portraitGeometry({ rows, step, steps, boundaries }: PictureInput, domain: Domain, available: number) {
  const size = Math.min(available, 280);
  const narrow = size < 215;
  const left = 32;
  const right = size - 6;
  const top = 6;
  const bottom = size - 32;
  const x = linear(domain, [left, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow): Point => ({ x: x(row.acc_t1), y: y(row.acc_t2) });

  const seen = seenRows(rows, { steps, count: timeColumns, quantities });
  const shown = rowsUpTo(seen, step);
  const head = shown.at(-1);
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
    future: linePath(seen.map(place)),
    segments: segmentsOf(shown.map(place)),
    base: rows[0] && place(rows[0]),
    secondStage:
      secondStage && secondStage.step > 0 ? { ...place(secondStage), side: secondStage.acc_t1 > (head?.acc_t1 ?? 0) ? 1 : -1 } : null,
    head: head && place(head),
    delta,
    /** Whether the corner above the diagonal is free for words. */
    cornerFree: !narrow && !(delta && delta.x < left + 140 && delta.to < top + 70),
  };
}
