/**
 * Where the regions of a map lie. They are hexagons in two rows, numbered down, then to the right: region i lies beside i + 1 (in the other
 * row) and i + 2 (in its own). Where two that lie side by side share no border, both are cut back, and there is water between them.
 */
import type { MapDrawing, MapSketch, Point } from './task.ts';

const halfWidth = Math.sqrt(3) / 2;
/** How far the water reaches into a region that it parts from its neighbour. */
const cut = 0.16;

const inUpperRow = (region: number): boolean => region % 2 === 0;
const centreOf = (region: number): Point => [region * halfWidth, inUpperRow(region) ? 0 : 1.5];

/** Corners of a hexagon of side 1 that stands on a corner, clockwise from the top. */
const corners = ([x, y]: Point): Point[] =>
  [0, 1, 2, 3, 4, 5].map((sixth) => [x + Math.sin((sixth * Math.PI) / 3), y - Math.cos((sixth * Math.PI) / 3)]);

/** What of a convex polygon lies within `reach` of `origin` in a direction of length 1. */
function clip(polygon: readonly Point[], origin: Point, [dx, dy]: Point, reach: number): Point[] {
  const beyond = ([x, y]: Point): number => (x - origin[0]) * dx + (y - origin[1]) * dy - reach;
  return polygon.flatMap((point, i) => {
    const next = polygon[(i + 1) % polygon.length];
    const [here, there] = [beyond(point), beyond(next)];
    const kept = here <= 0 ? [point] : [];
    if (here <= 0 === there <= 0) return kept;
    const share = here / (here - there);
    return [...kept, [point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])] as Point];
  });
}

export function drawingOf(
  count: number,
  borders: readonly (readonly [number, number])[],
  coasts: readonly { region: number; colour: string }[],
): MapDrawing {
  const isBorder = (one: number, other: number): boolean =>
    borders.some(([a, b]) => a === Math.min(one, other) && b === Math.max(one, other));
  const regions = Array.from({ length: count }, (_, region) => {
    const centre = centreOf(region);
    const outline = [-2, -1, 1, 2].reduce((polygon, step) => {
      const neighbour = region + step;
      if (neighbour < 0 || neighbour >= count || isBorder(region, neighbour)) return polygon;
      const [x, y] = centreOf(neighbour);
      const away: Point = [(x - centre[0]) / (2 * halfWidth), (y - centre[1]) / (2 * halfWidth)];
      return clip(polygon, centre, away, halfWidth - cut);
    }, corners(centre));
    return { outline, centre };
  });
  return {
    regions,
    borders,
    // A region's two sides that look away from the other row, from left to right, as far as no water has cut them.
    coasts: coasts.map(({ region, colour }) => {
      const { outline, centre } = regions[region];
      const outwards = inUpperRow(region) ? -1 : 1;
      const line = outline.filter(([, y]) => outwards * (y - centre[1]) > 0.5 - 1e-9).sort(([one], [other]) => one - other);
      return { region, colour, line };
    }),
  };
}

/** What a drawing was made from. */
export const sketchOf = ({ regions, borders, coasts }: MapDrawing): MapSketch => ({
  regions: regions.length,
  borders,
  coasts: coasts.map(({ region, colour }) => ({ region, colour })),
});
