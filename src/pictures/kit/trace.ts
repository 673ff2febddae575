/** Lines over training as far as the playhead: it moves at every frame, and what is behind it has been written, and painted, before. */
import type { Point } from './paths.ts';

/** Two runs are drawn side by side, in panels of two quantities. */
const most = 8;

/** A function that remembers its last results by its arguments, compared by identity. */
export function remembered<Arguments extends readonly unknown[], Result>(
  work: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const known: { given: Arguments; result: Result }[] = [];
  return (...given) => {
    const found = known.find((each) => each.given.every((value, index) => value === given[index]));
    if (found) return found.result;
    const result = work(...given);
    known.unshift({ given, result });
    known.splice(most);
    return result;
  };
}

const place = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Points of a piece of a line: where the playhead moves, the pieces behind it stay as they are, and are not painted again. */
export const pieceLength = 128;

/** Points that a piece shares with the one before it: areas that only touched one another would show a seam. */
const sharedPoints = 16;

/** As wide as a line, in pixels: of the points that lie so near to one another only the lowest and the highest are corners of it. */
const columnWidth = 2;

/** Which of the points are corners. The first and the last are, and those beside a gap. */
function cornersOf(points: readonly (Point | null)[]): boolean[] {
  const isCorner = points.map((point, index) => point !== null && !(points[index - 1] && points[index + 1]));
  const columnOf = (index: number): number => Math.floor((points[index]?.x ?? NaN) / columnWidth);
  for (let from = 0, to = 1; from < points.length; from = to++) {
    while (to < points.length && columnOf(to) === columnOf(from)) to++;
    const heights = points.slice(from, to).map((point) => point?.y ?? NaN);
    for (const extreme of [Math.min(...heights), Math.max(...heights)]) {
      const found = heights.indexOf(extreme);
      if (found >= 0) isCorner[from + found] = true;
    }
  }
  return isCorner;
}

/** A piece of a line, of which any beginning can be had without writing it again; interrupted where a point is null. */
class Piece {
  /** SVG path of all of it. */
  readonly whole: string;
  readonly #points: readonly (Point | null)[];
  readonly #isCorner: readonly boolean[];
  /** How much of the path the first 0, 1, 2 … points take. */
  readonly #ends: number[] = [0];
  /** The way back, from the last point to the first, and where the way back from the point behind the first 0, 1, 2 … begins. */
  #back: { path: string; starts: number[] } | null = null;

  constructor(points: readonly (Point | null)[]) {
    this.#points = points;
    this.#isCorner = cornersOf(points);
    let end = 0;
    const steps = points.map((point, index) => {
      const step = point && this.#isCorner[index] ? this.#step(index, point) : '';
      this.#ends.push((end += step.length));
      return step;
    });
    this.whole = steps.join('');
  }

  get length(): number {
    return this.#points.length;
  }

  /** The step from the point before this place to a point. */
  #step(index: number, point: Point): string {
    return `${index > 0 && this.#points[index - 1] ? 'L' : 'M'}${place(point)}`;
  }

  /** The last of the first `count` points, where it is no corner of the piece and yet ends what is drawn of it. */
  #endOf(count: number): Point | null {
    return count > 0 && !this.#isCorner[count - 1] ? this.#points[count - 1] : null;
  }

  /** SVG path of the first `count` points, and on to another one where there is one. */
  upTo(count: number, end: Point | null): string {
    const last = this.#endOf(count);
    return this.whole.slice(0, this.#ends[count]) + (end ? this.#step(count, end) : last ? this.#step(count - 1, last) : '');
  }

  /** SVG path of the first `count` points from the last of them to the first, to go on with from another line. */
  back(count: number): string {
    this.#back ??= this.#wayBack();
    const last = this.#endOf(count);
    return (last ? `L${place(last)}` : '') + this.#back.path.slice(this.#back.starts[count]);
  }

  #wayBack(): { path: string; starts: number[] } {
    const steps = this.#points.map((point, index) => (point && this.#isCorner[index] ? `L${place(point)}` : ''));
    const path = steps.toReversed().join('');
    let start = path.length;
    return { path, starts: [start, ...steps.map((step) => (start -= step.length))] };
  }
}

/** A piece lies behind the first `count` points with all that the next one shares with it. The last one, which ends the line, never does. */
const aheadOf = (whole: readonly string[], count: number): string[] =>
  whole.map((path, index) => (index < whole.length - 1 && count >= (index + 1) * pieceLength + sharedPoints ? '' : path));

/** A line in pieces, each of which goes on into the next. */
export class Trace {
  /** SVG paths of all of it. */
  readonly whole: readonly string[];
  readonly #pieces: readonly Piece[];

  constructor(points: readonly (Point | null)[]) {
    this.#pieces = Array.from(
      { length: Math.ceil(points.length / pieceLength) },
      (_, index) => new Piece(points.slice(index * pieceLength, (index + 1) * pieceLength + sharedPoints)),
    );
    this.whole = this.#pieces.map((piece) => piece.whole);
  }

  /** SVG paths of the first `count` points, and on to another one where there is one. */
  upTo(count: number, end: Point | null = null): string[] {
    return this.drawn(count, (piece, points, endsHere) => piece.upTo(points, endsHere ? end : null));
  }

  /**
   * What `draw` makes of every piece that the first `count` points reach, given the piece, how many of its points those are, whether the
   * line ends in it, and its place.
   */
  drawn(count: number, draw: (piece: Piece, points: number, endsHere: boolean, index: number) => string): string[] {
    const reached = this.#pieces.slice(0, Math.ceil(count / pieceLength));
    return reached.map((piece, index) => {
      const points = Math.min(count - index * pieceLength, piece.length);
      return draw(piece, points, points < piece.length || index === this.#pieces.length - 1, index);
    });
  }

  /** SVG paths of all of it, '' in the place of a piece that lies behind the first `count` points: what is drawn up to there covers it. */
  ahead(count: number): string[] {
    return aheadOf(this.whole, count);
  }

  piece(index: number): Piece {
    return this.#pieces[index];
  }
}

/** The area between two lines with the same x, in the pieces of these. */
export class Band {
  readonly #lower: Trace;
  readonly #upper: Trace;
  /** SVG paths of all of it: written once, since the page compares every path with the one that it shows. */
  readonly #whole: readonly string[];

  constructor(lower: Trace, upper: Trace) {
    this.#lower = lower;
    this.#upper = upper;
    this.#whole = upper.whole.map((path, index) => `${path}${lower.piece(index).back(lower.piece(index).length)}Z`);
  }

  /** SVG paths between the first `count` points, and on to another point of both lines where there is one. */
  upTo(count: number, end: { lower: Point; upper: Point } | null = null): string[] {
    if (count + (end ? 1 : 0) < 2) return [];
    return this.#upper.drawn(count, (piece, points, endsHere, index) => {
      const to = endsHere ? end : null;
      if (!to && points === piece.length) return this.#whole[index];
      return `${piece.upTo(points, to && to.upper)}${to ? `L${place(to.lower)}` : ''}${this.#lower.piece(index).back(points)}Z`;
    });
  }

  /** SVG paths of all of it, '' in the place of a piece that lies behind the first `count` points. */
  ahead(count: number): string[] {
    return aheadOf(this.#whole, count);
  }
}
