import type { AskedPart } from '../../../workers/protocol.ts';
import { percent } from '../kit/format.ts';
import type { PictureTable } from '../kit/table.ts';
import { partShares, type Attention, type HeadChoice } from './geometry.ts';

export const attentionWords = {
  parts: { prompt: 'problem', first: 'first answer', separator: '/', second: 'second answer so far' } satisfies Record<AskedPart, string>,
  choose: 'Heads',
  all: 'all layers and heads, mean',
  layer: (layer: number) => `layer ${layer}, mean of its heads`,
  head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
  end: 'end',
  label: (shares: string) => `What the second turn looks at while it writes: ${shares}`,
  share: (share: string, part: string) => `${share} ${part}`,
  caption: (of: string, shares: string) =>
    `Each row is a token of the second answer, each column what stood before it; where they do not fit side by side the picture stands on end. The area of a square is how much is looked at, a whole cell being all of it; outlined: the same place of the first answer. Shares by ${of}: ${shares}. One problem, so no interval.`,
  table: 'attention in turn 2',
  head1: 'Writing',
  position: (text: string, part: string) => `${text} (${part})`,
} as const;

export const choiceText = ({ layer, head }: HeadChoice): string =>
  layer === null ? attentionWords.all : head === null ? attentionWords.layer(layer + 1) : attentionWords.head(layer + 1, head + 1);

/** Every choice there is: the mean of all, and of each layer its mean and its heads. */
export const choicesOf = ({ weights }: Attention): HeadChoice[] => [
  { layer: null, head: null },
  ...weights.flatMap((heads, layer) => [{ layer, head: null }, ...heads.map((_, head) => ({ layer, head }))]),
];

export function sharesText(attention: Attention, rows: readonly number[][]): string {
  const shares = partShares(attention, rows);
  const parts = (Object.keys(shares) as AskedPart[]).filter((part) => part !== 'separator' || shares[part] >= 0.005);
  return parts.map((part) => attentionWords.share(percent(shares[part]), attentionWords.parts[part])).join(', ');
}

export const attentionTable = (attention: Attention, written: readonly string[], rows: readonly number[][]): PictureTable => ({
  head: [
    attentionWords.head1,
    ...attention.positions.map(({ text, isEnd, part }) =>
      attentionWords.position(isEnd ? attentionWords.end : text, attentionWords.parts[part]),
    ),
  ],
  rows: rows.map((row, token) => [written[token], ...attention.positions.map((_, at) => (at < row.length ? percent(row[at]) : ''))]),
});
