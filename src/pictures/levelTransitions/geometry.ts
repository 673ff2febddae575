import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { domainFromZero, fractionMarks, whisker } from '../kit/axis.ts';
import { count, finePercent } from '../kit/format.ts';
import { panelGrid } from '../kit/panels.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** What became of the first answers of a method, by the level of the problem. */
export interface LevelTransitionsOf extends Sample {
  levels: {
    level: number;
    /** Problems of the level per seed. */
    n: number;
    /** Δi→c and Δc→i as shares of them; null where there are none. */
    fixed: Estimate | null;
    broken: Estimate | null;
  }[];
}

/** Fixed answers above the line and broken ones below it, per level (camera-ready Figure 7). */
export function levelTransitionsGeometry(methods: readonly LevelTransitionsOf[], width: number) {
  const panelHeight = 290;
  const grid = panelGrid(methods.length, width, 300, panelHeight);
  const left = 40;
  const right = grid.width - 4;
  const top = 58;
  const bottom = panelHeight - 58;
  const highest = (key: 'fixed' | 'broken'): number[] => methods.flatMap(({ levels }) => levels.map((level) => level[key]?.high ?? 0));
  const [up, down] = [domainFromZero(highest('fixed'), 0.05), domainFromZero(highest('broken'), 0.05)];
  // One scale for both directions.
  const y = linear([-down[1], up[1]], [bottom, top]);
  const panels = methods.map(({ name, levels }, index) => {
    const slot = (right - left) / Math.max(1, levels.length);
    const barWidth = Math.min(40, slot * 0.55);
    const groups = levels.map(({ level, n, fixed, broken }, place) => {
      const middle = left + (place + 0.5) * slot;
      const above = fixed && { end: y(fixed.value), whisker: whisker(fixed, up, y), text: finePercent(fixed.value) };
      const below = broken && {
        end: y(-broken.value),
        whisker: whisker(broken, down, (value) => y(-value)),
        text: finePercent(broken.value),
      };
      return {
        middle,
        x: middle - barWidth / 2,
        level: words().pictures.levelTransitions.level(level),
        n: `n ${count(n)}`,
        fixed: above && { ...above, textY: above.whisker.high - 6 },
        broken: below && { ...below, textY: below.whisker.high + 15 },
      };
    });
    return { ...grid.corners[index], name, barWidth, groups };
  });
  // Broken answers are counted downwards, not below zero.
  const marks = fractionMarks([-down[1], up[1]], y).map(({ at, text }) => ({ at, text: text.replace('-', '') }));
  return { width, height: grid.height, left, right, top, bottom, zero: y(0), marks, panels };
}
