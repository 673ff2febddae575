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

/** The n of a picture: "n = 2,000 problems and 5 seeds each." */
export function sampleSentence(samples: readonly Sample[], [one, many] = ['problem', 'problems']): string {
  if (samples.length === 0) return 'Not measured yet.';
  const problems = samples.map((sample) => sample.problems);
  const [fewest, most] = [Math.min(...problems), Math.max(...problems)];
  const size = fewest === most ? counted(most, one, many) : `${count(fewest)} to ${count(most)} ${many}`;
  const [{ seeds }] = samples;
  if (samples.every((sample) => sample.seeds === seeds)) {
    return `n = ${size} and ${counted(seeds, 'seed', 'seeds')}${samples.length > 1 ? ' each' : ''}.`;
  }
  return `n = ${size}; seeds: ${samples.map((sample) => `${sample.name} ${sample.seeds}`).join(', ')}.`;
}

/** What the whiskers of a picture are. */
export function intervalSentence(samples: readonly Sample[]): string {
  if (samples.every(({ seeds }) => seeds === 1)) return 'Whiskers: 95% intervals over problems.';
  return 'Whiskers: 95% t-intervals over seeds, or over problems where seeds do not differ.';
}
