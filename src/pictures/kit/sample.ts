import { count } from './format.ts';

/** What a number of the study is a mean of. */
export interface Sample {
  /** Name of what was measured, mostly a method. */
  name: string;
  /** Problems per seed, or whatever was counted. */
  problems: number;
  /** Seeds that measured apart: one where all of them measured the same. */
  seeds: number;
}

const counted = (number: number, one: string, many: string): string => `${count(number)} ${number === 1 ? one : many}`;

/** "5 seeds", or "2 to 10 seeds" where they differ. */
export function countedRange(numbers: readonly number[], [one, many]: readonly [string, string]): string {
  const [fewest, most] = [Math.min(...numbers), Math.max(...numbers)];
  return fewest === most ? counted(most, one, many) : `${count(fewest)} to ${count(most)} ${many}`;
}

/** The n of a picture: "n = 2,000 problems and 5 seeds each." */
export function sampleSentence(samples: readonly Sample[], unit: readonly [string, string] = ['problem', 'problems']): string {
  if (samples.length === 0) return 'Not measured yet.';
  const size = countedRange(
    samples.map(({ problems }) => problems),
    unit,
  );
  const [{ seeds }] = samples;
  if (samples.every((sample) => sample.seeds === seeds)) {
    return `n = ${size} and ${counted(seeds, 'seed', 'seeds')}${samples.length > 1 ? ' each' : ''}.`;
  }
  return `n = ${size}; seeds: ${samples.map((sample) => `${sample.name} ${sample.seeds}`).join(', ')}.`;
}

/** What the whiskers of a picture are, or whatever else shows its intervals. */
export function intervalSentence(samples: readonly Pick<Sample, 'seeds'>[], shown = 'Whiskers'): string {
  if (samples.every(({ seeds }) => seeds === 1)) return `${shown}: 95% intervals over problems.`;
  return `${shown}: 95% t-intervals over seeds, or over problems where there is one seed or all measure the same.`;
}
