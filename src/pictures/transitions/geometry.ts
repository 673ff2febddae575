import { words } from '../../languages/words.ts';
import { transitionsOf, type Transitions } from '../../../workers/measures/transitions.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { finePercent, percent } from '../kit/format.ts';
import { spreadLabels } from '../kit/labels.ts';
import type { Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt } from '../kit/series.ts';
import { areaPath, remembered, tracePath } from '../kit/trace.ts';

/** From below, so that the top of "fixed" is Acc@t2. */
export const bands = ['stayedRight', 'fixed', 'broken', 'stayedWrong'] as const satisfies readonly (keyof Transitions)[];

/** A point between two evaluations has no whole counts, so its shares come from its interpolated fractions. */
const sharesAt = (row: EvaluationRow): Transitions => ({
  stayedRight: row.acc_t1 - row.c_to_i,
  fixed: row.i_to_c,
  broken: row.c_to_i,
  stayedWrong: 1 - row.acc_t1 - row.i_to_c,
});

/** What is drawn of a row: the lines between the bands. */
const quantities = [
  (row: EvaluationRow) => sharesAt(row).stayedRight,
  (row: EvaluationRow) => row.acc_t2,
  (row: EvaluationRow) => row.acc_t1 + row.i_to_c,
];

export interface BandLabel {
  y: number;
  text: string;
  band: keyof Transitions;
}

/** The five lines that the bands lie between, from below, and the bands. */
const edgesOf = remembered((rows: readonly EvaluationRow[], steps: number, left: number, right: number, top: number, bottom: number) => {
  const x = linear([0, steps], [left, right]);
  const y = linear([0, 1], [bottom, top]);
  const places = rows.map((row): Point[] => {
    const shares = sharesAt(row);
    let level = 0;
    return [0, ...bands.map((key) => shares[key])].map((share) => ({ x: x(row.step), y: y((level += share)) }));
  });
  const lines = [0, ...bands].map((_, edge) => places.map((place) => place[edge]));
  return {
    ...{ x, y, edges: lines.map(tracePath) },
    areas: bands.map((band, edge) => ({ band, path: areaPath(lines[edge], lines[edge + 1]) })),
  };
});

/** The four transitions as a stacked area over training. */
export function transitionsGeometry({ rows, step, steps }: PictureInput, width: number) {
  const narrow = width < 250;
  const height = 184;
  const left = narrow ? 0 : 30;
  const right = width - (narrow ? 0 : 112);
  const top = 6;
  const bottom = height - 22;
  const seen = seenRows(rows, { steps, count: columnsIn(right - left), quantities });
  const { x, y, edges, areas } = edgesOf(seen, steps, left, right, top, bottom);
  const head = rowAt(seen, step);
  const quoted = lastAt(rows, step);
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    narrow,
    axis: narrow
      ? []
      : [0, 0.5, 1].map((value) => ({ y: y(value) + (value === 1 ? 9 : 4), text: value === 1 ? percent(1) : String(100 * value) })),
    areas,
    // Where there are many evaluations, the lines between the areas would hide them.
    edges: seen === rows ? edges : [],
    head: head ? x(head.step) : null,
    labels: quoted ? labelsOf(transitionsOf(quoted), narrow, y, top, bottom) : [],
  };
}

function labelsOf(shares: Transitions, narrow: boolean, y: (value: number) => number, top: number, bottom: number): BandLabel[] {
  let below = 0;
  const middles = bands.map((key) => {
    const middle = below + shares[key] / 2;
    below += shares[key];
    return y(middle);
  });
  const { bands: names, share } = words().pictures.transitions;
  const texts = bands.map((key) => share(names[key], narrow ? percent(shares[key]) : finePercent(shares[key])));
  // Inside a narrow chart a label needs a band as high as itself.
  const fits = bands.map((key) => !narrow || shares[key] * (bottom - top) > 14);
  const placed = narrow ? middles : spreadLabels(middles, 16, top + 6, bottom - 4);
  return bands.map((key, index) => ({ y: placed[index] + 4, text: texts[index], band: key })).filter((_, index) => fits[index]);
}
