import { words } from '../../languages/words.ts';
import { count } from './format.ts';

/** What every picture of held-out problems says of itself. @param more the temperature, and what bars are */
export function sampleCaption(n: number | undefined, more: string): string {
  const { sample, notMeasured } = words().figure;
  return n === undefined ? notMeasured : sample(count(n), more);
}
