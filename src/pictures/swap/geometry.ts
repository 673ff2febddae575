import { words } from '../../languages/words.ts';
import type { FirstAnswerSource } from '../../../workers/measures/collapse.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { domainFromZero, fractionMarks, textWidth, thinned, whisker } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { panelGrid } from '../kit/panels.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** What second answers are like behind first ones of one source. */
export interface SwappedAnswers {
  source: FirstAnswerSource;
  n: number;
  /** Accuracy of the first answers that were fed. */
  fed: Estimate;
  second: Estimate;
  changed: Estimate;
  /** Of the wrong ones, those whose second answer is right; of the right ones, those whose second answer still is. Null where there is none. */
  fixed: Estimate | null;
  kept: Estimate | null;
}

/** A swap test, by its name: mostly the temperature. */
export interface SwapTestOf extends Sample {
  sources: SwappedAnswers[];
}

/** In the order of the bars, from what helps most. */
const order: readonly FirstAnswerSource[] = ['right', 'own', 'base', 'wrong', 'another'];

export const inSwapOrder = (sources: readonly SwappedAnswers[]): SwappedAnswers[] =>
  order.flatMap((source) => sources.filter((candidate) => candidate.source === source));

const lineHeight = 30;
const barHeight = 17;

/** A bar per source of first answers: how often the second answer is right (the swap test). */
export function swapGeometry(tests: readonly SwapTestOf[], width: number) {
  const swapNames = words().pictures.swap.sources;
  const lines = Math.max(1, ...tests.map(({ sources }) => sources.length));
  const top = 44;
  const bottom = top + lines * lineHeight;
  const grid = panelGrid(tests.length, width, 300, bottom + 40);
  const left = Math.max(...Object.values(swapNames).map(textWidth)) + 4;
  const right = grid.width - textWidth('100%') - 10;
  const all = tests.flatMap(({ sources }) => sources);
  const domain = domainFromZero(all.flatMap(({ fed, second }) => [fed.value, second.high]));
  const x = linear(domain, [left, right]);
  const panels = tests.map(({ name, sources }, index) => ({
    ...grid.corners[index],
    name,
    bars: inSwapOrder(sources).map(({ source, fed, second }, place) => {
      const middle = top + (place + 0.5) * lineHeight;
      const [lower, higher] = [Math.min(fed.value, second.value), Math.max(fed.value, second.value)];
      const ends = whisker(second, domain, x);
      return {
        source,
        name: swapNames[source],
        middle,
        y: middle - barHeight / 2,
        /** As far as both answers are right equally often. */
        width: x(lower) - left,
        end: x(second.value),
        /** What the second answer gains over the one that was fed, or loses. */
        gap: { x: x(lower), width: x(higher) - x(lower), isGain: second.value >= fed.value },
        fed: x(fed.value),
        whisker: ends,
        value: percent(second.value),
        /** Behind everything that is drawn of the bar. */
        valueX: Math.max(ends.high, x(fed.value)) + 7,
      };
    }),
  }));
  return { width, height: grid.height, left, right, top, bottom, barHeight, marks: thinned(fractionMarks(domain, x)), panels };
}
