import type { EvaluationRow } from '../../../workers/protocol.ts';
import { count, nats } from '../kit/format.ts';
import type { PictureInput } from '../kit/picture.ts';
import { lastAt } from '../kit/series.ts';
import type { PictureTable } from '../kit/table.ts';
import { measured, turns, type Quantity } from './geometry.ts';

/** Both turns of a quantity: "first answer 0.63, second 0.81". */
function pair(row: EvaluationRow, quantity: Quantity): string {
  const [first, second] = turns.map((turn) => measured(row, quantity, turn));
  if (first === null && second === null) return 'not measured';
  return `first answer ${first === null ? 'not measured' : nats(first)}, second ${second === null ? 'not measured' : nats(second)}`;
}

export function driftLabel({ name, rows, step }: PictureInput): string {
  const now = lastAt(rows, step);
  if (!now) return `${name}: no KL and no entropy yet`;
  return `${name}, nats at step ${now.step}: KL to the base, ${pair(now, 'kl')}; entropy, ${pair(now, 'entropy')}`;
}

/** @param temperature of the answers, in words */
export function driftCaption({ rows, step }: PictureInput, temperature: string): string {
  const now = lastAt(rows, step);
  if (!now) return 'Not measured yet.';
  const kept = now.verdict_accuracy === undefined ? '' : ' First answers that were kept are no second ones.';
  return `In nats, summed over an answer’s tokens. Means, without intervals; n = ${count(now.n)} held-out problems, ${temperature}.${kept}`;
}

/** Every evaluation; "–" where nothing was measured. */
export const driftTable = ({ rows }: PictureInput): PictureTable => ({
  head: ['Step', 'KL to the base, first (nats)', 'KL, second', 'Entropy, first (nats)', 'Entropy, second', 'n'],
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
