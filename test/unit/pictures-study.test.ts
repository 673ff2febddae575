import { describe, expect, it } from 'vitest';
import { attemptsGeometry } from '../../src/pictures/attempts/geometry.ts';
import { attemptsCaption, attemptsTable } from '../../src/pictures/attempts/words.ts';
import { barsGeometry } from '../../src/pictures/bars/geometry.ts';
import type { MethodAccuracies } from '../../src/pictures/bars/geometry.ts';
import { barsCaption, barsTable } from '../../src/pictures/bars/words.ts';
import { correctionRatesGeometry } from '../../src/pictures/correctionRates/geometry.ts';
import { correctionRatesCaption } from '../../src/pictures/correctionRates/words.ts';
import { curvesGeometry, meanCurve } from '../../src/pictures/curves/geometry.ts';
import { editDistancesGeometry } from '../../src/pictures/editDistances/geometry.ts';
import { editDistancesTable } from '../../src/pictures/editDistances/words.ts';
import { textWidth } from '../../src/pictures/kit/axis.ts';
import type { Look } from '../../src/pictures/kit/looks.ts';
import { levelTransitionsGeometry } from '../../src/pictures/levelTransitions/geometry.ts';
import { votingGeometry } from '../../src/pictures/voting/geometry.ts';

const near = (value: number, half = 0.02) => ({ value, low: value - half, high: value + half });
const sample = (name = 'SCoRe') => ({ name, problems: 500, seeds: 5 });

describe('the bars', () => {
  const method = (name: string, first: number, second: number): MethodAccuracies => ({
    ...sample(name),
    first: near(first),
    second: near(second),
    delta: near(second - first, 0.01),
  });
  const methods = [method('Base', 0.5, 0.4), method('Naive RL', 0.6, 0.6), method('SCoRe', 0.6, 0.7)];
  const geometry = barsGeometry(methods, 720);

  it('are as high as the accuracies, on one scale from zero', () => {
    const { groups, top, bottom } = geometry;
    const share = (y: number): number => (0.8 * (bottom - y)) / (bottom - top);
    expect(groups.map(({ first, second }) => [share(first.top), share(second.top)])).toEqual([
      [expect.closeTo(0.5), expect.closeTo(0.4)],
      [expect.closeTo(0.6), expect.closeTo(0.6)],
      [expect.closeTo(0.6), expect.closeTo(0.7)],
    ]);
  });

  it('show what the second look gained or lost between both heights', () => {
    const [lost, , gained] = geometry.groups;
    expect([lost.gap.isGain, gained.gap.isGain]).toEqual([false, true]);
    expect(lost.gap.top).toBe(lost.first.top);
    expect(gained.gap.top).toBe(gained.second.top);
    expect(gained.gap.height).toBeCloseTo(gained.first.top - gained.second.top);
  });

  it('write Δ above both whiskers, in the colour of its sign where it is told from zero', () => {
    expect(geometry.groups.map(({ delta }) => [delta.text, delta.tone])).toEqual([
      ['Δ −10.0 ± 1.0', 'loss'],
      ['Δ 0.0 ± 1.0', 'strong'],
      ['Δ +10.0 ± 1.0', 'gain'],
    ]);
    for (const { first, second, delta } of geometry.groups) {
      expect(delta.y).toBeLessThan(Math.min(first.whisker.high, second.whisker.high));
    }
  });

  it('keep every text in its own column, however narrow', () => {
    for (const width of [320, 720]) {
      const many = [...methods, method('Without the bonus', 0.5, 0.5), method('STaR D⁺', 0.5, 0.5)];
      const { groups, rows, barWidth } = barsGeometry(many, width);
      const slot = groups[1].centre - groups[0].centre;
      expect(groups.map(({ row }) => rows.indexOf(row))).toEqual(width === 720 ? [0, 0, 0, 0, 0] : [0, 0, 0, 1, 1]);
      for (const { delta, first, second, name } of groups) {
        for (const text of [delta.text, ...name]) expect(textWidth(text)).toBeLessThanOrEqual(slot);
        for (const { value } of [first, second]) expect(textWidth(value)).toBeLessThanOrEqual(barWidth + 1);
        expect(textWidth(first.answer)).toBeLessThanOrEqual(barWidth + 6);
      }
    }
  });

  it('have a caption with n and a table with every interval', () => {
    expect(barsCaption(methods)).toContain('n = 500 problems and 5 seeds each.');
    expect(barsTable(methods).rows[2]).toEqual([
      'SCoRe',
      '60.0% (58.0 to 62.0)',
      '70.0% (68.0 to 72.0)',
      '+10.0 (+9.0 to +11.0)',
      '500',
      '5',
    ]);
  });
});

