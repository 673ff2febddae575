import { describe, expect, it } from 'vitest';
import { couplingOf, phiEstimate } from '../../workers/measures/coupling.ts';
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

describe('the interval of φ', () => {
  it('is that of the delta method, whose slopes are finite differences here', () => {
    const cells = [40, 20, 10, 30];
    const total = 100;
    const phi = (shares: number[]): number => couplingOf(counts(shares[0], shares[1], shares[2], shares[3])).phi!;
    const shares = cells.map((cell) => cell / total);
    const step = 1e-6;
    const slopes = shares.map((_, cell) => {
      const moved = (by: number): number[] => shares.map((share, index) => (index === cell ? share + by : share));
      return (phi(moved(step)) - phi(moved(-step))) / (2 * step);
    });
    const mean = slopes.reduce((sum, slope, cell) => sum + shares[cell] * slope, 0);
    const variance = slopes.reduce((sum, slope, cell) => sum + shares[cell] * (slope - mean) ** 2, 0);
    const half = 1.96 * Math.sqrt(variance / total);
    const { value, low, high } = phiEstimate(counts(40, 20, 10, 30), total)!;
    expect(value).toBeCloseTo(phi(shares), 12);
    expect([value - low, high - value]).toEqual([expect.closeTo(half, 6), expect.closeTo(half, 6)]);
  });

  it('holds the φ it was drawn from about 95 times of 100', () => {
    const random = randomSource(3, 'mixture', 0, 0);
    const shares = [0.35, 0.2, 0.05, 0.4];
    const truth = couplingOf(counts(0.35, 0.2, 0.05, 0.4)).phi!;
    let held = 0;
    for (let draw = 0; draw < 1000; draw++) {
      const drawn = [0, 0, 0, 0];
      for (let problem = 0; problem < 200; problem++) {
        const at = random.uniform();
        drawn[at < shares[0] ? 0 : at < 0.55 ? 1 : at < 0.6 ? 2 : 3]++;
      }
      const { low, high } = phiEstimate(counts(drawn[0], drawn[1], drawn[2], drawn[3]), 200)!;
      if (low <= truth && truth <= high) held++;
    }
    expect(held).toBeGreaterThan(925);
    expect(held).toBeLessThan(970);
  });

  it('is inside [−1, 1], and nothing where φ is', () => {
    expect(phiEstimate(counts(30, 0, 1, 10), 41)!.high).toBe(1);
    expect(phiEstimate(counts(30, 0, 0, 10), 40)).toEqual({ value: 1, low: 1, high: 1 });
    expect(phiEstimate(counts(0, 4, 0, 5), 9)).toBeNull();
  });
});
