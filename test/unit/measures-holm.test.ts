import { describe, expect, it } from 'vitest';
import { holmAdjusted } from '../../workers/measures/holm.ts';

describe("Holm's adjustment", () => {
  // Sorted: 0.005 · 4 = 0.02, 0.01 · 3 = 0.03, 0.03 · 2 = 0.06, 0.04 · 1 = 0.04, which is raised to 0.06.
  it('is the one worked by hand, in the order of the given values', () => {
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, index) => expect(adjusted[index]).toBeCloseTo(expected, 12));
  });

  it('leaves a single value alone and stops at 1', () => {
    expect(holmAdjusted([0.2])).toEqual([0.2]);
    expect(holmAdjusted([0.5, 0.75, 0.9])).toEqual([1, 1, 1]);
    expect(holmAdjusted([])).toEqual([]);
  });

  it('gives equal values equal adjustments', () => {
    expect(holmAdjusted([0.02, 0.02, 0.5])).toEqual([0.06, 0.06, 0.5]);
  });

  it('refuses what is no probability', () => {
    expect(() => holmAdjusted([0.1, 1.2])).toThrow('between 0 and 1; got 1.2');
    expect(() => holmAdjusted([NaN])).toThrow('got NaN');
  });
});
