import { fractionEstimate } from '../../../workers/measures/intervals.ts';
import { words } from '../../languages/words.ts';
import { percent, points } from './format.ts';

/** A fraction of n problems with Wilson's 95% interval: "52.0% (42.3 to 61.5)". A line break between them makes a column narrower. */
export function withInterval(fraction: number, n: number, between: ' ' | '\n' = ' '): string {
  const { value, low, high } = fractionEstimate(fraction, n);
  const text = words().figure.interval(percent(value, 1), points(low), points(high));
  return text.replace(' ', between);
}
