import type { MeasuredDiagnosis } from '../../workers/measures/diagnosis.ts';

/** The verdict on each run at one moment; undefined before its first one. */
export type Moment = readonly (MeasuredDiagnosis | undefined)[];

/**
 * The first moment of every kind that two histories come to, before the first evaluation to the last. What is said of two moments of one kind
 * differs in its numbers alone.
 * @param verdicts on each run, in the order of their steps
 */
export function kindsOfMoments(verdicts: readonly (readonly MeasuredDiagnosis[])[]): Moment[] {
  const kinds = new Map<string, Moment>();
  const steps = new Set(verdicts.flatMap((ofRun) => ofRun.map(({ last }) => last.step)));
  const reached = verdicts.map(() => 0);
  for (const step of [-1, ...[...steps].sort((a, b) => a - b)]) {
    const moment = verdicts.map((ofRun, run) => {
      while (reached[run] < ofRun.length && ofRun[reached[run]].last.step <= step) reached[run]++;
      return ofRun[reached[run] - 1];
    });
    const kind = moment.map((verdict) => verdict && `${verdict.key} ${verdict.evidence}`).join();
    if (!kinds.has(kind)) kinds.set(kind, moment);
  }
  return [...kinds.values()];
}
