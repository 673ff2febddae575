/** One column of two aligned answers; null where an answer has no token in this column. */
export interface AlignedColumn<T> {
  first: T | null;
  second: T | null;
  /** False only where both answers have the same token. */
  changed: boolean;
}

/**
 * Aligns two answers for reading. Of all alignments that keep a longest common subsequence in place it takes one with the fewest
 * columns, so a replaced token stands above its replacement. Ties are broken from the left: pair first, then delete, then insert.
 */
export function alignTokens<T>(a: readonly T[], b: readonly T[]): AlignedColumn<T>[] {
  const width = b.length + 1;
  // An edit outweighs any number of columns, so the sum compares edits first and columns second.
  const edit = a.length + b.length + 1;
  /** Least cost of aligning what follows position i of `a` and j of `b`, at [i * width + j]. */
  const cost = new Float64Array((a.length + 1) * width);
  const pairCost = (i: number, j: number): number => (a[i] === b[j] ? 1 : 2 * edit + 1);

  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      if (i === a.length || j === b.length) {
        cost[i * width + j] = (edit + 1) * (a.length - i + b.length - j);
        continue;
      }
      const pair = pairCost(i, j) + cost[(i + 1) * width + j + 1];
      const single = edit + 1 + Math.min(cost[(i + 1) * width + j], cost[i * width + j + 1]);
      cost[i * width + j] = Math.min(pair, single);
    }
  }

  const columns: AlignedColumn<T>[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const least = cost[i * width + j];
    if (i < a.length && j < b.length && least === pairCost(i, j) + cost[(i + 1) * width + j + 1]) {
      columns.push({ first: a[i], second: b[j], changed: a[i] !== b[j] });
      i++;
      j++;
    } else if (i < a.length && least === edit + 1 + cost[(i + 1) * width + j]) {
      columns.push({ first: a[i++], second: null, changed: true });
    } else {
      columns.push({ first: null, second: b[j++], changed: true });
    }
  }
  return columns;
}
