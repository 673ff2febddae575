import { answerKey } from './answerKey.ts';
import type { Answer } from './answerKey.ts';
import { meanOverSeeds } from './intervals.ts';
import type { Estimate } from './intervals.ts';

/** Distinct answers among k samples of one context, averaged over contexts. */
export interface Diversity {
  /** Contexts. */
  n: number;
  /** Samples of each. */
  k: number;
  /** Between 1, where all samples agree, and k. */
  distinct: Estimate;
}

/**
 * How many different answers a model gives: first ones to a problem, or second ones to a fixed problem and first answer (§7).
 * The mean has a 95% t-interval over the contexts.
 * @param samples k answers to each of at least two contexts
 * @throws if there are fewer contexts, no samples, or not equally many of each.
 */
export function diversityOf(samples: readonly (readonly Answer[])[]): Diversity {
  const n = samples.length;
  if (n < 2) throw new Error(`Diversity is averaged over at least 2 contexts; got ${n}.`);
  const k = samples[0].length;
  const other = samples.find((answers) => answers.length !== k);
  if (other || k === 0) throw new Error(`Every context needs the same number of samples, at least 1; got ${k} and ${other?.length ?? k}.`);
  return { n, k, distinct: meanOverSeeds(samples.map((answers) => new Set(answers.map(answerKey)).size)) };
}
