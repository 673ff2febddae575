/** Medians, spreads and fits. */

/**
 * Quantile by linear interpolation between order statistics.
 * @param share 0 is the smallest value, 1 the largest
 * @throws if there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('A quantile needs at least one value; got none.');
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface PowerFit {
  /** y ≈ factor · x^exponent. */
  exponent: number;
  factor: number;
  /** Share of the variance of log y that the fit explains. */
  r2: number;
}

/**
 * Fits y = factor · x^exponent by least squares on the logarithms.
 * @throws if there are fewer than two different x, or a number is not positive
 */
export function fitPower(points: readonly { x: number; y: number }[]): PowerFit {
  if (points.some(({ x, y }) => !(x > 0 && y > 0))) throw new Error('A power law fits positive numbers only.');
  if (new Set(points.map(({ x }) => x)).size < 2) throw new Error('A power law needs points at two different places at least.');
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)]);
  const mean = (index: 0 | 1): number => logs.reduce((sum, pair) => sum + pair[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of logs) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const exponent = xy / xx;
  return { exponent, factor: Math.exp(meanY - exponent * meanX), r2: yy === 0 ? 1 : xy ** 2 / (xx * yy) };
}
