import { words } from '../../languages/words.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent } from '../kit/format.ts';
import type { Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt } from '../kit/series.ts';
import { areaPath, remembered, tracePath } from '../kit/trace.ts';

/** What is drawn of a row. */
const quantities = [(row: EvaluationRow) => row.change_rate];

/** The line, and the area between it and the axis below. */
const tracesOf = remembered((rows: readonly EvaluationRow[], steps: number, domain: Domain, right: number, top: number, bottom: number) => {
  const x = linear([0, steps], [0, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow): Point => ({ x: x(row.step), y: y(row.change_rate) });
  const line = rows.map(place);
  const axis = line.filter((_, index) => index === 0 || index === line.length - 1).map((point) => ({ x: point.x, y: bottom }));
  return { y, place, line: tracePath(line), area: areaPath(axis, line) };
});

/** How often the second answer differs from the first, over training. */
export function changeRateGeometry({ rows, step, steps }: PictureInput, domain: Domain, width: number, height: number) {
  const right = width - 36;
  const top = 16;
  const bottom = height - 22;
  const seen = seenRows(rows, { steps, count: columnsIn(right), quantities });
  const { y, place, line, area } = tracesOf(seen, steps, domain, right, top, bottom);
  const last = rowAt(seen, step);
  const quoted = lastAt(rows, step);
  return {
    width,
    height,
    right,
    bottom,
    line,
    area,
    base: rows[0] ? { y: y(rows[0].change_rate), text: words().figure.base(percent(rows[0].change_rate)) } : null,
    head: last ? place(last) : null,
    label: quoted ? { y: Math.min(y(quoted.change_rate) + 4, bottom - 1), text: percent(quoted.change_rate) } : null,
  };
}
