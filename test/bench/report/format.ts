/** Numbers as they stand in a report. */

/** Three significant digits, with separators between thousands. */
export function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: digits, maximumSignificantDigits: Math.abs(value) < 1000 ? 3 : 4 });
}

export const optional = (value: number | null): string => (value === null ? '–' : short(value));

export const bytes = (value: number | null): string =>
  value === null ? '–' : value < 1e6 ? `${short(value / 1e3)} kB` : `${short(value / 1e6)} MB`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
