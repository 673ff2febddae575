import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { domainFromZero, fractionMarks, textWidth, whisker, wrapped } from '../kit/axis.ts';
import { plusMinusText, toneOf } from '../kit/estimateText.ts';
import { percent, signedPoints } from '../kit/format.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** Both accuracies of a method, and Δ, whose interval is its own: both answers are to the same problems. */
export interface MethodAccuracies extends Sample {
  first: Estimate;
  second: Estimate;
  delta: Estimate;
}

const lineHeight = 15;

/** The first of some texts, the longest first, that has room; the last one has to do. */
const fitting = (texts: readonly string[], room: number): string =>
  texts.find((text) => textWidth(text) <= room) ?? texts[texts.length - 1];

const top = 38;
const bottom = 246;

/** Two bars per method, the first answer's and the second's (Figure 1, left), in as few rows as leave room for the words of their names. */
export function barsGeometry(methods: readonly MethodAccuracies[], width: number) {
  const left = 40;
  const right = width - 4;
  const longestWord = Math.max(1, ...methods.flatMap(({ name }) => name.split(' ').map(textWidth)));
  const most = Math.max(1, Math.floor((right - left) / (longestWord + 4)));
  const columns = Math.max(1, Math.ceil(methods.length / Math.ceil(methods.length / most)));
  const slot = (right - left) / columns;
  const names = methods.map(({ name }) => wrapped(name, slot - 8));
  const rowHeight = 270 + lineHeight * Math.max(1, ...names.map((lines) => lines.length));
  const rows = Array.from({ length: Math.max(1, Math.ceil(methods.length / columns)) }, (_, row) => row * rowHeight);
  const domain = domainFromZero(methods.flatMap(({ first, second }) => [first.high, second.high]));
  const y = linear(domain, [bottom, top]);
  const barWidth = Math.min(50, slot * 0.38);
  const { answers, shortAnswers } = words().pictures.bars;
  const barNames = barWidth < Math.max(...answers.map(textWidth)) ? shortAnswers : answers;

  const groups = methods.map((method, index) => {
    const centre = left + ((index % columns) + 0.5) * slot;
    const bar = (estimate: Estimate, x: number, answer: number) => ({
      x,
      middle: x + barWidth / 2,
      top: y(estimate.value),
      whisker: whisker(estimate, domain, y),
      // The axis says the unit too.
      value: fitting([percent(estimate.value), percent(estimate.value).slice(0, -1)], barWidth + 1),
      answer: barNames[answer],
    });
    const first = bar(method.first, centre - barWidth - 3, 0);
    const second = bar(method.second, centre + 3, 1);
    const delta = signedPoints(method.delta.value);
    return {
      /** Where the row of the group begins, from above. */
      row: rows[Math.floor(index / columns)],
      centre,
      name: names[index],
      first,
      second,
      /** From the lower of both heights to the higher, on the second bar: what the second look gained or lost. */
      gap: { top: Math.min(first.top, second.top), height: Math.abs(first.top - second.top), isGain: second.top <= first.top },
      delta: {
        y: Math.min(first.whisker.high, second.whisker.high) - 10,
        text: fitting([`Δ ${plusMinusText(method.delta)}`, `Δ ${delta}`, delta], slot),
        tone: toneOf(method.delta),
      },
    };
  });
  const height = rows.length * rowHeight;
  return { width, height, left, right, top, bottom, barWidth, lineHeight, rows, marks: fractionMarks(domain, y), groups };
}
