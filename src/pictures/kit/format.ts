/** A fraction as a percentage: "76%". */
export const percent = (fraction: number, digits = 0): string => `${(100 * fraction).toFixed(digits)}%`;

/** One decimal below 10%, so that a few problems in a thousand do not read as none. */
export const finePercent = (fraction: number): string => percent(fraction, fraction > 0 && fraction < 0.0995 ? 1 : 0);

/** A signed difference of fractions in points: "+13.2", "−0.1". A zero has no sign. */
export function signedPoints(difference: number): string {
  const size = Math.abs(100 * difference).toFixed(1);
  return size === '0.0' ? '0.0' : `${difference < 0 ? '−' : '+'}${size}`;
}

export const points = (difference: number): string => Math.abs(100 * difference).toFixed(1);

/** A whole number with its thousands apart. Opening a browser's own number formats takes longer than all other modules of the page together. */
export const count = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A KL or an entropy, with as many decimals as a label has room for: "0.35", "12.4", "140". */
export const nats = (value: number): string => Math.max(0, value).toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
