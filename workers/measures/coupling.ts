import type { Estimate } from './intervals.ts';
import type { Transitions } from './transitions.ts';

/** How much the second reward tells of the first: coupled answers are right and wrong together (Kumar et al., §4, collapse). */
export interface Coupling {
  /** Correlation φ(r₁, r₂), in [−1, 1]. Null where every first, or every second, answer is alike: nothing varies with anything then. */
  phi: number | null;
  /** Mutual information I(r₁; r₂), nats, in [0, ln 2]: 0 where either does not vary. Null where there are no problems. */
  mutualInformation: number | null;
}

/**
 * The coupling of both rewards.
 * @param transitions counts of the four transitions, or shares of them: only their proportions matter
 * @throws if one is negative or no number.
 */
export function couplingOf({ stayedWrong, fixed, broken, stayedRight }: Transitions): Coupling {
  const cells = [stayedWrong, fixed, broken, stayedRight];
  const impossible = cells.find((cell) => !(cell >= 0 && cell < Infinity));
  if (impossible !== undefined) throw new Error(`A transition cannot happen ${impossible} times.`);
  const first = [stayedWrong + fixed, broken + stayedRight];
  const second = [stayedWrong + broken, fixed + stayedRight];
  const total = first[0] + first[1];
  if (total === 0) return { phi: null, mutualInformation: null };

  const product = first[0] * first[1] * second[0] * second[1];
  const phi = product === 0 ? null : (stayedWrong * stayedRight - fixed * broken) / Math.sqrt(product);
  const information = cells.reduce((sum, cell, index) => {
    const [r1, r2] = [index >> 1, index & 1];
    return cell === 0 ? sum : sum + (cell / total) * Math.log((cell * total) / (first[r1] * second[r2]));
  }, 0);
  // Rounding can leave independent rewards a trifle below 0.
  return { phi, mutualInformation: Math.max(0, information) };
}

/**
 * φ with its 95% interval over problems, by the influence of every problem on a correlation. Null where φ is.
 * @param n problems
 */
export function phiEstimate(transitions: Transitions, n: number): Estimate | null {
  const { phi } = couplingOf(transitions);
  if (phi === null) return null;
  const { stayedWrong, fixed, broken, stayedRight } = transitions;
  const total = stayedWrong + fixed + broken + stayedRight;
  const standardised = (right: number, share: number): number => (right - share) / Math.sqrt(share * (1 - share));
  const [first, second] = [(broken + stayedRight) / total, (fixed + stayedRight) / total];
  const variance = [stayedWrong, fixed, broken, stayedRight].reduce((sum, cell, index) => {
    const [z1, z2] = [standardised(index >> 1, first), standardised(index & 1, second)];
    return sum + (cell / total) * (z1 * z2 - (phi / 2) * (z1 * z1 + z2 * z2)) ** 2;
  }, 0);
  const half = 1.96 * Math.sqrt(variance / n);
  return { value: phi, low: Math.max(-1, phi - half), high: Math.min(1, phi + half) };
}

/**
 * I(r₁; r₂) with its 95% interval over problems, by how much every problem tells. Null where there are no problems. Where the rewards are
 * independent no problem tells anything and the interval has no width: of answers that close to it, φ's says more.
 * @param n problems
 */
export function informationEstimate(transitions: Transitions, n: number): Estimate | null {
  const { mutualInformation: value } = couplingOf(transitions);
  if (value === null) return null;
  const { stayedWrong, fixed, broken, stayedRight } = transitions;
  const total = stayedWrong + fixed + broken + stayedRight;
  const shareOf = (cell: number): number => cell / total;
  const [first, second] = [shareOf(broken + stayedRight), shareOf(fixed + stayedRight)];
  const variance = [stayedWrong, fixed, broken, stayedRight].map(shareOf).reduce((sum, share, index) => {
    const independent = (index >> 1 ? first : 1 - first) * (index & 1 ? second : 1 - second);
    return share === 0 ? sum : sum + share * (Math.log(share / independent) - value) ** 2;
  }, 0);
  const half = 1.96 * Math.sqrt(variance / n);
  return { value, low: Math.max(0, value - half), high: Math.min(Math.LN2, value + half) };
}
