import type { Estimate } from '../../../workers/measures/intervals.ts';
import { words } from '../../languages/words.ts';
import { percent, points, signedPoints } from './format.ts';

/** A fraction with its interval, for a table: "52.0% (42.3 to 61.5)". */
export const fractionText = (estimate: Estimate | null): string =>
  estimate === null
    ? '–'
    : words().figure.interval(percent(estimate.value, 1), (100 * estimate.low).toFixed(1), (100 * estimate.high).toFixed(1));

/** A difference with its interval: "+4.4 (+1.2 to +7.6)". */
export const differenceText = ({ value, low, high }: Estimate): string =>
  words().figure.interval(signedPoints(value), signedPoints(low), signedPoints(high));

/** A difference with half the width of its interval: "+4.4 ± 3.2". */
export const plusMinusText = ({ value, high }: Estimate): string => `${signedPoints(value)} ± ${points(high - value)}`;

/** Whether a difference is told from zero, and on which side. */
export const toneOf = ({ low, high }: Estimate): 'gain' | 'loss' | 'strong' => (low > 0 ? 'gain' : high < 0 ? 'loss' : 'strong');

/** The same of runs: one seed decides nothing, whatever its interval over problems. */
export const toneOverSeeds = (estimate: Estimate, seeds: number): ReturnType<typeof toneOf> => (seeds < 2 ? 'strong' : toneOf(estimate));
