import type { Estimate } from '../../../workers/measures/intervals.ts';
import { percent } from './format.ts';
import { extent, ticks, type Domain } from './scale.ts';

export interface AxisMark {
  /** Where along its axis. */
  at: number;
  text: string;
}

/** Ticks of a domain of fractions, in percent and at most six; the last one says the unit. */
export function fractionMarks(domain: Domain, at: (value: number) => number): AxisMark[] {
  const step = [0.01, 0.02, 0.05, 0.1].find((size) => (domain[1] - domain[0]) / size < 5.5) ?? 0.2;
  const values = ticks(domain, step);
  return values.map((value, index) => ({
    at: at(value),
    text: index === values.length - 1 ? percent(value) : String(Math.round(100 * value)),
  }));
}

/** As many marks of an axis that lies down as have room for their texts, the last one in any case. */
export function thinned(marks: readonly AxisMark[], room = 31): AxisMark[] {
  const apart = marks.length > 1 ? Math.abs(marks[1].at - marks[0].at) : room;
  const every = Math.max(1, Math.ceil(room / apart));
  return marks.filter((_, index) => (marks.length - 1 - index) % every === 0);
}

/** From zero to a round number above every value. Bars and areas start at zero. */
export function domainFromZero(values: readonly number[], step = 0.1): Domain {
  const steps = Math.max(1, Math.ceil(Math.max(0, extent(values)[1]) / step - 1e-6));
  return [0, Math.min(1, steps / Math.round(1 / step))];
}

export interface Whisker {
  low: number;
  high: number;
}

/** Ends of an interval, cut where its axis ends: a t-interval knows nothing of 0 and 1. */
export function whisker({ low, high }: Estimate, [from, to]: Domain, at: (value: number) => number): Whisker {
  const inside = (value: number): number => at(Math.max(from, Math.min(to, value)));
  return { low: inside(low), high: inside(high) };
}

/** An upright whisker with its caps. */
export const whiskerPath = (x: number, { low, high }: Whisker): string =>
  `M${(x - 4).toFixed(1)} ${low.toFixed(1)}h8m-4 0V${high.toFixed(1)}m-4 0h8`;

/** Characters that are as wide as they are high, behind each of which a line may end. */
const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/g;

/** How many letters wide a text is. */
export const lettersWide = (text: string): number => text.length + 0.7 * (text.match(wide)?.length ?? 0);

/** About how wide a text of the charts' size is, bold and in a wide font. */
export const textWidth = (text: string): number => 7.8 * lettersWide(text);

/** A name in as few lines as a width allows; a single word is never cut. */
export function wrapped(name: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of name.replace(wide, '$&\u200b').split(/(?<= )|\u200b/)) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]}${word}` : word;
    if (lines.length > 0 && textWidth(longer.trimEnd()) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd());
}
