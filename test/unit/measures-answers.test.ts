import { describe, expect, it } from 'vitest';
import { alignTokens } from '../../workers/measures/alignment.ts';
import { editDistanceRatio, histogramOf } from '../../workers/measures/editDistance.ts';
import { histogramBins } from '../../workers/measures/outcome.ts';
import { randomSource } from '../../workers/model/random.ts';

/** Fewest insertions and deletions from a to b, by trying everything. */
function indelDistance(a: number[], b: number[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const single = 1 + Math.min(indelDistance(a.slice(1), b), indelDistance(a, b.slice(1)));
  return a[0] === b[0] ? Math.min(single, indelDistance(a.slice(1), b.slice(1))) : single;
}

/** Fewest columns among the alignments with that many insertions and deletions (a pair of different tokens counts as both). */
function leastColumns(a: number[], b: number[], edits: number): number {
  if (edits < 0) return Infinity;
  if (a.length === 0 || b.length === 0) return a.length + b.length === edits ? edits : Infinity;
  const pair = leastColumns(a.slice(1), b.slice(1), a[0] === b[0] ? edits : edits - 2);
  return 1 + Math.min(pair, leastColumns(a.slice(1), b, edits - 1), leastColumns(a, b.slice(1), edits - 1));
}

function randomPairs(count: number, longest: number): [number[], number[]][] {
  const random = randomSource(5, 'heldOutProblems');
  const answer = (): number[] => Array.from({ length: random.integer(longest + 1) }, () => random.integer(3));
  return Array.from({ length: count }, () => [answer(), answer()]);
}

const digits = (text: string): string[] => text.split('');
const draw = (first: string, second: string): string[] => {
  const columns = alignTokens(digits(first), digits(second));
  return [
    columns.map((column) => column.first ?? '·').join(''),
    columns.map((column) => column.second ?? '·').join(''),
    columns.map((column) => (column.changed ? '^' : ' ')).join(''),
  ];
};

describe('edit-distance ratio', () => {
  it('agrees with a search through all edits on random short answers', () => {
    for (const [a, b] of randomPairs(200, 6)) {
      const total = a.length + b.length;
      expect(editDistanceRatio(a, b)).toBe(total === 0 ? 0 : indelDistance(a, b) / total);
    }
  });

  it('is 0 exactly for equal answers and 1 for answers without a common token', () => {
    expect(editDistanceRatio([], [])).toBe(0);
    expect(editDistanceRatio([4, 2], [4, 2])).toBe(0);
    expect(editDistanceRatio([1, 2, 3], [4, 5])).toBe(1);
    expect(editDistanceRatio([], [7])).toBe(1);
  });

  it('counts a replaced token as one deletion and one insertion', () => {
    expect(editDistanceRatio([1, 2, 3, 4], [1, 9, 3, 4])).toBe(2 / 8);
  });

  it('reads typed arrays as it reads plain ones', () => {
    expect(editDistanceRatio(Int32Array.of(1, 2, 3), Uint8Array.of(1, 3))).toBe(1 / 5);
  });
});

describe('histogram of ratios', () => {
  it('keeps exact copies apart and closes every bin on the right', () => {
    expect(histogramOf([0, 0, 0.05, 0.1, 0.11, 1])).toEqual([2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('puts every tenth into the bin that it closes, however long the answers are', () => {
    for (const length of [5, 10, 15, 35]) {
      for (let tenth = 0; tenth <= 10; tenth++) {
        // length tokens each, of which the first (1 − tenth / 10) are common.
        const replaced = (length * tenth) / 10;
        if (!Number.isInteger(replaced)) continue;
        const first = Array.from({ length }, (_, i) => i);
        const second = first.map((token) => (token >= length - replaced ? token + 100 : token));
        expect(histogramOf([editDistanceRatio(first, second)])[tenth]).toBe(1);
      }
    }
  });

  it('has a bar for nothing when there are no ratios', () => {
    expect(histogramOf([])).toEqual(new Array(histogramBins).fill(0));
  });

  it('refuses a ratio outside [0, 1]', () => {
    expect(() => histogramOf([1.2])).toThrow('between 0 and 1; got 1.2');
    expect(() => histogramOf([NaN])).toThrow('got NaN');
  });
});

describe('alignment of two answers', () => {
  it('reads back to both answers and marks exactly the columns that differ', () => {
    for (const [a, b] of randomPairs(300, 9)) {
      const columns = alignTokens(a, b);
      expect(columns.map((column) => column.first).filter((token) => token !== null)).toEqual(a);
      expect(columns.map((column) => column.second).filter((token) => token !== null)).toEqual(b);
      for (const { first, second, changed } of columns) expect(changed).toBe(first !== second);
    }
  });

  it('keeps a longest common subsequence and needs the fewest columns for it', () => {
    for (const [a, b] of randomPairs(150, 5)) {
      const columns = alignTokens(a, b);
      const edits = indelDistance(a, b);
      expect(columns.filter((column) => !column.changed).length).toBe((a.length + b.length - edits) / 2);
      expect(columns.length).toBe(leastColumns(a, b, edits));
    }
  });

  it('shows a replaced token above its replacement', () => {
    expect(draw('99903', '99993')).toEqual(['99903', '99993', '   ^ ']);
    expect(draw('50004', '49904')).toEqual(['50004', '49904', '^^^  ']);
  });

  it('leaves a gap where a token was inserted or dropped', () => {
    expect(draw('b-a+c', 'b-(a+c')).toEqual(['b-·a+c', 'b-(a+c', '  ^   ']);
    expect(draw('1003', '103')).toEqual(['1003', '10·3', '  ^ ']);
  });

  it('is empty for two empty answers', () => {
    expect(alignTokens([], [])).toEqual([]);
  });
});
