export type Domain = readonly [number, number];

/** The straight line that takes a domain to a range of pixels. */
export const linear =
  ([from, to]: Domain, [start, end]: Domain) =>
  (value: number): number =>
    start + ((end - start) * (value - from)) / (to - from || 1);

/** Multiples of `step` in a domain, ends included. */
export function ticks([from, to]: Domain, step: number): number[] {
  const first = Math.ceil(from / step - 1e-6);
  const last = Math.floor(to / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** The least and the greatest of values; infinite and the wrong way round where there are none. Any number of them, as arguments would not be. */
export function extent(values: readonly number[]): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

/** The smallest domain in multiples of `step`, a whole part of 1, around the values with some air, at least `span` wide and inside [0, 1]. */
export function fractionDomain(values: readonly number[], step: number, span: number, air: number): Domain {
  if (values.length === 0) return [0, 1];
  // Divided by a whole number, so that 0.6 is 0.6.
  const round = (value: number): number => Math.round(value / step) / Math.round(1 / step);
  const [least, greatest] = extent(values);
  let low = Math.max(0, Math.floor((least - air) / step + 1e-6) * step);
  let high = Math.min(1, Math.ceil((greatest + air) / step - 1e-6) * step);
  while (high - low < span - 1e-6 && (low > 0 || high < 1)) {
    if (high < 1) high = Math.min(1, high + step);
    if (high - low < span - 1e-6 && low > 0) low = Math.max(0, low - step);
  }
  return [round(low), round(high)];
}

/** The smallest of 1, 2 and 5 times a power of ten that goes into a number at most four times. */
export function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 4) + 1e-9);
  return power * ([1, 2, 5].find((size) => most / (power * size) < 4 + 1e-6) ?? 10);
}

/** From zero to a round number at or above every value and `atLeast`, of quantities that have no upper end. */
export function openDomain(values: readonly number[], atLeast: number): Domain {
  const most = Math.max(atLeast, extent(values.filter(Number.isFinite))[1]);
  const step = roundStep(most);
  return [0, step * Math.ceil(most / step - 1e-6)];
}
