/** A map as an answer coloured it: where its regions lie, what lies at odds, and what a second answer changed. */
import { words } from '../../languages/words.ts';
import { drawingOf, type MapSketch, type Point } from '../../../workers/protocol.ts';

export interface ColouredRegion {
  /** From 1, as the problem's text counts. */
  number: number;
  outline: string;
  centre: Point;
  /** What the answer says for it. */
  colour: string;
  /** The outline of a region that the second answer coloured anew, inside its own. */
  changed: string | null;
}

/** A line along which two regions, or a region and its coast, have one colour. */
export interface Conflict {
  path: string;
  middle: Point;
  /** "2 and 4 are both A" */
  says: string;
}

export interface ColouredMap {
  viewBox: string;
  regions: ColouredRegion[];
  /** Land beyond the map that has its colour already. */
  coasts: { region: number; colour: string; outline: string; middle: Point }[];
  conflicts: Conflict[];
}

/** Units of the picture in one of the drawing: texts are set in them, and some browsers have a smallest size of text. */
const unit = 20;
/** How wide the strip of land along a coast is. */
const strip = 0.7 * unit;
/** How far inside a region the frame of a changed one runs. */
const inset = 0.84;

const path = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
const enlarged = ([x, y]: Point): Point => [unit * x, unit * y];
const closed = (points: readonly Point[]): string => `${path(points)}Z`;
const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [ax + (bx - ax) * share, ay + (by - ay) * share];

/** Where the outlines of two regions that border each other run on one line. */
export function sharedSide(one: readonly Point[], other: readonly Point[]): [Point, Point] | null {
  let longest: [Point, Point] | null = null;
  let length = 1e-6;
  one.forEach((a, index) => {
    const b = one[(index + 1) % one.length];
    const side = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (side < 1e-6) return;
    const along = ([x, y]: Point): number => ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / side ** 2;
    const aside = ([x, y]: Point): number => Math.abs((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / side;
    other.forEach((c, at) => {
      const d = other[(at + 1) % other.length];
      if (aside(c) > 1e-6 || aside(d) > 1e-6) return;
      const [from, to] = [Math.max(0, Math.min(along(c), along(d))), Math.min(1, Math.max(along(c), along(d)))];
      if ((to - from) * side <= length) return;
      length = (to - from) * side;
      longest = [between(a, b, from), between(a, b, to)];
    });
  });
  return longest;
}

/**
 * @param tokens the colour of every region, as the answer says
 * @param before those of the first answer, where this is the second
 */
export function colouredMap(sketch: MapSketch, tokens: readonly string[], before: readonly string[] | null): ColouredMap {
  const { sameColour, likeCoast } = words().reader;
  const drawing = drawingOf(sketch.regions, sketch.borders, sketch.coasts);
  const { borders } = drawing;
  const regions = drawing.regions.map(({ outline, centre }) => ({ outline: outline.map(enlarged), centre: enlarged(centre) }));
  const coasts = drawing.coasts.map((coast) => ({ ...coast, line: coast.line.map(enlarged) }));
  const colourOf = (region: number): string => tokens[region] || '?';
  const lands = coasts.map(({ region, colour, line }) => {
    const [, centreY] = regions[region].centre;
    // Upwards from the upper row, downwards from the lower one.
    const outwards = line[0][1] < centreY ? -strip : strip;
    const shore = line.map(([x, y]): Point => [x, y + outwards]);
    return { region, colour, line, outline: closed([...line, ...shore.toReversed()]), middle: between(line[1], shore[1], 0.44) };
  });
  const conflicts: Conflict[] = [
    ...borders.flatMap(([one, other]) => {
      const side = colourOf(one) === colourOf(other) ? sharedSide(regions[one].outline, regions[other].outline) : null;
      return side
        ? [{ path: path(side), middle: between(side[0], side[1], 0.5), says: sameColour(one + 1, other + 1, colourOf(one)) }]
        : [];
    }),
    ...lands.flatMap(({ region, colour, line }) =>
      colourOf(region) === colour
        ? [{ path: path(line), middle: between(line[0], line[1], 0.5), says: likeCoast(region + 1, colour) }]
        : [],
    ),
  ];
  const points = [...regions.flatMap(({ outline }) => outline), ...lands.flatMap(({ line }) => line.flatMap(([x, y]): Point[] => [[x, y - strip], [x, y + strip]]))]; // prettier-ignore
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const air = 2;
  const [left, top] = [Math.min(...xs) - air, Math.min(...ys) - air];
  return {
    viewBox: [left, top, Math.max(...xs) + air - left, Math.max(...ys) + air - top].map((value) => value.toFixed(1)).join(' '),
    regions: regions.map(({ outline, centre }, region) => ({
      number: region + 1,
      outline: closed(outline),
      centre,
      colour: colourOf(region),
      changed: before && before[region] !== tokens[region] ? closed(outline.map((point) => between(centre, point, inset))) : null,
    })),
    coasts: lands.map(({ region, colour, outline, middle }) => ({ region, colour, outline, middle })),
    conflicts,
  };
}

/** The map in a sentence. */
export function mapLabel({ regions, conflicts }: ColouredMap, which: 'first' | 'second'): string {
  const { map, turns, conflicts: counted, recoloured } = words().reader;
  const label = map(
    turns[which],
    counted(conflicts.length),
    conflicts.map(({ says }) => says),
  );
  const changed = regions.filter((region) => region.changed !== null).map(({ number }) => String(number));
  return which === 'first' ? label : `${label}${recoloured(changed)}`;
}
