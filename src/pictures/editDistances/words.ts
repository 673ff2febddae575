import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { EditDistances } from './geometry.ts';

export const editDistancesLabel = (methods: readonly EditDistances[]): string =>
  `How much second answers rewrite the first: ${methods
    .map(
      ({ name, shares, copiedWrong }) =>
        `${name} ${percent(shares[0].value)} exact copies, ${percent(copiedWrong.value)} copies of wrong answers`,
    )
    .join('; ')}`;

export const editDistancesCaption = (methods: readonly EditDistances[]): string =>
  `Edit distance from the first answer to the second: tokens deleted and inserted, per token of both. “=” counts exact copies, hatched where they copy a wrong answer. ${sampleSentence(methods, ['pair of answers', 'pairs of answers'])} ${intervalSentence(methods)}`;

const binName = (bin: number, bins: number): string => (bin === 0 ? '0 (copies)' : `${(bin - 1) / bins} to ${bin / bins}`);

export const editDistancesTable = (methods: readonly EditDistances[]): PictureTable => {
  const bins = (methods[0]?.shares.length ?? 1) - 1;
  return {
    head: ['Edit distance', ...methods.map(({ name }) => `${name} (95%)`)],
    rows: [
      ...Array.from({ length: bins + 1 }, (_, bin) => [binName(bin, bins), ...methods.map(({ shares }) => fractionText(shares[bin]))]),
      ['copies of wrong answers', ...methods.map(({ copiedWrong }) => fractionText(copiedWrong))],
    ],
  };
};
