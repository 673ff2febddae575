import { words } from '../../languages/words.ts';
import { withInterval } from '../kit/interval.ts';
import type { PictureInput } from '../kit/picture.ts';
import { lastAt } from '../kit/series.ts';
import type { PictureTable } from '../kit/table.ts';
import { barShares } from './geometry.ts';

/** Every bar as a share of all problems, at the playhead and at the base, with 95% intervals. */
export function histogramTable({ rows, step }: PictureInput): PictureTable {
  const { distance, zero, atStep, now: nowHead, base: baseHead } = words().pictures.histogram;
  const { range } = words().figure;
  const now = lastAt(rows, step);
  const base = rows[0];
  const head = [distance, now ? atStep(now.step) : nowHead, baseHead];
  if (!now || !base) return { head, rows: [] };
  const binName = (index: number): string => (index === 0 ? zero : range(((index - 1) / 10).toFixed(1), (index / 10).toFixed(1)));
  const was = barShares(base);
  return {
    head,
    rows: barShares(now).map((share, index) => [binName(index), withInterval(share, now.n, '\n'), withInterval(was[index], base.n, '\n')]),
  };
}
