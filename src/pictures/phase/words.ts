import { words } from '../../languages/words.ts';
import { differenceText } from '../kit/estimateText.ts';
import { signedPoints } from '../kit/format.ts';
import { countedRange, intervalSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { phaseAxes, poolName, type PhaseCell } from './geometry.ts';

/** The cells as they are read: row by row, from left to right. */
function inOrder(cells: readonly PhaseCell[]): PhaseCell[] {
  const { pools, copyShares } = phaseAxes(cells);
  const placeOf = ({ pool, copyShare }: PhaseCell): number => copyShares.indexOf(copyShare) * pools.length + pools.indexOf(pool);
  return cells.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function phaseLabel(cells: readonly PhaseCell[]): string {
  const { label, cell } = words().pictures.phase;
  return label(
    inOrder(cells).flatMap(({ pool, copyShare, comparison }) =>
      comparison ? [cell(poolName(pool), copyShare, signedPoints(comparison.gain.value))] : [],
    ),
  );
}

export function phaseCaption(cells: readonly PhaseCell[]): string {
  const compared = cells.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  const problems = countedRange(compared.map((comparison) => comparison.problems), 'problems'); // prettier-ignore
  const seeds = countedRange(compared.map((comparison) => comparison.seeds), 'seeds'); // prettier-ignore
  return sentences(words().pictures.phase.caption(problems, seeds), intervalSentence(compared, '±'));
}

export const phaseTable = (cells: readonly PhaseCell[]): PictureTable => ({
  head: [...words().pictures.phase.head, 'n', words().figure.seeds],
  rows: inOrder(cells).map(({ pool, copyShare, comparison }) => [
    String(copyShare),
    poolName(pool),
    ...(comparison
      ? [
          differenceText(comparison.gain),
          signedPoints(comparison.naive),
          signedPoints(comparison.score),
          String(comparison.problems),
          String(comparison.seeds),
        ]
      : ['–', '–', '–', '–', '0']),
  ]),
});
