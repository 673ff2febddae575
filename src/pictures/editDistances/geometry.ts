import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { domainFromZero, fractionMarks, whisker } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { panelGrid } from '../kit/panels.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** How much a method's second answers rewrite the first. */
export interface EditDistances extends Sample {
  /** Shares of all problems: exact copies, then equal bins of the edit-distance ratio in (0, 1]. */
  shares: Estimate[];
  /** Share of problems whose wrong first answer is repeated; the rest of the copies are of right ones. */
  copiedWrong: Estimate;
}

/** A histogram per method (Figure 4a). All have one height per share. */
export function editDistancesGeometry(methods: readonly EditDistances[], width: number) {
  const panelHeight = 216;
  const grid = panelGrid(methods.length, width, 128, panelHeight, 14);
  const domain = domainFromZero(methods.flatMap(({ shares }) => shares.map(({ high }) => high)));
  const left = 40;
  const right = grid.width - 2;
  const top = 44;
  const bottom = panelHeight - 38;
  const y = linear(domain, [bottom, top]);
  // Copies stand apart: they are counted, and no bin of a scale.
  const copiesWidth = (right - left) * 0.17;
  const start = left + copiesWidth + 7;

  const panels = methods.map(({ name, shares, copiedWrong }, index) => {
    const binWidth = (right - start) / Math.max(1, shares.length - 1);
    const bars = shares.map((share, bin) => {
      const x = bin === 0 ? left + 1 : start + (bin - 1) * binWidth + 0.5;
      const barWidth = bin === 0 ? copiesWidth - 1 : binWidth - 1;
      return { x, width: barWidth, middle: x + barWidth / 2, top: y(share.value), whisker: whisker(share, domain, y) };
    });
    return {
      ...grid.corners[index],
      name,
      bars,
      wrongTop: y(copiedWrong.value),
      copies: words().pictures.histogram.copies(percent(shares[0].value)),
    };
  });
  return {
    width,
    height: grid.height,
    left,
    right,
    top,
    bottom,
    copiesMiddle: left + copiesWidth / 2,
    marks: fractionMarks(domain, y),
    ticks: [0, 0.5, 1].map((ratio) => ({ x: start + ratio * (right - start), text: String(ratio) })),
    panels,
  };
}
