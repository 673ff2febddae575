import { describe, expect, it } from 'vitest';
import { studentTQuantile } from '../../workers/measures/studentT.ts';

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
