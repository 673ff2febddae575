/** Lines over training and the areas between them, of as many evaluations as there are. They are written once, and shown as far as the playhead by `Course.svelte`. */
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

/** SVG path of a line through points from left to right, interrupted where one is null. */
export function tracePath(points: readonly (Point | null)[]): string {
  const isCorner = cornersOf(points);
  return points
    .map((point, index) => (point && isCorner[index] ? `${points[index - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}` : ''))
    .join('');
}

/** SVG path of the area between two lines with the same x at both ends. */
export const areaPath = (lower: readonly Point[], upper: readonly Point[]): string =>
  upper.length < 2 ? '' : `${tracePath(upper)}${tracePath(lower.toReversed()).replace('M', 'L')}Z`;
