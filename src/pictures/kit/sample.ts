import { words } from '../../languages/words.ts';
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

/** What is counted. */
type Unit = 'problems' | 'episodes' | 'pairs' | 'seeds';

/** "5 seeds", or "2 to 10 seeds" where they differ. */
export function countedRange(numbers: readonly number[], unit: Unit): string {
  const { samples } = words();
  const [fewest, most] = [Math.min(...numbers), Math.max(...numbers)];
  return samples[unit](fewest === most ? count(most) : samples.range(count(fewest), count(most)));
}

/** The n of a picture: "n = 2,000 problems and 5 seeds each." */
export function sampleSentence(samples: readonly Sample[], unit: Unit = 'problems'): string {
  if (samples.length === 0) return words().figure.notMeasured;
  const { same, apart } = words().samples;
  const size = countedRange(
    samples.map(({ problems }) => problems),
    unit,
  );
  const [{ seeds }] = samples;
  if (samples.every((sample) => sample.seeds === seeds)) return same(size, countedRange([seeds], 'seeds'), samples.length > 1);
  return apart(
    size,
    samples.map((sample) => `${sample.name} ${sample.seeds}`),
  );
}

/** What the whiskers of a picture are, or whatever else shows its intervals. */
export function intervalSentence(samples: readonly Pick<Sample, 'seeds'>[], shown = words().samples.whiskers): string {
  const { overProblems, overSeeds } = words().samples;
  return samples.every(({ seeds }) => seeds === 1) ? overProblems(shown) : overSeeds(shown);
}

/** Sentences one behind the other; empty ones are left out. */
export const sentences = (...parts: readonly string[]): string => parts.filter(Boolean).join(words().figure.sentences);
