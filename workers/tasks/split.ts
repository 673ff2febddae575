import type { RandomSource } from '../model/random.ts';
import type { Problem, Split } from './task.ts';

/**
 * Which split a problem belongs to: one in ten, by a hash of its prompt alone (FNV-1a with a final mix), is held out. The same problem
 * is on the same side in every run, whatever the seed, so a held-out problem cannot reach training.
 */
export function splitOf(prompt: ArrayLike<number>): Split {
  let hash = 0x811c9dc5;
  for (let i = 0; i < prompt.length; i++) hash = Math.imul(hash ^ prompt[i], 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % 10 === 0 ? 'heldout' : 'train';
}

/** The first problem that `draw` gives for the split. */
export function drawFor(split: Split, draw: (random: RandomSource) => Problem, random: RandomSource): Problem {
  for (;;) {
    const problem = draw(random);
    if (splitOf(problem.prompt) === split) return problem;
  }
}
