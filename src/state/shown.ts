import {
  methodById,
  stageBoundaries,
  stagesOf,
  type EvaluationEvent,
  type EvaluationRow,
  type Method,
  type Recording,
  type RunOptions,
  type Stage,
} from '../../workers/protocol.ts';
import { differences } from './setup.ts';

/** What a column shows: a run of this tab, a recording, or a run that nobody has made yet. */
export interface ShownRun {
  source: 'live' | 'recording' | 'none';
  /** The options of what is shown; of a recording they may differ from the setup. */
  options: RunOptions;
  method: Method;
  stages: Stage[];
  /** First update of every stage, and the total. */
  boundaries: number[];
  evaluations: readonly EvaluationEvent[];
  /** Updates done. */
  step: number;
  /** The setup's settings that what is shown was not made with. */
  changed: string[];
  recording: Recording | null;
}

function describe(options: RunOptions) {
  const method = methodById(options.method);
  const stages = stagesOf(options);
  return { options, method, stages, boundaries: stageBoundaries(stages, options.steps) };
}

/**
 * Chooses what a column shows for a setup: its own run if there is one, else the recording of its task and method that differs least.
 */
export function chooseShown(
  options: RunOptions,
  live: { evaluations: readonly EvaluationEvent[]; step: number } | undefined,
  recordings: readonly Recording[],
): ShownRun {
  if (live) return { source: 'live', ...describe(options), evaluations: live.evaluations, step: live.step, changed: [], recording: null };

  const [best] = recordings
    .filter((recording) => recording.options.task === options.task && recording.options.method === options.method)
    .map((recording) => ({ recording, changed: differences(options, recording.options) }))
    .sort((a, b) => a.changed.length - b.changed.length);
  if (!best) return { source: 'none', ...describe(options), evaluations: [], step: 0, changed: [], recording: null };

  const { recording, changed } = best;
  const step = recording.evaluations.at(-1)?.step ?? 0;
  return { source: 'recording', ...describe(recording.options), evaluations: recording.evaluations, step, changed, recording };
}

/** The held-out rows of one temperature, in the order of their steps. */
export function heldOutRows(evaluations: readonly EvaluationEvent[], temperature: number): EvaluationRow[] {
  return evaluations.flatMap((evaluation) => evaluation.rows.filter((row) => row.split === 'heldout' && row.temperature === temperature));
}

/** Adds an evaluation in the order of steps; a repeated one takes the place of the one of its step. */
export function withEvaluation(evaluations: readonly EvaluationEvent[], added: EvaluationEvent): EvaluationEvent[] {
  const last = evaluations.at(-1);
  if (!last || last.step < added.step) return [...evaluations, added];
  return [...evaluations.filter((evaluation) => evaluation.step !== added.step), added].sort((a, b) => a.step - b.step);
}

/** The steps at which any of these runs was evaluated, in order. */
export function evaluatedSteps(runs: readonly ShownRun[]): number[] {
  const steps = runs.flatMap((run) => run.evaluations.map((evaluation) => evaluation.step));
  return [...new Set(steps)].sort((a, b) => a - b);
}
