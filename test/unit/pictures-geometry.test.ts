import { describe, expect, it } from 'vitest';
import { accuracyGeometry, gapPaths } from '../../src/pictures/accuracy/geometry.ts';
import { accuracyTable } from '../../src/pictures/accuracy/table.ts';
import { changeRateGeometry } from '../../src/pictures/changeRate/geometry.ts';
import { histogramGeometry } from '../../src/pictures/histogram/geometry.ts';
import { histogramTable } from '../../src/pictures/histogram/table.ts';
import type { PictureInput } from '../../src/pictures/kit/picture.ts';
import { lanesGeometry } from '../../src/pictures/lanes/geometry.ts';
import { portraitGeometry } from '../../src/pictures/portrait/geometry.ts';
import { transitionsGeometry } from '../../src/pictures/transitions/geometry.ts';
import { rowOf } from './picturesRows.ts';

const rows = [
  rowOf(0, { firstRight: 50, fixed: 10, broken: 12, changed: 40 }),
  rowOf(100, { firstRight: 52, fixed: 20, broken: 5, changed: 30, copiedWrong: 18 }),
];

const input = (over: Partial<PictureInput> = {}): PictureInput => ({
  name: 'SCoRe',
  rows,
  step: 100,
  steps: 200,
  boundaries: [0, 100, 200],
  stageNames: ['Stage I', 'Stage II'],
  ...over,
});

const identity = (value: number): number => value;

describe('the accuracy picture', () => {
  it('splits the gap where the lines cross, so that each part has one sign', () => {
    const { gain, loss } = gapPaths(rows, identity, (value) => 100 * value);
    // Δ goes from −2 to +15 points, so the lines cross after 2/17 of the way.
    expect(loss.startsWith('M0.0 48.0L11.8 50.2')).toBe(true);
    expect(gain.startsWith('M11.8 50.2L100.0 67.0')).toBe(true);
  });

  it('ends both lines at the playhead and labels them with the last evaluation', () => {
    const geometry = accuracyGeometry(input(), [0.4, 0.8], 534);
    expect(geometry.head?.x).toBe(222);
    expect(geometry.head?.first).toBeCloseTo(153.4);
    expect(geometry.head?.second).toBeCloseTo(92.65);
    expect(geometry.labels.map((label) => label.text)).toEqual(['second 67%', 'first 52%', 'Δ +15.0 ± 9.3']);
  });

  it('gives both lines one label where they are less than two points apart', () => {
    const together = [rowOf(0, { firstRight: 50 }), rowOf(100, { firstRight: 60, fixed: 1 })];
    const geometry = accuracyGeometry(input({ rows: together }), [0.4, 0.8], 534);
    expect(geometry.labels.map((label) => label.text)).toEqual(['first = second', '60% and 61%']);
  });

  it('keeps only the end values in a narrow column', () => {
    expect(accuracyGeometry(input(), [0.4, 0.8], 170).labels.map((label) => label.text)).toEqual(['67%', '52%']);
  });

  it('draws axes and nothing else before anything is measured', () => {
    const geometry = accuracyGeometry(input({ rows: [], step: 0 }), [0, 1], 534);
    expect(geometry.lines).toEqual({ first: '', second: '' });
    expect(geometry.labels).toEqual([]);
    expect(geometry.axis.length).toBeGreaterThan(1);
  });

  it('says every number of every evaluation in its table, with the interval', () => {
    expect(accuracyTable(rows).rows[1]).toEqual(['100', '52.0% (42.3 to 61.5)', '67.0% (57.3 to 75.4)', '+15.0 ± 9.3', '100']);
  });
});

