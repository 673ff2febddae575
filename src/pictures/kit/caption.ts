import { count } from './format.ts';

/** What every picture of held-out accuracies says of itself. */
export function sampleCaption(n: number | undefined, interval: string, width: number): string {
  if (n === undefined) return 'Not measured yet.';
  const size = `n = ${count(n)}`;
  return width < 260 || interval === '' ? size : `${size}; ${interval}`;
}
