import { withInterval } from '../kit/interval.ts';
import type { PictureInput } from '../kit/picture.ts';
import { lastAt } from '../kit/series.ts';
import type { PictureTable } from '../kit/table.ts';
import { barShares } from './geometry.ts';

const binName = (index: number): string => (index === 0 ? '0 (copies)' : `${((index - 1) / 10).toFixed(1)} to ${(index / 10).toFixed(1)}`);

/** Every bar as a share of all problems, at the playhead and at the base, with 95% intervals. */
export function histogramTable({ rows, step }: PictureInput): PictureTable {
  const now = lastAt(rows, step);
  const base = rows[0];
  const head = ['Edit distance', `${now ? `Step ${now.step}` : 'Now'} (95%)`, 'Base (95%)'];
  if (!now || !base) return { head, rows: [] };
  const was = barShares(base);
  return {
    head,
    rows: barShares(now).map((share, index) => [binName(index), withInterval(share, now.n, '\n'), withInterval(was[index], base.n, '\n')]),
  };
}
