import type { Sample } from '../pictures/kit/sample.ts';

/** How many seeds of a method were probed on which held-out problems: those that runs evaluate on, or those for reports alone. */
export interface AskedSeeds extends Pick<Sample, 'name'> {
  watched: number;
  report: number;
}

/** Which problems the probes of a picture ask. */
export function askedSentence(asked: readonly AskedSeeds[]): string {
  if (asked.every(({ report }) => report === 0)) return 'Asked: held-out problems that runs evaluate on.';
  if (asked.every(({ watched }) => watched === 0)) return 'Asked: held-out problems for reports alone.';
  const seeds = (set: 'watched' | 'report'): string =>
    asked
      .filter((each) => each[set] > 0)
      .map((each) => `${each.name} ${each[set]}`)
      .join(', ');
  return `Asked, by seeds: held-out problems that runs evaluate on (${seeds('watched')}), and those for reports alone (${seeds('report')}).`;
}