describe('the phase portrait', () => {
  it('has equal scales and puts equal accuracies on the diagonal', () => {
    const same = [rowOf(0, { firstRight: 50 }), rowOf(100, { firstRight: 70 })];
    const geometry = portraitGeometry(input({ rows: same }), [0.4, 0.8], 280);
    const { base, head } = geometry;
    if (!base || !head) throw new Error('nothing was placed');
    expect(geometry.right - geometry.left).toBe(geometry.bottom - geometry.top);
    expect(head.x - base.x).toBeCloseTo(base.y - head.y);
    expect(geometry.delta).toBeNull();
  });

  it('draws Δ as the height above the diagonal', () => {
    const { delta, left, right } = portraitGeometry(input(), [0.4, 0.8], 280);
    expect(delta && delta.from - delta.to).toBeCloseTo((0.15 / 0.4) * (right - left));
    expect(delta?.text).toBe('Δ +15.0');
  });

  it('marks where Stage II began only once the playhead is behind it', () => {
    const longer = [...rows, rowOf(150, { firstRight: 55, fixed: 20 })];
    expect(portraitGeometry(input({ rows: longer, step: 100 }), [0.4, 0.8], 280).secondStage).toBeNull();
    expect(portraitGeometry(input({ rows: longer, step: 150 }), [0.4, 0.8], 280).secondStage).not.toBeNull();
  });

  it('gives arrowheads only to segments long enough for them', () => {
    const far = [rowOf(0, { firstRight: 45 }), rowOf(50, { firstRight: 75 }), rowOf(100, { firstRight: 76 })];
    const { trail, last } = portraitGeometry(input({ rows: far, step: 75 }), [0.4, 0.8], 280);
    expect(trail.map(({ arrow }) => arrow !== null)).toEqual([true]);
    expect(last?.arrow).toBeNull();
  });

  it('ages its segments from the base to the playhead, and ends where that is', () => {
    const four = [50, 60, 55, 65].map((firstRight, index) => rowOf(50 * index, { firstRight }));
    const at = (step: number) => portraitGeometry(input({ rows: four, step }), [0.4, 0.8], 280);
    const ages = ({ trail, last }: ReturnType<typeof at>) => [trail.map(({ age }) => age), last?.age ?? null];
    expect([0, 25, 50, 125].map((step) => ages(at(step)))).toEqual([
      [[], null],
      [[], 1 / 2],
      [[1 / 2], null],
      [[1 / 4, 2 / 4], 3 / 4],
    ]);
    const { head, last } = at(125);
    expect(last?.path.endsWith(`L${head?.x.toFixed(1)} ${head?.y.toFixed(1)}`)).toBe(true);
  });
});

describe('the histogram', () => {
  it('draws copies apart from the bins, the wrong ones among them below, and the base beside both', () => {
    const { copies, bars, labels, bottom, top } = histogramGeometry(input(), [0, 1], 260);
    if (!copies) throw new Error('no copies were drawn');
    const share = (y: number): number => (bottom - y) / (bottom - top);
    expect(share(copies.top)).toBeCloseTo(0.7);
    expect(share(copies.base)).toBeCloseTo(0.6);
    expect(share(copies.wrongTop)).toBeCloseTo(0.18);
    expect(bars.map((bar) => share(bar.top)).slice(0, 2)).toEqual([expect.closeTo(0.3), expect.closeTo(0)]);
    expect(labels?.copies.text).toBe('70% copies');
  });

  it('keeps its three names apart where the other bars are as high as that of the copies', () => {
    const edit_histogram = [48, 40, 12, ...Array<number>(8).fill(0)];
    const atBase = input({ rows: [{ ...rowOf(0, { firstRight: 48 }), edit_histogram, copied_wrong: 0.2 }], step: 0 });
    const { labels, copies } = histogramGeometry(atBase, [0, 0.6], 236);
    if (!labels || !copies) throw new Error('nothing was named');
    const rows = [labels.copies.y, labels.base.y, labels.wrong.y].sort((a, b) => a - b);
    expect(rows[1] - rows[0]).toBeGreaterThanOrEqual(15);
    expect(rows[2] - rows[1]).toBeGreaterThanOrEqual(15);
    expect(labels.copies.y).toBe(rows[0]);
    expect(labels.copies.y).toBeLessThan(copies.top);
  });

  it('says every bar in its table, now and at the base, with the interval', () => {
    const { head, rows: bars } = histogramTable(input());
    expect(head).toEqual(['Edit distance', 'Step 100 (95%)', 'Base (95%)']);
    expect(bars).toHaveLength(11);
    expect(bars[0]).toEqual(['0 (copies)', '70.0%\n(60.4 to 78.1)', '60.0%\n(50.2 to 69.1)']);
    expect(bars[10]).toEqual(['0.9 to 1.0', '0.0%\n(0.0 to 3.7)', '0.0%\n(0.0 to 3.7)']);
  });

  it('is empty before anything is measured', () => {
    expect(histogramTable(input({ rows: [], step: 0 })).rows).toEqual([]);
    expect(histogramGeometry(input({ rows: [], step: 0 }), [0, 1], 260).copies).toBeNull();
  });
});

