/** What our numbers say of a claim of the paper. */
import type { Estimate } from './intervals.ts';

/** `not judged`: too few seeds for an interval. */
export type Verdict = 'reproduced' | 'reproduced in sign' | 'not reproduced' | 'reversed' | 'not judged';

/** What a claim says of a number: that it is above or below zero, that it is not above it, or that it is next to nothing. */
export type Expectation = 'above' | 'below' | 'at most zero' | 'near zero';

/** A number this small, in fractions of problems, is next to nothing: three points. Fixed before the runs. */
const nearZero = 0.03;

/** How far above zero the interval of a number may reach that is claimed not to be above it: half a point. */
const atMostZero = 0.005;

/**
 * The verdict on one number with its 95% interval.
 * - above, below: *reproduced* where the whole interval is on that side of zero; *reproduced in sign* where only its middle is; *reversed* where the
 *   whole interval is on the other side; else *not reproduced*.
 * - at most zero: *reproduced* where the whole interval is below half a point; *reproduced in sign* where only its middle is; *reversed* where the
 *   whole interval is above it; else *not reproduced*.
 * - near zero: *reproduced* where the whole interval is within three points of zero; *reproduced in sign* where only its middle is; else *not
 *   reproduced*.
 */
export function verdictOf({ value, low, high }: Estimate, expected: Expectation): Verdict {
  if (expected === 'near zero') {
    if (low >= -nearZero && high <= nearZero) return 'reproduced';
    return Math.abs(value) <= nearZero ? 'reproduced in sign' : 'not reproduced';
  }
  if (expected === 'at most zero') {
    if (high <= atMostZero) return 'reproduced';
    if (low > atMostZero) return 'reversed';
    return value <= atMostZero ? 'reproduced in sign' : 'not reproduced';
  }
  const sign = expected === 'above' ? 1 : -1;
  const [worst, best] = sign === 1 ? [low, high] : [-high, -low];
  if (worst > 0) return 'reproduced';
  if (best < 0) return 'reversed';
  return sign * value > 0 ? 'reproduced in sign' : 'not reproduced';
}
