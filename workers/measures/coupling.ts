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
