import { words } from '../../languages/words.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent } from '../kit/format.ts';
import type { Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt, rowsBy } from '../kit/series.ts';
import { Band, remembered, Trace } from '../kit/trace.ts';

/** What is drawn of a row. */
const quantities = [(row: EvaluationRow) => row.change_rate];

/** The line, and the area between it and the axis below. */
const tracesOf = remembered((rows: readonly EvaluationRow[], steps: number, domain: Domain, right: number, top: number, bottom: number) => {
  const x = linear([0, steps], [0, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow): Point => ({ x: x(row.step), y: y(row.change_rate) });
  const line = new Trace(rows.map(place));
  const axis = new Trace(rows.map((row) => ({ x: x(row.step), y: bottom })));
  return { y, place, line, area: new Band(axis, line) };
});

/** How often the second answer differs from the first, over training. */
export function changeRateGeometry({ rows, step, steps }: PictureInput, domain: Domain, width: number, height: number) {
  const right = width - 36;
  const top = 16;
  const bottom = height - 22;
  const seen = seenRows(rows, { steps, count: columnsIn(right), quantities });
  const { y, place, line, area } = tracesOf(seen, steps, domain, right, top, bottom);
  const count = rowsBy(seen, step);
  const last = rowAt(seen, step);
  const head = last ? place(last) : null;
  const end = head && last !== seen[count - 1] ? head : null;
  const quoted = lastAt(rows, step);
  return {
    width,
    height,
    right,
    bottom,
    past: line.upTo(count, end),
    area: area.upTo(count, end && { lower: { x: end.x, y: bottom }, upper: end }),
    future: line.ahead(count),
    base: rows[0] ? { y: y(rows[0].change_rate), text: words().figure.base(percent(rows[0].change_rate)) } : null,
    head,
    label: quoted ? { y: Math.min(y(quoted.change_rate) + 4, bottom - 1), text: percent(quoted.change_rate) } : null,
  };
}
