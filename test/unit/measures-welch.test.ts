import { describe, expect, it } from 'vitest';
import { studentTQuantile } from '../../workers/measures/studentT.ts';
import { pairedDifferences, pairedInterval, welchInterval } from '../../workers/measures/welch.ts';

/** ∫ cosᵖ from 0 to `end`, by Simpson's rule. */
function cosineIntegral(power: number, end: number): number {
  const steps = 20_000;
  const width = end / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 0 ? 2 : 4;
    // Beyond π/2 by rounding there is nothing.
    sum += weight * Math.max(0, Math.cos(i * width)) ** power;
  }
  return (sum * width) / 3;
}

describe("Student's t with fractional degrees of freedom", () => {
  // With t = √ν tan θ the density is proportional to cos^(ν − 1) θ: no gamma or beta function is needed.
  it.each([
    [0.975, 2.5],
    [0.9, 3.75],
    [0.995, 7.3],
    [0.95, 40.25],
    [0.6, 212.6],
  ])('has %f of its density below the quantile for that, with %f of them', (probability, degrees) => {
    const angle = Math.atan(studentTQuantile(probability, degrees) / Math.sqrt(degrees));
    const within = cosineIntegral(degrees - 1, angle) / cosineIntegral(degrees - 1, Math.PI / 2);
    expect(0.5 + within / 2).toBeCloseTo(probability, 7);
  });

  it('is what another library says', () => {
    // scipy.stats.t.ppf
    expect(studentTQuantile(0.975, 1.5)).toBeCloseTo(6.016663104427929, 10);
    expect(studentTQuantile(0.975, 7.3)).toBeCloseTo(2.345066736547703, 12);
    expect(studentTQuantile(0.975, 1000.5)).toBeCloseTo(1.962337892459348, 10);
  });

  it('has closed forms with one and two degrees of freedom', () => {
    for (const p of [0.6, 0.9, 0.975, 0.9995]) {
      expect(studentTQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 11);
      expect(studentTQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 11);
    }
  });

  it('refuses fewer than one', () => {
    expect(() => studentTQuantile(0.9, 0.99)).toThrow('at least 1; got 0.99');
    expect(() => studentTQuantile(0.9, NaN)).toThrow('got NaN');
  });
});

describe("Welch's interval", () => {
  // 1, 3 against 0, 0, 3: means 2 and 1, variances of the mean 2/2 = 1 and 3/3 = 1. Degrees: (1 + 1)² / (1/1 + 1/2) = 8/3.
  it('is the one worked by hand, of a difference of 1 with a variance of 2', () => {
    const { value, low, high, degreesOfFreedom } = welchInterval([1, 3], [0, 0, 3]);
    expect(value).toBe(1);
    expect(degreesOfFreedom).toBeCloseTo(8 / 3, 12);
    const half = studentTQuantile(0.975, 8 / 3) * Math.SQRT2;
    expect([low, high]).toEqual([1 - half, 1 + half]);
  });

  it('is what another library says of unequal groups', () => {
    // scipy.stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    const a = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9];
    const b = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.0, 23.9, 28.4];
    const { low, high, degreesOfFreedom } = welchInterval(a, b);
    expect(low).toBeCloseTo(-7.058447933539002, 9);
    expect(high).toBeCloseTo(1.2834479335390032, 9);
    expect(degreesOfFreedom).toBeCloseTo(6.858706963172988, 10);
  });

  it('with one group without spread has the degrees of freedom of the other alone', () => {
    expect(welchInterval([1, 1, 1, 1], [0, 2, 4]).degreesOfFreedom).toBeCloseTo(2, 12);
  });

  it('has no width where nothing varies, and does not turn into NaN', () => {
    expect(welchInterval([0.5, 0.5], [0.25, 0.25, 0.25])).toEqual({ value: 0.25, low: 0.25, high: 0.25, degreesOfFreedom: 3 });
  });

  it('refuses a group of one', () => {
    expect(() => welchInterval([1, 2], [3])).toThrow('at least 2 values on either side; got 1');
  });
});

describe('the paired interval', () => {
  // Differences 1, 2, 3: mean 2, s = 1, half-width 4.30265 / √3.
  it('is the one worked by hand, whatever the seeds have in common', () => {
    const { value, low, high } = pairedInterval([11, 102, 1003], [10, 100, 1000]);
    expect(value).toBe(2);
    expect(low).toBeCloseTo(2 - 2.48414, 4);
    expect(high).toBeCloseTo(2 + 2.48414, 4);
  });

  it('refuses values that are no pairs', () => {
    expect(() => pairedDifferences([1, 2], [1])).toThrow('the same seeds; got 2 and 1 values');
    expect(() => pairedInterval([1], [0])).toThrow('at least 2 of them; got 1');
  });
});
