import { words } from '../../languages/words.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { nats } from '../kit/format.ts';
import { spreadTexts } from '../kit/labels.ts';
import { panelGrid } from '../kit/panels.ts';
import type { Point } from '../kit/paths.ts';
import type { PictureInput, SharedDomains } from '../kit/picture.ts';
import { linear, roundStep, ticks, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { lastAt, rowAt } from '../kit/series.ts';
import { stageMarks } from '../kit/stages.ts';
import { remembered, tracePath } from '../kit/trace.ts';

export type Quantity = 'kl' | 'entropy';

export const turns = ['first', 'second'] as const;

export type Turn = (typeof turns)[number];

/** What a row says of a turn, nats; null where it was not measured. */
export function measured(row: EvaluationRow, quantity: Quantity, turn: Turn): number | null {
  const [kl, entropy] = turn === 'first' ? [row.kl_t1, row.entropy_t1] : [row.kl_t2, row.entropy_t2];
  // Where every first answer was kept, there is no second one whose entropy could be 0.
  const isWritten = turn === 'first' || row.kl_t1 === null || row.kl_t2 !== null;
  return quantity === 'kl' ? kl : isWritten ? entropy : null;
}

/** What is drawn of a row. */
const quantities = (['kl', 'entropy'] as const).flatMap((quantity) =>
  turns.map((turn) => (row: EvaluationRow) => measured(row, quantity, turn)),
);

export interface DriftLabel {
  x: number;
  y: number;
  text: string;
  turn: Turn;
}

const panelHeight = 176;
const top = 42;
const bottom = panelHeight - 22;
const left = 30;
/** Beside the lines: a label with the name of its turn, or a number alone. */
const labelRoom = { wide: 96, narrow: 38 };

/** Both lines of a quantity. */
const tracesOf = remembered((rows: readonly EvaluationRow[], quantity: Quantity, steps: number, domain: Domain, right: number) => {
  const x = linear([0, steps], [left, right]);
  const y = linear(domain, [bottom, top]);
  const place = (row: EvaluationRow, turn: Turn): Point | null => {
    const value = measured(row, quantity, turn);
    return value === null ? null : { x: x(row.step), y: y(value) };
  };
  const line = (turn: Turn): string => tracePath(rows.map((row) => place(row, turn)));
  return { y, place, lines: { first: line('first'), second: line('second') } };
});

/** KL to the base and entropy of both turns over training, a panel each: beside one another where there is room. */
export function driftGeometry(input: PictureInput, domains: Pick<SharedDomains, Quantity>, width: number) {
  const { rows, step, steps, boundaries, stageNames } = input;
  const grid = panelGrid(2, width, 180, panelHeight);
  const narrow = grid.width < 240;
  const right = grid.width - (narrow ? labelRoom.narrow : labelRoom.wide);
  const x = linear([0, steps], [left, right]);
  const seen = seenRows(rows, { steps, count: columnsIn(right - left), quantities });
  const head = rowAt(seen, step);
  const quoted = lastAt(rows, step);

  const panels = (['kl', 'entropy'] as const).map((quantity, index) => {
    const domain: Domain = domains[quantity];
    const { y, place, lines } = tracesOf(seen, quantity, steps, domain, right);
    const unit = roundStep(domain[1]);
    return {
      ...grid.corners[index],
      quantity,
      title: words().pictures.drift[quantity],
      marks: ticks(domain, unit).map((value) => ({ at: y(value), text: value.toFixed(unit < 1 ? 1 : 0) })),
      lines,
      dots: head ? turns.flatMap((turn) => ({ turn, at: place(head, turn) })) : [],
      labels: quoted ? labelsOf(quoted, quantity, narrow, narrow ? grid.width : x(head?.step ?? 0) + 10, y) : [],
      note:
        seen.length > 0 && turns.every((turn) => seen.every((row) => measured(row, quantity, turn) === null))
          ? words().pictures.drift.notMeasured
          : null,
    };
  });
  // A stage between two others is named once.
  const marks = stageMarks(boundaries, stageNames, x, narrow || stageNames.length > 2);
  return {
    width,
    height: grid.height,
    left,
    right,
    top,
    bottom,
    narrow,
    stages: marks.map((mark, index) => ({ ...mark, before: index === 0 ? mark.before : '' })),
    head: head ? x(head.step) : null,
    panels,
  };
}

function labelsOf(row: EvaluationRow, quantity: Quantity, narrow: boolean, x: number, y: (value: number) => number): DriftLabel[] {
  const wanted = turns.flatMap((turn) => {
    const value = measured(row, quantity, turn);
    return value === null ? [] : [{ turn, x, y: y(value), text: narrow ? nats(value) : words().figure[turn](nats(value)) }];
  });
  return spreadTexts(wanted, 15, top, bottom);
}
