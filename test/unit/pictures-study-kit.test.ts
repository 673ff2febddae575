import { describe, expect, it } from 'vitest';
import { domainFromZero, fractionMarks, whisker, wrapped } from '../../src/pictures/kit/axis.ts';
import { looks } from '../../src/pictures/kit/looks.ts';
import { panelGrid } from '../../src/pictures/kit/panels.ts';
import { intervalSentence, sampleSentence } from '../../src/pictures/kit/sample.ts';

const sample = (name = 'SCoRe') => ({ name, problems: 500, seeds: 5 });
const identity = (value: number): number => value;

describe('the kit of the study', () => {
  it('says n once where all have the same seeds, and by name where they differ', () => {
    const [one, two] = [sample('Base'), { ...sample(), seeds: 10 }];
    expect(sampleSentence([one])).toBe('n = 500 problems and 5 seeds.');
    expect(sampleSentence([one, { ...one, problems: 2000 }])).toBe('n = 500 to 2,000 problems and 5 seeds each.');
    expect(sampleSentence([one, two])).toBe('n = 500 problems; seeds: Base 5, SCoRe 10.');
  });

  it('says what the whiskers are of', () => {
    const alone = { ...sample(), seeds: 1 };
    expect(intervalSentence([alone, alone])).toContain('95% intervals over problems.');
    expect(intervalSentence([alone, sample()])).toContain('t-intervals over seeds');
  });

  it('has at most six ticks, the last with the unit', () => {
    for (const high of [0.04, 0.1, 0.25, 0.4, 0.8, 1]) {
      const texts = fractionMarks([0, high], identity).map(({ text }) => text);
      expect(texts.length).toBeGreaterThan(2);
      expect(texts.length).toBeLessThanOrEqual(6);
      expect(texts.filter((text) => text.endsWith('%'))).toEqual([texts.at(-1)]);
    }
  });

  it('starts at zero and ends at a round number above every value, at most 1', () => {
    expect([domainFromZero([0.61, 0.2]), domainFromZero([0.6]), domainFromZero([1.05]), domainFromZero([])]).toEqual([
      [0, 0.7],
      [0, 0.6],
      [0, 1],
      [0, 0.1],
    ]);
  });

  it('cuts whiskers where the axis ends', () => {
    expect(whisker({ value: 0.01, low: -0.04, high: 0.06 }, [0, 0.5], identity)).toEqual({ low: 0, high: 0.06 });
  });

  it('breaks names between words only', () => {
    expect(wrapped('Final-answer RL', 90)).toEqual(['Final-answer', 'RL']);
    expect(wrapped('Naive RL', 90)).toEqual(['Naive RL']);
  });

  it('puts as many panels side by side as fit', () => {
    expect(panelGrid(3, 640, 200, 100)).toMatchObject({ columns: 3, width: 200, height: 100 });
    expect(panelGrid(3, 639, 200, 100)).toMatchObject({ columns: 2, height: 220 });
    expect(panelGrid(3, 639, 200, 100).corners[2]).toEqual({ x: 0, y: 120 });
  });

  it('tells lines apart by dash and by marker, not by tone alone', () => {
    const all = Object.values(looks);
    expect(new Set(all.map(({ dash }) => dash)).size).toBe(all.length);
    expect(new Set(all.map(({ marker }) => marker)).size).toBe(all.length);
  });
});