describe('the votes', () => {
  const budgets = [2, 4, 8, 16, 32];
  const curve = (name: string, gain: number) => ({
    ...sample(name),
    points: budgets.map((budget, index) => ({ budget, parallel: near(0.5 + 0.02 * index), sequential: near(0.5 + gain + 0.02 * index) })),
  });

  it('stand at equal distances for every doubling of the samples', () => {
    const xs = votingGeometry([curve('SCoRe', 0.05)], 400).budgets.map(({ x }) => x);
    const distances = xs.slice(1).map((x, index) => x - xs[index]);
    for (const distance of distances) expect(distance).toBeCloseTo(distances[0]);
    expect(distances[0]).toBeGreaterThan(20);
  });

  it('have labels apart even where both curves end together', () => {
    for (const gain of [0, 0.001, 0.05]) {
      const [{ labels }] = votingGeometry([curve('SCoRe', gain)], 400).panels;
      expect(Math.abs(labels[0].y - labels[1].y)).toBeGreaterThanOrEqual(16);
    }
  });

  it('share one scale among methods', () => {
    const { panels } = votingGeometry([curve('Naive RL', 0), curve('SCoRe', 0.1)], 720);
    const parallel = panels.map(({ curves }) => curves[0].marks.map(({ y }) => y));
    expect(parallel[0]).toEqual(parallel[1]);
    expect(panels[1].x).toBeGreaterThan(panels[0].x);
  });
});

describe('the edit distances', () => {
  const distances = (name: string, copies: number) => ({
    ...sample(name),
    shares: [near(copies), ...Array.from({ length: 10 }, () => near((1 - copies) / 10, 0))],
    copiedWrong: near(copies / 2),
  });

  it('are one scale for all methods, with the wrong copies inside the first bar', () => {
    const { panels, bottom, top } = editDistancesGeometry([distances('Base', 0.4), distances('Naive RL', 0.9)], 720);
    const share = (y: number): number => (bottom - y) / (bottom - top);
    expect(panels.map(({ bars, wrongTop }) => [share(bars[0].top), share(wrongTop), share(bars[3].top)])).toEqual([
      [expect.closeTo(0.4), expect.closeTo(0.2), expect.closeTo(0.06)],
      [expect.closeTo(0.9), expect.closeTo(0.45), expect.closeTo(0.01)],
    ]);
  });

  it('have bars side by side, the copies apart from the bins', () => {
    const [{ bars }] = editDistancesGeometry([distances('Base', 0.4)], 720).panels;
    const gaps = bars.slice(1).map((bar, index) => bar.x - bars[index].x - bars[index].width);
    expect(gaps[0]).toBeGreaterThan(5);
    for (const gap of gaps.slice(1)) expect(gap).toBeCloseTo(1);
  });

  it('name their bins in the table', () => {
    const names = editDistancesTable([distances('Base', 0.4)]).rows.map(([name]) => name);
    expect(names).toHaveLength(12);
    expect([names[0], names[1], names[10]]).toEqual(['0 (copies)', '0 to 0.1', '0.9 to 1']);
  });
});

describe('the curves of training', () => {
  const run = (second: number, steps = [0, 100, 200]) => steps.map((step) => ({ step, first: 0.5, second, changed: 0.2 }));
  const method = (name: string, ...runs: ReturnType<typeof run>[]) => ({
    ...{ name, problems: 256, seeds: runs.length, runs },
    boundaries: [0, 100, 200],
    stageNames: ['Stage I', 'Stage II'],
  });

  it('average the steps that all seeds have', () => {
    const mean = meanCurve([run(0.5), run(0.7, [0, 200])]);
    expect(mean.map(({ step }) => step)).toEqual([0, 200]);
    expect(mean[1].second).toBeCloseTo(0.6);
    expect(meanCurve([])).toEqual([]);
  });

  it('draw every seed behind the mean, and a single one once', () => {
    const seeds = (...runs: ReturnType<typeof run>[]): number[] =>
      curvesGeometry([method('SCoRe', ...runs)], 400).panels[0].lines.map((line) => line.seeds.length);
    expect(seeds(run(0.6), run(0.7), run(0.8))).toEqual([3, 3, 3]);
    expect(seeds(run(0.6))).toEqual([0, 0, 0]);
  });

  it('have labels apart where both answers end alike', () => {
    const [second, first] = curvesGeometry([method('Naive RL', run(0.5), run(0.501))], 400).panels[0].labels;
    expect([second.text, first.text]).toEqual(['second 50%', 'first 50%']);
    expect(first.y - second.y).toBeGreaterThanOrEqual(16);
  });

  it('mark where Stage II begins, at its share of the width', () => {
    const { left, right, panels } = curvesGeometry([method('SCoRe', run(0.6))], 400);
    expect(panels[0].stages).toEqual([{ x: (left + right) / 2, before: 'Stage I', after: 'Stage II' }]);
  });
});

