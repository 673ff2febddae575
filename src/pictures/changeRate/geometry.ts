import { words } from '../../languages/words.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent } from '../kit/format.ts';
import { bandPath, linePath, type Point } from '../kit/paths.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowsUpTo } from '../kit/series.ts';

/** What is drawn of a row. */
const quantities = [(row: EvaluationRow) => row.change_rate];

/** How often the second answer differs from the first, over training. */
export function changeRateGeometry({ rows, step, steps }: PictureInput, domain: Domain, width: number, height: number) {
  const right = width - 36;
  const top = 16;
  const bottom = height - 22;
  const x = linear([0, steps], [0, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow): Point => ({ x: x(row.step), y: y(row.change_rate) });

  const seen = seenRows(rows, { steps, count: columnsIn(right), quantities });
  const shown = rowsUpTo(seen, step).map(place);
  const quoted = lastAt(rows, step);
  return {
    width,
    height,
    right,
    bottom,
    past: linePath(shown),
    area: bandPath(
      shown.map(({ x: across }) => ({ x: across, y: bottom })),
      shown,
    ),
    future: linePath(seen.map(place)),
    base: rows[0] ? { y: y(rows[0].change_rate), text: words().figure.base(percent(rows[0].change_rate)) } : null,
    head: shown.at(-1) ?? null,
    label: quoted ? { y: Math.min(y(quoted.change_rate) + 4, bottom - 1), text: percent(quoted.change_rate) } : null,
  };
}
