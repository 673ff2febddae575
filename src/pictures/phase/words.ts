import { differenceText } from '../kit/estimateText.ts';
import { signedPoints } from '../kit/format.ts';
import { countedRange, intervalSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { phaseAxes, poolName, type PhaseCell } from './geometry.ts';

/** The cells as they are read: row by row, from left to right. */
function inOrder(cells: readonly PhaseCell[]): PhaseCell[] {
  const { pools, copyShares } = phaseAxes(cells);
  const placeOf = ({ pool, copyShare }: PhaseCell): number => copyShares.indexOf(copyShare) * pools.length + pools.indexOf(pool);
  return cells.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export const phaseLabel = (cells: readonly PhaseCell[]): string =>
  `What SCoRe gains over naive RL in second answers, by the pool of problems and the copy share of the base: ${inOrder(cells)
    .flatMap(({ pool, copyShare, comparison }) =>
      comparison ? [`${poolName(pool)} and ${copyShare} ${signedPoints(comparison.gain.value)}`] : [],
    )
    .join(', ')}`;

export function phaseCaption(cells: readonly PhaseCell[]): string {
  const compared = cells.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  const problems = countedRange(compared.map((comparison) => comparison.problems), ['problem', 'problems']); // prettier-ignore
  const seeds = countedRange(compared.map((comparison) => comparison.seeds), ['seed', 'seeds']); // prettier-ignore
  return `Large, the gain: Acc@t2 of SCoRe less that of naive RL on common seeds, in points; below, Δ of both. A cell is blue where SCoRe is above, hatched where it is below, plain where the interval holds zero or one seed is all there is. “Fresh” problems are new ones for ever; the copy share is how many of the second answers that the base learnt from repeat the first. n = ${problems} and ${seeds} per cell. ${intervalSentence(compared, '±')}`;
}

export const phaseTable = (cells: readonly PhaseCell[]): PictureTable => ({
  head: ['Copy share', 'Problems to learn from', 'Gain, points (95%)', 'Δ naive RL', 'Δ SCoRe', 'n', 'Seeds'],
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
