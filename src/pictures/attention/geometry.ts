import type { Asked, AskedPart } from '../../../workers/protocol.ts';

export type Attention = Asked['attention'];

/** One head of one layer, or the mean of all where null. */
export interface HeadChoice {
  layer: number | null;
  head: number | null;
}

export const allHeads: HeadChoice = { layer: null, head: null };

/** How much each token of the second answer looks at every position before it, over the chosen heads. [token][position] */
export function meanWeights({ weights }: Attention, { layer, head }: HeadChoice): number[][] {
  const heads = weights.filter((_, index) => layer === null || index === layer).flatMap((ofLayer) => ofLayer.filter((_, index) => head === null || index === head)); // prettier-ignore
  return heads[0].map((row, token) =>
    row.map((_, position) => heads.reduce((sum, ofHead) => sum + ofHead[token][position], 0) / heads.length),
  );
}

/** Which part of what is looked at belongs to each part of the episode, mean over the tokens of the second answer; the sum is 1. */
export function partShares({ positions }: Attention, rows: readonly number[][]): Record<AskedPart, number> {
  const shares: Record<AskedPart, number> = { prompt: 0, first: 0, separator: 0, second: 0 };
  for (const row of rows) row.forEach((weight, position) => (shares[positions[position].part] += weight / rows.length));
  return shares;
}

const labelRoom = 30;
const partRoom = 16;
const largestCell = 26;
/** Texts of tokens that lie side by side need as much. */
const readableCell = 12;

/**
 * A matrix: tokens of the second answer against all positions before them, a square in each cell whose area is the weight. It lies where the
 * positions fit side by side, and stands, positions from top to bottom, where they do not.
 * @param written texts of the second answer's tokens
 */
export function attentionGeometry({ positions }: Attention, written: readonly string[], rows: readonly number[][], width: number) {
  const flatCell = Math.min(largestCell, (width - labelRoom) / positions.length);
  const lies = flatCell >= readableCell;
  const cell = lies ? flatCell : Math.max(8, Math.min(largestCell, (width - labelRoom - partRoom) / written.length));
  const [left, top] = [labelRoom, lies ? partRoom + labelRoom : labelRoom];
  const along = (position: number): number => (lies ? left : top) + position * cell;
  const across = (token: number): number => (lies ? top : left) + token * cell;
  const firstOf = (part: AskedPart): number => positions.findIndex((position) => position.part === part);
  const cells = rows.flatMap((row, token) =>
    row.map((weight, position) => {
      const side = Math.sqrt(weight) * (cell - 2);
      const [x, y] = lies ? [along(position), across(token)] : [across(token), along(position)];
      return {
        key: `${token} ${position}`,
        x: x + (cell - side) / 2,
        y: y + (cell - side) / 2,
        side,
        /** Where the first answer has the token of the same place. */
        frame: position - firstOf('first') === token && positions[position].part === 'first' ? { x, y } : null,
      };
    }),
  );
  const parts = (['prompt', 'first', 'separator', 'second'] as const)
    .map((part) => ({ part, first: firstOf(part), count: positions.filter((position) => position.part === part).length }))
    .filter(({ count }) => count > 0)
    .map(({ part, first, count }) => ({ part, start: along(first), middle: along(first + count / 2), end: along(first + count) }));
  const [length, breadth] = [positions.length * cell, written.length * cell];
  return {
    lies,
    cell,
    left,
    top,
    right: left + (lies ? length : breadth),
    bottom: top + (lies ? breadth : length),
    height: top + (lies ? breadth : length) + 4,
    positions: positions.map(({ text, isEnd }, index) => ({ key: index, at: along(index + 0.5), text: isEnd ? '■' : text })),
    written: written.map((text, index) => ({ key: index, at: across(index + 0.5), text })),
    parts,
    cells,
  };
}
