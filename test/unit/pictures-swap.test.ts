import { describe, expect, it } from 'vitest';
import { textWidth, thinned } from '../../src/pictures/kit/axis.ts';
import { swapGeometry, type SwapTestOf } from '../../src/pictures/swap/geometry.ts';
import { swapCaption, swapLabel, swapTable } from '../../src/pictures/swap/words.ts';

const near = (value: number, half = 0.02) => ({ value, low: value - half, high: value + half });
const answers = (source: 'own' | 'base' | 'right' | 'wrong' | 'another', fed: number, second: number) => ({
  ...{ source, n: 200, fed: near(fed, 0), second: near(second), changed: near(0.3) },
  fixed: source === 'right' ? null : near(0.6),
  kept: source === 'wrong' ? null : near(0.9),
});
const test: SwapTestOf = {
  ...{ name: 'Greedy', problems: 200, seeds: 1 },
  sources: [answers('own', 0.5, 0.6), answers('base', 0.4, 0.55), answers('right', 1, 0.8), answers('wrong', 0, 0.5), answers('another', 0, 0.25)], // prettier-ignore
};

describe('the picture of the swap test', () => {
  const geometry = swapGeometry([test, { ...test, name: 'Temperature 1' }], 812);
  const [{ bars }] = geometry.panels;
  const share = (x: number): number => (x - geometry.left) / (geometry.right - geometry.left);

  it('has a bar per source, from a right answer to another problem’s, as long as second answers are right', () => {
    expect(bars.map(({ source, end, fed }) => [source, share(end), share(fed)])).toEqual([
      ['right', expect.closeTo(0.8), expect.closeTo(1)],
      ['own', expect.closeTo(0.6), expect.closeTo(0.5)],
      ['base', expect.closeTo(0.55), expect.closeTo(0.4)],
      ['wrong', expect.closeTo(0.5), expect.closeTo(0)],
      ['another', expect.closeTo(0.25), expect.closeTo(0)],
    ]);
  });

  it('shows what the second look gains on what was fed, or loses', () => {
    const [right, own] = bars;
    expect([right.gap.isGain, own.gap.isGain]).toEqual([false, true]);
    expect([share(right.gap.x), share(right.gap.x + right.gap.width)]).toEqual([expect.closeTo(0.8), expect.closeTo(1)]);
    expect([share(own.gap.x), share(own.gap.x + own.gap.width)]).toEqual([expect.closeTo(0.5), expect.closeTo(0.6)]);
    for (const { width, gap } of bars) expect(geometry.left + width).toBeCloseTo(gap.x);
  });

  it('keeps names, bars and numbers apart, however narrow it is', () => {
    for (const width of [300, 360, 812]) {
      const { panels, left } = swapGeometry([test], width);
      for (const bar of panels[0].bars) {
        expect(textWidth(bar.name)).toBeLessThan(left);
        expect(bar.valueX).toBeGreaterThan(Math.max(bar.whisker.high, bar.fed));
        expect(bar.valueX + textWidth(bar.value)).toBeLessThanOrEqual(width);
      }
    }
  });

  it('has a label, a caption with n and a table with every interval', () => {
    expect(swapLabel([test])).toContain('Greedy, 80% after a right answer, 60% after its own answer');
    expect(swapCaption([test])).toContain('n = 200 problems and 1 seed. Whiskers: 95% intervals over problems.');
    const { head, rows } = swapTable([test]);
    expect(rows[0]).toEqual(['Greedy', 'a right answer', '100.0% (100.0 to 100.0)', '80.0% (78.0 to 82.0)', '30.0% (28.0 to 32.0)', '–', '90.0% (88.0 to 92.0)', '200']); // prettier-ignore
    for (const row of rows) expect(row).toHaveLength(head.length);
  });
});

describe('the marks of an axis that lies down', () => {
  const marks = (apart: number, count = 6) => Array.from({ length: count }, (_, index) => ({ at: apart * index, text: String(index) }));
  const texts = (apart: number, count?: number) => thinned(marks(apart, count)).map(({ text }) => text);

  it('are all there where there is room, and else as many as fit, with the last', () => {
    expect(texts(31)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(texts(30)).toEqual(['1', '3', '5']);
    expect(texts(11)).toEqual(['2', '5']);
    expect(texts(1)).toEqual(['5']);
    expect(texts(1, 1)).toEqual(['0']);
  });
});