describe('the transitions', () => {
  it('stacks four bands that fill the picture, with the top of "fixed" at the second accuracy', () => {
    const { areas, top, bottom } = transitionsGeometry(input(), 400);
    const edge = (index: number): number => Number(areas[index].path.split('L')[1].split(' ')[1]);
    const share = (y: number): number => (bottom - y) / (bottom - top);
    expect(share(edge(1))).toBeCloseTo(0.67, 2);
    expect(share(edge(3))).toBeCloseTo(1, 2);
  });

  it('labels the shares of the last evaluation, which add up to all problems', () => {
    const texts = transitionsGeometry(input(), 400).labels.map((label) => label.text);
    expect(texts).toEqual(['stayed right 47%', 'fixed 20%', 'broke 5.0%', 'stayed wrong 28%']);
  });

  it('leaves out labels of bands too thin for them in a narrow column', () => {
    expect(transitionsGeometry(input(), 170).labels.map((label) => label.band)).not.toContain('broken');
  });
});

describe('the change rate', () => {
  it('keeps the base as a reference line and ends at the playhead', () => {
    const { base, head, label } = changeRateGeometry(input({ step: 50 }), [0, 0.6], 200, 184);
    expect(base?.text).toBe('base 40%');
    expect(label?.text).toBe('40%');
    expect(head?.x).toBe(41);
  });
});

describe('the lanes', () => {
  const lane = { name: 'SCoRe', boundaries: [0, 100, 200], stageNames: ['Stage I', 'Stage II'], done: 150, onset: null };

  it('gives each stage its share of the updates and underlines what was passed and what was done', () => {
    const { lanes, playhead } = lanesGeometry([lane], 100, 200, 1008);
    expect(lanes[0].stages.map((stage) => Math.round(stage.width))).toEqual([500, 499]);
    expect(playhead).toBe(504);
    expect(lanes[0].passed).toBe(500);
    expect(lanes[0].done).toBe(754);
  });

  it('never writes the onset over the name of a run or of a stage', () => {
    for (let step = 0; step <= 200; step += 10) {
      const onset = { step, tone: 'gain' as const, what: 'corrects' as const };
      const [{ onset: drawn, stages }] = lanesGeometry([{ ...lane, done: 200, onset }], 200, 200, 900).lanes;
      if (!drawn || drawn.text === '') throw new Error('the onset was not written');
      const end = drawn.textX + 6.4 * (drawn.text.length + 2);
      const stageEnd = stages[1].x + 9 + 6.4 * stages[1].label.length;
      expect(end < stages[1].x || drawn.textX > stageEnd).toBe(true);
      expect(drawn.textX).toBeGreaterThan(14 + 7 * 'SCoRe'.length + 6.4 * ' · Stage I'.length);
    }
  });

  it('writes no name over another, and leaves out the stages that have no room for theirs', () => {
    const names = (width: number, name: string, boundaries: readonly number[], stageNames: readonly string[]): string[] => {
      const { stages } = lanesGeometry([{ ...lane, name, boundaries, stageNames }], 0, 200, width).lanes[0];
      // The name is bold.
      const ends = [14 + 7 * name.length + 6.4 * (stages[0].label ? ` · ${stages[0].label}` : '').length];
      for (const { x, width: room, label } of stages.slice(1)) {
        if (!label) continue;
        expect(x + 9).toBeGreaterThan(ends.at(-1));
        ends.push(x + 9 + 6.4 * label.length);
        expect(ends.at(-1)).toBeLessThanOrEqual(x + room);
      }
      return stages.map(({ label }) => label);
    };
    expect(names(1008, 'SCoRe', [0, 100, 200], ['Stage I', 'Stage II'])).toEqual(['Stage I', 'Stage II']);
    expect(names(358, 'SCoRe', [0, 100, 200], ['Stage I', 'Stage II'])).toEqual(['I', 'II']);
    const three = ['Stage I(a)', 'Stage I(b)', 'Stage II'];
    expect(names(358, 'Three-turn SCoRe', [0, 50, 100, 200], three)).toEqual(['', '', 'II']);
    expect(names(358, 'SCoRe, interleaved stages', [0, 50, 100, 150, 200], ['Stage I', 'Stage II', 'Stage I', 'Stage II'])).toEqual(['', '', '', 'II']); // prettier-ignore
    expect(names(358, 'STaR stage', [0, 100, 200], ['Stage I', 'STaR of the second answers, in three turns'])).toEqual(['I', '']);
  });

  it('does not show an onset that the playhead has not reached', () => {
    const onset = { step: 120, tone: 'loss' as const, what: 'copies' as const };
    expect(lanesGeometry([{ ...lane, onset }], 100, 200, 900).lanes[0].onset).toBeNull();
  });
});
