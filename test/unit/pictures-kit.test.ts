import { describe, expect, it } from 'vitest';
import { sharedDomains } from '../../src/pictures/kit/domains.ts';
import { finePercent, percent, signedPoints } from '../../src/pictures/kit/format.ts';
import { spreadLabels } from '../../src/pictures/kit/labels.ts';
import { linePath } from '../../src/pictures/kit/paths.ts';
import { fractionDomain, linear, ticks } from '../../src/pictures/kit/scale.ts';
import { lastAt, rowAt, rowsBy } from '../../src/pictures/kit/series.ts';
import { stageMarks } from '../../src/pictures/kit/stages.ts';
import { areaPath } from '../../src/pictures/kit/trace.ts';
import { rowOf } from './picturesRows.ts';

describe('numbers in words', () => {
  it('rounds percentages, and keeps a decimal where a few problems would read as none', () => {
    expect(percent(0.764)).toBe('76%');
    expect(finePercent(0.004)).toBe('0.4%');
    expect(finePercent(0.0996)).toBe('10%');
    expect(finePercent(0)).toBe('0%');
  });

  it('signs a difference, with a true minus, and gives zero no sign', () => {
    expect(signedPoints(0.132)).toBe('+13.2');
    expect(signedPoints(-0.001)).toBe('−0.1');
    expect(signedPoints(-0.0004)).toBe('0.0');
  });
});

describe('scales', () => {
  it('maps the ends of a domain to the ends of a range, turned over or not', () => {
    const y = linear([0.4, 0.9], [200, 0]);
    expect(y(0.4)).toBe(200);
    expect(y(0.9)).toBeCloseTo(0);
    expect(y(0.65)).toBeCloseTo(100);
  });

  it('finds the ticks in a domain despite rounding', () => {
    expect(ticks([0.4, 0.9], 0.1).map((tick) => tick.toFixed(1))).toEqual(['0.4', '0.5', '0.6', '0.7', '0.8', '0.9']);
    expect(ticks([0.45, 0.55], 0.2)).toEqual([]);
  });

  it('rounds a domain outwards, gives it a least width and keeps it inside 0 and 1', () => {
    expect(fractionDomain([0.5, 0.63], 0.1, 0.4, 0.02)).toEqual([0.4, 0.8]);
    expect(fractionDomain([0.99, 1], 0.1, 0.4, 0.02)).toEqual([0.6, 1]);
    expect(fractionDomain([], 0.1, 0.4, 0.02)).toEqual([0, 1]);
  });

  it('shares one domain between all rows, starting areas and bars at zero', () => {
    const domains = sharedDomains([rowOf(0, { firstRight: 50, changed: 52 }), rowOf(50, { firstRight: 60, fixed: 20, changed: 30 })]);
    expect(domains.accuracy[0]).toBeLessThanOrEqual(0.5);
    expect(domains.accuracy[1]).toBeGreaterThanOrEqual(0.8);
    expect(domains.change).toEqual([0, 0.6]);
    expect(domains.histogram).toEqual([0, 0.7]);
  });
});

describe('labels', () => {
  it('leaves labels that have room where they are', () => {
    expect(spreadLabels([10, 60], 15, 0, 100)).toEqual([10, 60]);
  });

  it('pushes two labels that touch apart around their middle', () => {
    expect(spreadLabels([50, 54], 16, 0, 100)).toEqual([44, 60]);
  });

  it('keeps labels inside the picture, in their order', () => {
    const placed = spreadLabels([98, 99, 100], 15, 0, 100);
    expect(placed).toEqual([70, 85, 100]);
  });

  it('answers in the order it was asked, not in the order along y', () => {
    const [low, high] = spreadLabels([80, 20], 15, 0, 100);
    expect([low, high]).toEqual([80, 20]);
  });

  it('shares the room out when there is too little of it', () => {
    expect(spreadLabels([50, 50, 50], 30, 0, 40)).toEqual([0, 20, 40]);
  });
});

describe('series', () => {
  const rows = [rowOf(0, { firstRight: 50 }), rowOf(100, { firstRight: 70, fixed: 10 })];

  it('quotes the last evaluation, never one between two', () => {
    expect(lastAt(rows, 99)?.step).toBe(0);
    expect(lastAt(rows, 100)?.step).toBe(100);
    expect([-1, 0, 99, 100].map((step) => rowsBy(rows, step))).toEqual(
      [-1, 0, 99, 100].map((step) =>
        rowsBy(
          rows.map((row) => row.step),
          step,
        ),
      ),
    );
  });

  it('ends a line between two evaluations on the straight line between them', () => {
    const end = rowAt(rows, 50);
    expect(end?.step).toBe(50);
    expect(end?.acc_t1).toBeCloseTo(0.6);
    expect(end?.acc_t2).toBeCloseTo(0.65);
  });

  it('ends a line at the last evaluation where nothing later is known', () => {
    expect(rowAt(rows, 180)).toBe(rows[1]);
  });

  it('draws no line and no area through a single point', () => {
    expect(linePath([{ x: 1, y: 2 }])).toBe('M1.0 2.0');
    expect(areaPath([{ x: 1, y: 2 }], [{ x: 1, y: 3 }])).toBe('');
  });

  it('marks where a stage ends, and nothing in a run of one stage', () => {
    expect(stageMarks([0, 250, 500], ['Stage I', 'Stage II'], (step) => step, true)).toEqual([{ x: 250, before: 'I', after: 'II' }]);
    expect(stageMarks([0, 500], ['One stage'], (step) => step, false)).toEqual([]);
  });
});