describe('the correction rates', () => {
  const method = {
    ...sample('Pair-SFT'),
    sources: [
      { from: 'fixedTraining' as const, wrong: 210, rate: near(0.3) },
      { from: 'fixedHeldOut' as const, wrong: 190, rate: near(0.2) },
      { from: 'ownHeldOut' as const, wrong: 0, rate: null },
    ],
  };
  const geometry = correctionRatesGeometry([method, { ...method, name: 'SCoRe' }], 720);

  it('stand on a line each, far enough apart for their names', () => {
    const ys = geometry.blocks.flatMap(({ lines }) => lines.map(({ y }) => y));
    for (const [index, y] of ys.slice(1).entries()) expect(y - ys[index]).toBeGreaterThanOrEqual(16);
    expect(ys).toHaveLength(6);
    expect(Math.max(...ys)).toBeLessThan(geometry.bottom);
  });

  it('are placed by their rate, with the number behind the whisker', () => {
    const [training, heldOut] = geometry.blocks[0].lines;
    const zero = geometry.left;
    expect((training.mark!.x - zero) / (heldOut.mark!.x - zero)).toBeCloseTo(1.5);
    expect(training.valueX).toBeGreaterThan(training.mark!.whisker.high);
  });

  it('are not drawn where no first answer was wrong', () => {
    expect(geometry.blocks[0].lines[2]).toMatchObject({ mark: null, value: 'none was wrong' });
  });

  it('say how many wrong answers they are of', () => {
    expect(correctionRatesCaption([method])).toContain('of the wrong ones among them, 0 to 210 per seed');
  });
});

describe('the transitions by level', () => {
  const level = (number: number, fixed: number | null, broken: number | null) => ({
    ...{ level: number, n: fixed === null ? 0 : 100 },
    ...{ fixed: fixed === null ? null : near(fixed, 0.01), broken: broken === null ? null : near(broken, 0.01) },
  });
  const method = { ...sample(), levels: [level(1, 0.1, 0.05), level(2, 0.05, 0.1), level(3, null, null)] };
  const { panels, zero, marks } = levelTransitionsGeometry([method], 360);
  const [{ groups }] = panels;

  it('go up where answers were fixed and down where they broke, on one scale', () => {
    const [one, two] = groups;
    expect(zero - one.fixed!.end).toBeCloseTo(two.broken!.end - zero);
    expect(zero - one.fixed!.end).toBeCloseTo(2 * (one.broken!.end - zero));
    expect(one.fixed!.end).toBeLessThan(zero);
  });

  it('have their numbers beyond the whiskers', () => {
    const [{ fixed, broken }] = groups;
    expect(fixed!.textY).toBeLessThan(fixed!.whisker.high);
    expect(broken!.textY - 10).toBeGreaterThan(broken!.whisker.high);
    expect([fixed!.text, broken!.text]).toEqual(['10%', '5.0%']);
  });

  it('draw nothing where a level has no problems', () => {
    expect(groups[2]).toMatchObject({ fixed: null, broken: null, n: 'n 0' });
  });

  it('count both directions from zero without a sign', () => {
    expect(marks.some(({ text, at }) => at > zero && text !== '0')).toBe(true);
    expect(marks.every(({ text }) => /^\d+%?$/.test(text))).toBe(true);
  });
});

describe('the attempts in a row', () => {
  const curve = (name: string, look: Look, ...accuracies: number[]) => ({
    ...sample(name),
    look,
    accuracies: accuracies.map((value) => near(value)),
  });
  const curves = [
    curve('Base', 'dotted', 0.5, 0.45, 0.6),
    curve('Naive RL', 'dashed', 0.6, 0.6, 0.6),
    curve('SCoRe', 'solid', 0.6, 0.65, 0.6),
  ];

  it('have labels apart where all of them end alike, inside the picture', () => {
    const { curves: drawn, width } = attemptsGeometry(curves, 720);
    const labels = drawn.map(({ label }) => label);
    const ys = labels.map(({ y }) => y).sort((a, b) => a - b);
    for (const [index, y] of ys.slice(1).entries()) expect(y - ys[index]).toBeGreaterThanOrEqual(15.9);
    for (const { x, text } of labels) expect(x + textWidth(text)).toBeLessThanOrEqual(width);
  });

  it('draw their whiskers beside each other', () => {
    const firsts = attemptsGeometry(curves, 720).curves.map(({ marks }) => marks[0].x);
    expect(firsts[1] - firsts[0]).toBeCloseTo(4.5);
    expect(firsts[2] - firsts[1]).toBeCloseTo(4.5);
  });

  it('say in the caption whose training had a third attempt', () => {
    expect(attemptsCaption(curves)).toContain('training had two. n = 500');
    const three = { ...curve('Three-turn SCoRe', 'long-dash', 0.6, 0.65, 0.7), trainedAttempts: 3 } as const;
    expect(attemptsCaption([...curves, three])).toContain('training had two, that of Three-turn SCoRe three. n = 500');
  });

  it('are in the table one row per attempt', () => {
    const { head, rows } = attemptsTable(curves);
    expect(head).toEqual(['Attempt', 'Base (95%)', 'Naive RL (95%)', 'SCoRe (95%)']);
    expect(rows[1]).toEqual(['2', '45.0% (43.0 to 47.0)', '60.0% (58.0 to 62.0)', '65.0% (63.0 to 67.0)']);
  });
});
