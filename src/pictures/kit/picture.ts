import type { EvaluationRow } from '../../../workers/protocol.ts';
import type { Domain } from './scale.ts';

/** What every picture of a run is drawn from. */
export interface PictureInput {
  /** Name of the run in a sentence. */
  name: string;
  /** Held-out evaluations at one temperature, in the order of their steps; the base's first. */
  rows: readonly EvaluationRow[];
  /** The playhead, in updates. */
  step: number;
  /** Updates the horizontal axis ends at; the same in both columns. */
  steps: number;
  /** First update of every stage, and the total. */
  boundaries: readonly number[];
  stageNames: readonly string[];
}

/** Domains computed from both runs, so that equal heights mean equal numbers. */
export interface SharedDomains {
  accuracy: Domain;
  portrait: Domain;
  change: Domain;
  histogram: Domain;
  /** Nats. */
  kl: Domain;
  entropy: Domain;
}
