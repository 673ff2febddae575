/** Which rows of a long history a picture needs: a hundred thousand updates can be evaluated more often than there are pixels to draw them in. */

/** What a picture draws of a row; null where it draws nothing. */
type Quantity<Row> = (row: Row) => number | null;

/** How the rows of a history are gone through, column by column. */
interface Columns<Row> {
  /** Updates at which the axis ends. */
  steps: number;
  /** Columns of the axis. */
  count: number;
  /** A constant, by which a picture finds what it has worked out before. */
  quantities: readonly Quantity<Row>[];
}

/** Columns that an axis of so many pixels has room for: two pixels are about as wide as a line. */
export const columnsIn = (pixels: number): number => Math.max(1, Math.ceil(pixels / 2));

/** What was found of a history when it was last looked at. */
interface Known<Row> {
  rows: readonly Row[];
  steps: number;
  count: number;
  seen: readonly Row[];
  /** How many of the rows lie in columns that no later row belongs to, and how many of the seen ones those are. */
  gone: number;
  seenGone: number;
}

/** By the first row of a history and the quantities of a picture. */
const known = new WeakMap<object, WeakMap<object, Known<never>>>();

/** Of rows[from] to rows[to − 1]: the first, the last, those where a quantity is least or greatest, and those beside a gap in it. */
function seenOfColumn<Row>(rows: readonly Row[], from: number, to: number, quantities: readonly Quantity<Row>[]): Row[] {
  const kept = new Set([from, to - 1]);
  for (const quantity of quantities) {
    let [least, greatest] = [-1, -1];
    let [low, high] = [Infinity, -Infinity];
    let wasMeasured: boolean | null = null;
    for (let index = from; index < to; index++) {
      const value = quantity(rows[index]);
      if (wasMeasured !== null && wasMeasured !== (value !== null)) kept.add(index - 1).add(index);
      wasMeasured = value !== null;
      if (value === null) continue;
      if (value < low) [low, least] = [value, index];
      if (value > high) [high, greatest] = [value, index];
    }
    if (least >= 0) kept.add(least).add(greatest);
  }
  return [...kept].sort((a, b) => a - b).map((index) => rows[index]);
}

/**
 * The rows of a history that its picture needs. Of every column those are the first, the last, and the ones in which a drawn
 * quantity is least or greatest there: a line through them covers the columns as a line through all of them would (Jugel et al., "M4: A
 * Visualization-Oriented Time Series Data Aggregation", VLDB 2014). A history of fewer rows than columns comes back as it is. Rows that were
 * added to a history since it was last looked at cost their own columns.
 * @param rows in the order of their steps
 */
export function seenRows<Row extends { step: number }>(rows: readonly Row[], { steps, count, quantities }: Columns<Row>): readonly Row[] {
  if (rows.length <= count) return rows;
  const ofHistory = known.get(rows[0]) ?? new WeakMap<object, Known<never>>();
  known.set(rows[0], ofHistory);
  const before = ofHistory.get(quantities) as Known<Row> | undefined;
  const isSameAxis = before?.steps === steps && before.count === count;
  if (isSameAxis && before.rows === rows) return before.seen;
  const isLonger = isSameAxis && before.gone < rows.length && before.rows.slice(0, before.gone).every((row, i) => row === rows[i]);
  const seen = isLonger ? before.seen.slice(0, before.seenGone) : [];
  const columnOf = (index: number): number => Math.floor((count * rows[index].step) / steps);
  let from = isLonger ? before.gone : 0;
  for (let index = from + 1; index < rows.length; index++) {
    if (columnOf(index) === columnOf(from)) continue;
    seen.push(...seenOfColumn(rows, from, index, quantities));
    from = index;
  }
  const seenGone = seen.length;
  seen.push(...seenOfColumn(rows, from, rows.length, quantities));
  ofHistory.set(quantities, { rows, steps, count, seen, gone: from, seenGone } as unknown as Known<never>);
  return seen;
}
