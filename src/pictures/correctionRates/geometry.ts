import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { fractionMarks, textWidth, thinned, whisker, domainFromZero } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** Whose first answers are corrected: the base's to training problems or to held-out ones, or the method's own to held-out ones. */
export type FirstAnswers = 'fixedTraining' | 'fixedHeldOut' | 'ownHeldOut';

/** P(c₂ | ¬c₁) of a method, by where the wrong first answers come from. */
export interface CorrectionRates extends Sample {
  sources: {
    from: FirstAnswers;
    /** Wrong first answers per seed: the n of the rate. */
    wrong: number;
    /** Null where no first answer was wrong. */
    rate: Estimate | null;
  }[];
}

const lineHeight = 22;
const gap = 14;

/** One block of three lines per method (Figure 5). */
export function correctionRatesGeometry(methods: readonly CorrectionRates[], width: number) {
  const { sources: sourceNames, noneWrong } = words().pictures.correctionRates;
  // Where both names have no room beside each other, a method's stands above its lines.
  const isNarrow = width < 440;
  const sourceX = isNarrow ? 0 : Math.max(0, ...methods.map(({ name }) => textWidth(name))) + 16;
  const left = sourceX + Math.max(...Object.values(sourceNames).map(textWidth)) + 8;
  const right = width - 48;
  const rates = methods.flatMap(({ sources }) => sources.flatMap(({ rate }) => (rate ? [rate] : [])));
  const domain = domainFromZero(rates.map(({ high }) => high));
  const x = linear(domain, [left, right]);
  const top = 8;
  let next = top;
  const blocks = methods.map(({ name, sources }) => {
    const start = next + (isNarrow ? lineHeight : 0);
    const lines = sources.map(({ from, rate }, index) => ({
      from,
      name: sourceNames[from],
      y: start + (index + 0.5) * lineHeight,
      mark: rate && { x: x(rate.value), whisker: whisker(rate, domain, x) },
      value: rate ? percent(rate.value) : noneWrong,
      /** Behind the whisker, where nothing else is drawn. */
      valueX: rate ? whisker(rate, domain, x).high + 8 : left + 6,
    }));
    next = start + sources.length * lineHeight + gap;
    return { name, nameY: start + (isNarrow ? -0.5 : 0.5) * lineHeight + 4, lines };
  });
  const bottom = Math.max(top, next - gap + 4);
  return { width, height: bottom + 38, left, right, top, bottom, marks: thinned(fractionMarks(domain, x)), blocks, sourceX };
}
