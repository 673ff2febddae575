import { words } from '../../languages/words.ts';
import type { EvaluationRow } from '../../../workers/protocol.ts';
import { percent } from '../kit/format.ts';
import { spreadLabels } from '../kit/labels.ts';
import type { PictureInput } from '../kit/picture.ts';
import { linear, type Domain } from '../kit/scale.ts';
import { lastAt } from '../kit/series.ts';

export interface Bar {
  x: number;
  width: number;
  top: number;
  /** The same bar at the base. */
  base: number;
}

/** The bars as shares of all problems: exact copies, then ten bins of the edit-distance ratio. */
export const barShares = (row: EvaluationRow): number[] => row.edit_histogram.map((count) => count / row.n);

/** How much the second answer rewrites, now against the base. */
export function histogramGeometry({ rows, step }: PictureInput, domain: Domain, width: number) {
  const text = words().pictures.histogram;
  const now = lastAt(rows, step);
  const base = rows[0];
  const narrow = width < 215;
  const height = narrow ? 170 : Math.min(250, Math.max(190, width));
  const top = 22;
  const bottom = height - 36;
  const y = linear(domain, [bottom, top]);
  if (!now || !base) return { width, height, top, bottom, narrow, copies: null, bars: [] as Bar[], ticks: [], labels: null };

  const shares = barShares(now);
  const was = barShares(base);
  // The first bar stands apart: it is a count of copies, not a bin of a scale.
  const copiesWidth = width * 0.14;
  const start = copiesWidth + width * 0.05;
  const binWidth = (width - start - 2) / (shares.length - 1);
  const bars = shares.slice(1).map((share, index) => ({
    x: start + index * binWidth + 1,
    width: binWidth - 2,
    top: y(share),
    base: y(was[index + 1]),
  }));
  const copies = { x: 2, width: copiesWidth - 2, top: y(shares[0]), base: y(was[0]), wrongTop: y(now.copied_wrong) };

  const crowd = Math.min(...bars.map((bar) => Math.min(bar.top, bar.base))) - 8;
  const wrongText = (width < 250 ? text.wrongShort : text.wrong)(percent(now.copied_wrong));
  const nearTop = Math.abs(copies.base - copies.top) < 14;
  const [baseY, wrongY] = spreadLabels(
    [nearTop ? copies.base + 16 : copies.base + 4, Math.min((copies.wrongTop + bottom) / 2 + 4, crowd)],
    15,
    top + 4,
    Math.max(top + 20, crowd),
  );
  // The name of the bar of copies is wider than the bar: where the other two names stand as high, it stands above them.
  const overBar = Math.min(copies.top, copies.base) - 6;
  const copiesY = Math.min(overBar, ...[baseY, wrongY].filter((label) => label < overBar + 15).map((label) => label - 15));
  return {
    width,
    height,
    top,
    bottom,
    narrow,
    copies,
    bars,
    ticks: [0, 0.5, 1].map((ratio) => ({ x: start + ratio * (width - start - 2), text: String(ratio) })),
    labels: {
      x: copies.x + copies.width + 6,
      copies: { y: copiesY, text: text.copies(percent(shares[0])) },
      base: { y: baseY, text: words().figure.base(percent(was[0])) },
      wrong: { y: wrongY, text: wrongText },
    },
  };
}
