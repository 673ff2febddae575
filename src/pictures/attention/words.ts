import type { AskedPart } from '../../../workers/protocol.ts';
import { words } from '../../languages/words.ts';
import { percent } from '../kit/format.ts';
import type { PictureTable } from '../kit/table.ts';
import { partShares, type Attention, type HeadChoice } from './geometry.ts';

export const choiceText = ({ layer, head }: HeadChoice): string =>
  layer === null
    ? words().pictures.attention.all
    : head === null
      ? words().pictures.attention.layer(layer + 1)
      : words().pictures.attention.head(layer + 1, head + 1);

/** Every choice there is: the mean of all, and of each layer its mean and its heads. */
export const choicesOf = ({ weights }: Attention): HeadChoice[] => [
  { layer: null, head: null },
  ...weights.flatMap((heads, layer) => [{ layer, head: null }, ...heads.map((_, head) => ({ layer, head }))]),
];

export function sharesText(attention: Attention, rows: readonly number[][]): string {
  const shares = partShares(attention, rows);
  const parts = (Object.keys(shares) as AskedPart[]).filter((part) => part !== 'separator' || shares[part] >= 0.005);
  return parts
    .map((part) => words().pictures.attention.share(percent(shares[part]), words().pictures.attention.parts[part]))
    .join(words().figure.comma);
}

export const attentionTable = (attention: Attention, written: readonly string[], rows: readonly number[][]): PictureTable => ({
  head: [
    words().pictures.attention.head1,
    ...attention.positions.map(({ text, isEnd, part }) =>
      words().pictures.attention.position(isEnd ? words().pictures.attention.end : text, words().pictures.attention.parts[part]),
    ),
  ],
  rows: rows.map((row, token) => [written[token], ...attention.positions.map((_, at) => (at < row.length ? percent(row[at]) : ''))]),
});
