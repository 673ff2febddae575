/** Lines over training as far as the playhead: it moves at every frame, and what is behind it has been written down before. */
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

/** A line of which any beginning can be had without writing it again; interrupted where a point is null. */
export class Trace {
  /** SVG path of all of it. */
  readonly whole: string;
  readonly #points: readonly (Point | null)[];
  /** How much of the path the first 0, 1, 2 … points take. */
  readonly #ends: number[] = [0];
  /** The way back, from the last point to the first, and where the way back from the point behind the first 0, 1, 2 … begins. */
  #back: { path: string; starts: number[] } | null = null;

  constructor(points: readonly (Point | null)[]) {
    this.#points = points;
    let end = 0;
    const pieces = points.map((point, index) => {
      const piece = point ? this.#step(index, point) : '';
      this.#ends.push((end += piece.length));
      return piece;
    });
    this.whole = pieces.join('');
  }

  /** The step from the point before this place to a point. */
  #step(index: number, point: Point): string {
    return `${index > 0 && this.#points[index - 1] ? 'L' : 'M'}${place(point)}`;
  }

  /** SVG path of the first `count` points, and on to another one where there is one. */
  upTo(count: number, end: Point | null = null): string {
    return this.whole.slice(0, this.#ends[count]) + (end ? this.#step(count, end) : '');
  }

  /** SVG path of the first `count` points from the last of them to the first, to go on with from another line. */
  back(count: number): string {
    this.#back ??= this.#wayBack();
    return this.#back.path.slice(this.#back.starts[count]);
  }

  #wayBack(): { path: string; starts: number[] } {
    const pieces = this.#points.map((point) => (point ? `L${place(point)}` : ''));
    const path = pieces.toReversed().join('');
    let start = path.length;
    return { path, starts: [start, ...pieces.map((piece) => (start -= piece.length))] };
  }
}

/** SVG path of the area between the first `count` points of two lines with the same x, and on to another point of both where there is one. */
export function bandUpTo(lower: Trace, upper: Trace, count: number, end: { lower: Point; upper: Point } | null): string {
  if (count + (end ? 1 : 0) < 2) return '';
  return `${upper.upTo(count, end?.upper)}${end ? `L${place(end.lower)}` : ''}${lower.back(count)}Z`;
}
