import { describe, expect, it } from 'vitest';
import { pairedDifferences, signFlipTest } from '../../workers/measures/permutation.ts';

describe('the exact sign-flip test', () => {
  // Sums of ±1 ± 2 ± 3: 6 4 2 0 0 −2 −4 −6.
  it('counts the eight patterns of three differences as one does by hand', () => {
    expect(signFlipTest([1, 2, 3])).toEqual({ n: 3, mean: 2, patterns: 8, pTwoSided: 2 / 8 });
    expect(signFlipTest([-1, 2, 3])).toEqual({ n: 3, mean: 4 / 3, patterns: 8, pTwoSided: 4 / 8 });
    expect(signFlipTest([-1, -2, 3])).toMatchObject({ mean: 0, pTwoSided: 1 });
  });

  it('has a smallest p of 2¹⁻ⁿ, on either side', () => {
    expect(signFlipTest([1, 1, 1, 1, 1])).toMatchObject({ pTwoSided: 2 / 32 });
    expect(signFlipTest([-1, -1, -1, -1, -1])).toMatchObject({ pTwoSided: 2 / 32 });
  });

  // 0.1 + 0.2 − 0.3 and 0.3 − 0.2 − 0.1 are on either side of 0 in floating point; both are 0.
  it('counts sums that differ by rounding alone as ties', () => {
    expect(0.1 + 0.2 - 0.3).toBeGreaterThan(0.3 - 0.2 - 0.1);
    // With +0.2 the sums are 0.8, 0.6, 0.4, 0.2, 0.2, 0, −0.2 and −0.4; the observed one is 0.2.
    expect(signFlipTest([0.1, 0.2, -0.3, 0.2])).toMatchObject({ pTwoSided: 14 / 16 });
  });

  it('counts differences of accuracies as ties where the accuracies say so', () => {
    // Both differences are 0.1, but 0.8 − 0.7 and 0.4 − 0.3 are not the same number.
    const [one, two] = [0.8 - 0.7, 0.4 - 0.3];
    expect(one).toBeGreaterThan(two);
    // With +0.15 the sums are 0.35, 0.15, 0.15 and −0.05; the observed one is 0.15.
    expect(signFlipTest([one, -two, 0.15])).toMatchObject({ pTwoSided: 6 / 8 });
  });

  it('tells sums apart that differ by one problem of a hundred thousand in one of twenty pairs', () => {
    const differences = Array.from({ length: 20 }, (_, i) => (i === 19 ? 1e-5 : 1));
    // With the sign of the last difference alone, the sum is 2·10⁻⁵ of 19 lower.
    expect(signFlipTest(differences)).toMatchObject({ patterns: 2 ** 20, pTwoSided: 2 ** -19 });
  });

  it('finds nothing in differences of 0', () => {
    expect(signFlipTest([0, 0])).toEqual({ n: 2, mean: 0, patterns: 4, pTwoSided: 1 });
  });

  it('refuses more than 2^20 patterns, none, and numbers that are none', () => {
    expect(() => signFlipTest(new Array<number>(21).fill(1))).toThrow('at most 20 differences, 2^20 sign patterns; got 21.');
    expect(() => signFlipTest([])).toThrow('at least one difference; got none');
    expect(() => signFlipTest([1, NaN])).toThrow('a finite number; got NaN');
  });
});

describe('paired differences', () => {
  it('are seed by seed, whatever the seeds have in common', () => {
    expect(pairedDifferences([11, 102, 1003], [10, 100, 1000])).toEqual([1, 2, 3]);
  });

  it('refuse values that are no pairs', () => {
    expect(() => pairedDifferences([1, 2], [1])).toThrow('the same seeds; got 2 and 1 values');
  });
});
