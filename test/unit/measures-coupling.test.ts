import { describe, expect, it } from 'vitest';
import { couplingOf, informationEstimate, phiEstimate } from '../../workers/measures/coupling.ts';
import { randomSource } from '../../workers/model/random.ts';

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

/** Half the width of the delta method's interval of a number of these shares, by finite differences. */
function deltaMethodHalf(shares: readonly number[], n: number, of: (shares: readonly number[]) => number): number {
  const step = 1e-6;
  const slopes = shares.map((_, cell) => {
    const moved = (by: number): number[] => shares.map((share, index) => (index === cell ? share + by : share));
    return (of(moved(step)) - of(moved(-step))) / (2 * step);
  });
  const mean = slopes.reduce((sum, slope, cell) => sum + shares[cell] * slope, 0);
  const variance = slopes.reduce((sum, slope, cell) => sum + shares[cell] * (slope - mean) ** 2, 0);
  return 1.96 * Math.sqrt(variance / n);
}

describe.each([
  ['φ', phiEstimate, 'phi'],
  ['mutual information', informationEstimate, 'mutualInformation'],
] as const)('the interval of %s', (_name, estimate, measure) => {
  it('is that of the delta method, whose slopes are finite differences here', () => {
    const shares = [0.4, 0.2, 0.1, 0.3];
    const measured = ([a, b, c, d]: readonly number[]): number => couplingOf(counts(a, b, c, d))[measure]!;
    const half = deltaMethodHalf(shares, 100, measured);
    const { value, low, high } = estimate(counts(40, 20, 10, 30), 100)!;
    expect(value).toBeCloseTo(measured(shares), 12);
    // Mutual information is never below 0.
    expect([low, high - value]).toEqual([
      expect.closeTo(measure === 'phi' ? value - half : Math.max(0, value - half), 6),
      expect.closeTo(half, 6),
    ]);
  });

  it('holds the one it was drawn from about 95 times of 100', () => {
    const random = randomSource(3, 'mixture', 0, 0);
    const shares = [0.35, 0.2, 0.05, 0.4];
    const truth = couplingOf(counts(0.35, 0.2, 0.05, 0.4))[measure]!;
    let held = 0;
    for (let draw = 0; draw < 1000; draw++) {
      const drawn = [0, 0, 0, 0];
      for (let problem = 0; problem < 200; problem++) {
        const at = random.uniform();
        drawn[at < shares[0] ? 0 : at < 0.55 ? 1 : at < 0.6 ? 2 : 3]++;
      }
      const { low, high } = estimate(counts(drawn[0], drawn[1], drawn[2], drawn[3]), 200)!;
      if (low <= truth && truth <= high) held++;
    }
    expect(held).toBeGreaterThan(925);
    expect(held).toBeLessThan(970);
  });
});

describe('the ends of these intervals', () => {
  it('is inside [−1, 1], and nothing where φ is', () => {
    expect(phiEstimate(counts(30, 0, 1, 10), 41)!.high).toBe(1);
    expect(phiEstimate(counts(30, 0, 0, 10), 40)).toEqual({ value: 1, low: 1, high: 1 });
    expect(phiEstimate(counts(0, 4, 0, 5), 9)).toBeNull();
  });

  it('are inside [0, ln 2] for mutual information, and nothing without problems', () => {
    expect(informationEstimate(counts(21, 0, 1, 20), 42)!.high).toBe(Math.LN2);
    expect(informationEstimate(counts(1, 3, 2, 6), 12)).toEqual({ value: 0, low: 0, high: expect.closeTo(0, 12) as number });
    expect(informationEstimate(counts(0, 4, 0, 5), 9)).toEqual({ value: 0, low: 0, high: 0 });
    expect(informationEstimate(counts(0, 0, 0, 0), 0)).toBeNull();
  });
});
