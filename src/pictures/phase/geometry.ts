import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { toneOverSeeds } from '../kit/estimateText.ts';
import { count, points, signedPoints } from '../kit/format.ts';
import type { Sample } from '../kit/sample.ts';

/** SCoRe and naive RL under one setting, on common seeds. */
export interface Comparison extends Pick<Sample, 'problems' | 'seeds'> {
  /** Acc@t2 of SCoRe − Acc@t2 of naive RL. */
  gain: Estimate;
  /** Δ of either method. */
  naive: number;
  score: number;
}

/** One cell of the grid. */
export interface PhaseCell {
  /** Problems to learn from; 0 draws fresh ones for ever. */
  pool: number;
  /** Share of second answers that repeat the first where the base learnt to give them. */
  copyShare: number;
  /** Null where no seed has rows of both methods. */
  comparison: Comparison | null;
}

export const poolName = (pool: number): string => (pool === 0 ? words().pictures.phase.fresh : count(pool));

const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** The columns' pools, the endless one last, and the rows' copy shares. */
export function phaseAxes(cells: readonly PhaseCell[]): { pools: number[]; copyShares: number[] } {
  const pools = distinct(cells.map(({ pool }) => pool || Infinity));
  return { pools: pools.map((pool) => (pool === Infinity ? 0 : pool)), copyShares: distinct(cells.map(({ copyShare }) => copyShare)) };
}

const gap = 4;

/** A grid of what SCoRe gains over naive RL: a column per pool, a row per copy share. */
export function phaseGeometry(cells: readonly PhaseCell[], width: number) {
  const { pools, copyShares } = phaseAxes(cells);
  const { naive, score } = words().pictures.phase;
  const narrow = width < 480;
  // In a narrow picture the copy share stands above its row.
  const left = narrow ? 0 : 78;
  const heading = narrow ? 24 : 0;
  const top = 42;
  const cellWidth = (width - left - gap * (pools.length - 1)) / pools.length;
  const cellHeight = 86;
  const x = (pool: number): number => left + pools.indexOf(pool) * (cellWidth + gap);
  const y = (copyShare: number): number => top + heading + copyShares.indexOf(copyShare) * (cellHeight + heading + gap);
  return {
    width,
    height: y(copyShares[copyShares.length - 1]) + cellHeight + 1,
    narrow,
    left,
    cellWidth,
    cellHeight,
    columns: pools.map((pool) => ({ centre: x(pool) + cellWidth / 2, text: poolName(pool) })),
    rows: copyShares.map((copyShare) => ({ y: narrow ? y(copyShare) - 7 : y(copyShare) + cellHeight / 2 + 4, text: String(copyShare) })),
    cells: cells.map(({ pool, copyShare, comparison }) => ({
      x: x(pool),
      y: y(copyShare),
      centre: x(pool) + cellWidth / 2,
      drawn: comparison && {
        tone: toneOverSeeds(comparison.gain, comparison.seeds),
        gain: signedPoints(comparison.gain.value),
        half: `± ${points(comparison.gain.high - comparison.gain.value)}`,
        deltas: [naive(signedPoints(comparison.naive)), score(signedPoints(comparison.score), narrow)],
      },
    })),
  };
}
