import type { EvaluationRow } from '../../../workers/protocol.ts';
import { words } from '../../languages/words.ts';
import { count, nats } from '../kit/format.ts';
import type { PictureInput } from '../kit/picture.ts';
import { sentences } from '../kit/sample.ts';
import { lastAt } from '../kit/series.ts';
import type { PictureTable } from '../kit/table.ts';
import { measured, turns, type Quantity } from './geometry.ts';

/** Both turns of a quantity: "first answer 0.63, second 0.81". */
function pairOf(row: EvaluationRow, quantity: Quantity): string {
  const { notMeasured, pair } = words().pictures.drift;
  const values = turns.map((turn) => measured(row, quantity, turn));
  const [first, second] = values.map((value) => (value === null ? notMeasured : nats(value)));
  return values.every((value) => value === null) ? notMeasured : pair(first, second);
}

export function driftLabel({ name, rows, step }: PictureInput): string {
  const { label, none } = words().pictures.drift;
  const now = lastAt(rows, step);
  return now ? label(name, now.step, pairOf(now, 'kl'), pairOf(now, 'entropy')) : none(name);
}

/** @param temperature of the answers, in words */
export function driftCaption({ rows, step }: PictureInput, temperature: string): string {
  const { caption, kept } = words().pictures.drift;
  const now = lastAt(rows, step);
  if (!now) return words().figure.notMeasured;
  return sentences(caption(count(now.n), temperature), now.verdict_accuracy === undefined ? '' : kept);
}

/** Every evaluation; "–" where nothing was measured. */
export const driftTable = ({ rows }: PictureInput): PictureTable => ({
  head: [words().figure.step, ...words().pictures.drift.head, 'n'],
  rows: rows.map((row) => [
    String(row.step),
    ...(['kl', 'entropy'] as const).flatMap((quantity) =>
      turns.map((turn) => {
        const value = measured(row, quantity, turn);
        return value === null ? '–' : value.toFixed(3);
      }),
    ),
    String(row.n),
  ]),
});
