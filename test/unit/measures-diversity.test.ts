import { describe, expect, it } from 'vitest';
import { diversityOf } from '../../workers/measures/diversity.ts';

describe('diversity', () => {
  // 1, 3 and 2 distinct answers: mean 2, s = 1, half-width 4.30265 / √3.
  it('is the mean number of distinct answers, worked by hand', () => {
    const { n, k, distinct } = diversityOf([
      ['a', 'a', 'a'],
      ['a', 'b', 'c'],
      ['b', 'a', 'b'],
    ]);
    expect([n, k, distinct.value]).toEqual([3, 3, 2]);
    expect(distinct.high).toBeCloseTo(2 + 2.48414, 4);
  });

  it('takes answers as tokens, and does not run them together', () => {
    expect(diversityOf([[[1, 2], Int32Array.of(12)], [[1, 2], Int32Array.of(1, 2)]]).distinct.value).toBe(1.5); // prettier-ignore
  });

  it('refuses one context, no samples and unequal numbers of them', () => {
    expect(() => diversityOf([['a']])).toThrow('at least 2 contexts; got 1');
    expect(() => diversityOf([[], []])).toThrow('at least 1; got 0 and 0');
    expect(() => diversityOf([['a', 'b'], ['a']])).toThrow('got 2 and 1');
  });
});
