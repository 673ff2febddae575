import { describe, expect, it } from 'vitest';
import { couplingOf } from '../../workers/measures/coupling.ts';

const counts = (stayedWrong: number, fixed: number, broken: number, stayedRight: number) => ({ stayedWrong, fixed, broken, stayedRight });

describe('the coupling of both rewards', () => {
  // φ = (4·3 − 2·1) / √(6·4·5·5) = 10 / √600. I = Σ p ln(p / (p₁ p₂)) with marginals 0.6, 0.4 and 0.5, 0.5.
  it('is the one worked by hand for 4, 2, 1, 3', () => {
    const { phi, mutualInformation } = couplingOf(counts(4, 2, 1, 3));
    expect(phi).toBeCloseTo(10 / Math.sqrt(600), 12);
    const expected = 0.4 * Math.log(4 / 3) + 0.2 * Math.log(2 / 3) + 0.1 * Math.log(1 / 2) + 0.3 * Math.log(3 / 2);
    expect(mutualInformation).toBeCloseTo(expected, 12);
  });

  it('is complete for one who copies, with the entropy of being right', () => {
    const { phi, mutualInformation } = couplingOf(counts(30, 0, 0, 10));
    expect(phi).toBe(1);
    expect(mutualInformation).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 12);
    expect(couplingOf(counts(5, 0, 0, 5)).mutualInformation).toBeCloseTo(Math.LN2, 12);
  });

  it('is −1, as informative, for one whose second answer is right exactly where the first was wrong', () => {
    expect(couplingOf(counts(0, 5, 5, 0)).phi).toBe(-1);
    expect(couplingOf(counts(0, 5, 5, 0)).mutualInformation).toBeCloseTo(Math.LN2, 12);
  });

  it('is nothing for independent answers', () => {
    expect(couplingOf(counts(1, 3, 2, 6))).toEqual({ phi: 0, mutualInformation: 0 });
  });

  it('is the same for shares as for counts', () => {
    expect(couplingOf(counts(0.25, 0.125, 0.125, 0.5))).toEqual(couplingOf(counts(2, 1, 1, 4)));
  });

  it('has no correlation where a reward does not vary, and nothing at all without problems', () => {
    expect(couplingOf(counts(0, 0, 3, 5))).toEqual({ phi: null, mutualInformation: 0 });
    expect(couplingOf(counts(0, 4, 0, 5))).toEqual({ phi: null, mutualInformation: 0 });
    expect(couplingOf(counts(0, 0, 0, 0))).toEqual({ phi: null, mutualInformation: null });
  });

  it('refuses counts that cannot be', () => {
    expect(() => couplingOf(counts(1, -2, 0, 0))).toThrow('cannot happen -2 times');
    expect(() => couplingOf(counts(1, NaN, 0, 0))).toThrow('NaN times');
  });
});
