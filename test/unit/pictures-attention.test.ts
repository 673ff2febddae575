import { describe, expect, it } from 'vitest';
import { placesThatDiffer, probabilityText } from '../../src/ask/tokens.ts';
import { allHeads, attentionGeometry, meanWeights, partShares, type Attention } from '../../src/pictures/attention/geometry.ts';
import { attentionTable, choicesOf, choiceText, sharesText } from '../../src/pictures/attention/words.ts';
import type { AskedPart, AskedToken } from '../../workers/protocol.ts';

const position = (text: string, part: AskedPart) => ({ id: 0, text, isEnd: false, part });
/** A problem of two tokens, answers of two; two layers of two heads. */
const attention: Attention = {
  positions: [position('p', 'prompt'), position('=', 'prompt'), position('1', 'first'), position('2', 'first'), position('/', 'separator'), position('3', 'second')], // prettier-ignore
  weights: [
    [[[1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]], [[0, 1, 0, 0, 0], [0, 0, 0, 1, 0, 0]]],
    [[[0, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0]], [[0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0]]],
  ], // prettier-ignore
};
const written = ['3', '4'];
const rows = meanWeights(attention, allHeads);

describe('what the second turn looks at', () => {
  it('is the mean of the heads that are chosen: all, those of a layer, or one', () => {
    expect(rows).toEqual([
      [0.25, 0.25, 0.5, 0, 0],
      [0, 0, 0, 0.5, 0.25, 0.25],
    ]);
    expect(meanWeights(attention, { layer: 0, head: null })).toEqual([
      [0.5, 0.5, 0, 0, 0],
      [0, 0, 0, 0.5, 0, 0.5],
    ]);
    expect(meanWeights(attention, { layer: 1, head: 1 })).toEqual([
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 1, 0],
    ]);
    expect(choicesOf(attention).map(choiceText)).toEqual([
      'all layers and heads, mean',
      ...[1, 2].flatMap((layer) => [`layer ${layer}, mean of its heads`, `layer ${layer}, head 1`, `layer ${layer}, head 2`]),
    ]);
  });

  it('is shared out among the parts of the episode', () => {
    expect(partShares(attention, rows)).toEqual({ prompt: 0.25, first: 0.5, separator: 0.125, second: 0.125 });
    expect(sharesText(attention, rows)).toBe('25% problem, 50% first answer, 13% /, 13% second answer so far');
  });

  it('is drawn by area, in the order of reading where that fits and on end where it does not', () => {
    const wide = attentionGeometry(attention, written, rows, 400);
    expect(wide.lies).toBe(true);
    const cells = wide.cells.filter(({ side }) => side > 0);
    expect(cells).toHaveLength(6);
    const [quarter, half] = [cells[0], cells[2]];
    expect((half.side / quarter.side) ** 2).toBeCloseTo(2);
    expect(half.x + half.side / 2).toBeCloseTo(wide.positions[2].at);
    expect(half.y + half.side / 2).toBeCloseTo(wide.written[0].at);
    expect(wide.cells.filter(({ frame }) => frame).map(({ key }) => key)).toEqual(['0 2', '1 3']);
    expect(wide.right).toBeLessThanOrEqual(400);

    const narrow = attentionGeometry(attention, written, rows, 90);
    expect(narrow.lies).toBe(false);
    expect(narrow.right).toBeLessThanOrEqual(90);
    const same = narrow.cells.filter(({ side }) => side > 0)[2];
    expect(same.y + same.side / 2).toBeCloseTo(narrow.positions[2].at);
    expect(same.x + same.side / 2).toBeCloseTo(narrow.written[0].at);
  });

  it('has a table with nothing where nothing had been written yet', () => {
    expect(attentionTable(attention, written, rows)).toEqual({
      head: ['Writing', 'p (problem)', '= (problem)', '1 (first answer)', '2 (first answer)', '/ (/)', '3 (second answer so far)'],
      rows: [
        ['3', '25%', '25%', '50%', '0%', '0%', ''],
        ['4', '0%', '0%', '0%', '50%', '25%', '25%'],
      ],
    });
  });
});

describe('tokens of an answer', () => {
  it('differ where their ids do, and where only one answer has them', () => {
    const tokens = (...ids: number[]): AskedToken[] => ids.map((id) => ({ id, text: '', isEnd: false, probability: 1, entropy: 0, alternatives: [] })); // prettier-ignore
    expect(placesThatDiffer(tokens(1, 2, 3), tokens(1, 0, 3))).toEqual([1]);
    expect(placesThatDiffer(tokens(1, 2), tokens(1, 2, 3))).toEqual([2]);
    expect(placesThatDiffer(tokens(1, 2), tokens(1, 2))).toEqual([]);
  });

  it('are never said to be certain or impossible unless they are', () => {
    expect([0.5, 0.05, 0.00001, 0.9994, 0.995, 1].map(probabilityText)).toEqual(['50%', '5.0%', '<0.1%', '>99.9%', '99.5%', '100%']);
  });
});
