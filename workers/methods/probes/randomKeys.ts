/**
 * First of the probes' steps in the stream 'evaluationTokens'. Evaluations use the number of their update there, 100 000 at most, and the
 * stream's keys have room for steps below 2²⁴: a probe repeats no numbers of an evaluation, of training, or of another probe.
 */
const firstStep = 2 ** 20;
/** Steps that each use has: attempts, rounds or groups of problems. */
const partsOfUse = 64;

const uses = [
  'firstAnswersOfBase',
  'firstAnswersOfPolicy',
  'perturbations',
  'swapFirst',
  'swapSecond',
  'voting',
  'attempts',
  'sourcesSecond',
  'levels',
  'diversityFirst',
  'diversitySecond',
  'asked',
] as const;

/** The step that keys the random numbers of one use, and of one of its parts. */
export const probeStep = (use: (typeof uses)[number], part = 0): number => firstStep + partsOfUse * uses.indexOf(use) + part;

/** Every step a probe can key its numbers with. */
export const probeSteps: readonly number[] = uses.flatMap((use) => Array.from({ length: partsOfUse }, (_, part) => probeStep(use, part)));
