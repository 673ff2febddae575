import { words } from '../../languages/words.ts';
import { count } from './format.ts';

/** What every picture of held-out accuracies says of itself. */
export function sampleCaption(n: number | undefined, interval: string): string {
  const { sample, notMeasured } = words().figure;
  return n === undefined ? notMeasured : sample(count(n), interval);
}
