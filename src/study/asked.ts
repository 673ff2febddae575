import { words } from '../languages/words.ts';
import type { Sample } from '../pictures/kit/sample.ts';

/** How many seeds of a method were probed on which held-out problems: those that runs evaluate on, or those for reports alone. */
export interface AskedSeeds extends Pick<Sample, 'name'> {
  watched: number;
  report: number;
}

/** Which problems the probes of a picture ask. */
export function askedSentence(asked: readonly AskedSeeds[]): string {
  const text = words().study;
  if (asked.every(({ report }) => report === 0)) return text.askedWatched;
  if (asked.every(({ watched }) => watched === 0)) return text.askedReport;
  const seeds = (set: 'watched' | 'report'): string[] => asked.filter((each) => each[set] > 0).map((each) => `${each.name} ${each[set]}`);
  return text.askedBoth(seeds('watched'), seeds('report'));
}
