import { describe, expect, it } from 'vitest';
import { fitPower, median, quantile } from '../../workers/bench/statistics.ts';

describe('quantiles of the bench', () => {
  it('lie between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30], 0.1)).toBeCloseTo(12, 12);
    expect(quantile([10, 20, 30], 1)).toBe(30);
  });

  it('of one value are that value', () => {
    expect(median([7])).toBe(7);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('of nothing are refused', () => {
    expect(() => median([])).toThrow('at least one value');
  });
});

describe('a power law', () => {
  it('is found again in points that lie on it', () => {
    const fit = fitPower([1, 2, 4, 8].map((x) => ({ x, y: 3 * x ** 1.5 })));
    expect(fit.exponent).toBeCloseTo(1.5, 12);
    expect(fit.factor).toBeCloseTo(3, 12);
    expect(fit.r2).toBeCloseTo(1, 12);
  });

  it('between three points has the slope of least squares', () => {
    // Logarithms (0, 0), (1, 2), (2, 1): slope 1/2, and a quarter of the variance explained.
    const e = Math.E;
    const fit = fitPower([{ x: 1, y: 1 }, { x: e, y: e ** 2 }, { x: e ** 2, y: e }]); // prettier-ignore
    expect(fit.exponent).toBeCloseTo(0.5, 12);
    expect(fit.r2).toBeCloseTo(0.25, 12);
  });

  it('needs two places and positive numbers', () => {
    expect(() => fitPower([{ x: 2, y: 1 }, { x: 2, y: 3 }])).toThrow('two different places'); // prettier-ignore
    expect(() => fitPower([{ x: 1, y: 0 }, { x: 2, y: 3 }])).toThrow('positive'); // prettier-ignore
  });
});
