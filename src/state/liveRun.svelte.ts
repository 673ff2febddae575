import { methodById, updatesOf, type EvaluationEvent, type RunEvent, type RunOptions } from '../../workers/protocol.ts';
import type { Pace } from './estimate.ts';
import { withEvaluation } from './shown.ts';
import type { LoadedRun } from './storage.ts';

type Update = Extract<RunEvent, { kind: 'update' }>;
type Phase = Extract<RunEvent, { kind: 'phase' }>;
export type StageEvent = Extract<RunEvent, { kind: 'stage' }>;

/** How many of the latest durations an estimate looks at. */
const recent = 20;

/** A run of this tab: what its events have said so far. */
export class LiveRun {
  readonly id: string;
  readonly options: RunOptions;
  /** Updates done. */
  step = $state(0);
  /** Updates done in the last checkpoint. */
  savedStep = $state(0);
  evaluations = $state.raw<EvaluationEvent[]>([]);
  update = $state.raw<Update | null>(null);
  phase = $state.raw<Phase | null>(null);
  /** Of the update that is or was last made stage by stage: the stages made so far. */
  stages = $state.raw<readonly StageEvent[]>([]);
  finished = $state(false);
  /** Why the run cannot go on, if it cannot. */
  stopped = $state<string | null>(null);
  /** Whether that was only the loss of the GPU. */
  gpuWasLost = false;
  /** Programs of the updates done that ran out of time or memory. */
  stoppedPrograms = $state(0);
  /** The same, up to the last checkpoint. */
  savedStoppedPrograms = 0;
  /** Every update of this visit, in order; those of earlier visits are not kept. */
  updateReports: Update[] = [];
  updateTimes = $state.raw<number[]>([]);
  evaluationTimes = $state.raw<number[]>([]);
  /** Of this run, for a reload within the session: the bytes of the last checkpoint. */
  checkpoint: Uint8Array | null = null;
  #evaluatingSince: number | null = null;

  constructor(id: string, options: RunOptions) {
    this.id = id;
    this.options = options;
  }

  /** Whether the base that it starts from is being made. */
  get isPretraining(): boolean {
    return this.phase?.phase === 'pretraining';
  }

  restore(saved: LoadedRun): void {
    this.step = saved.step;
    this.savedStep = saved.step;
    this.stoppedPrograms = this.savedStoppedPrograms = saved.stoppedPrograms ?? 0;
    this.finished = saved.finished;
    this.evaluations = saved.evaluations;
  }

  /** Takes an event in. @param now milliseconds of a clock that never goes back */
  apply(event: RunEvent, now: number): void {
    switch (event.kind) {
      case 'phase':
        this.phase = event;
        this.#evaluatingSince = event.phase === 'evaluating' ? (this.#evaluatingSince ?? now) : null;
        break;
      case 'stage':
        this.stages = [...this.stages.filter(({ step, made }) => step === event.step && made !== event.made), event];
        break;
      case 'update':
        this.step = event.step;
        this.update = event;
        this.updateReports.push(event);
        this.stoppedPrograms += event.stopped_programs;
        this.updateTimes = [...this.updateTimes, event.milliseconds].slice(-recent);
        break;
      case 'evaluation':
        if (this.#evaluatingSince !== null) this.evaluationTimes = [...this.evaluationTimes, now - this.#evaluatingSince].slice(-recent);
        this.#evaluatingSince = null;
        this.evaluations = withEvaluation(this.evaluations, event);
        break;
      case 'checkpoint':
        this.checkpoint = event.state;
        this.savedStep = event.step;
        this.savedStoppedPrograms = this.stoppedPrograms;
        break;
      case 'finished':
        this.step = event.step;
        this.finished = true;
        break;
      case 'stopped':
        this.stopped = event.sentence;
        this.gpuWasLost = event.gpuWasLost;
        break;
    }
  }

  /** Forgets what came after the last checkpoint, as a new start from it will make it again. */
  rewind(): void {
    this.stages = this.stages.filter(({ step }) => step <= this.savedStep);
    this.step = this.savedStep;
    this.stoppedPrograms = this.savedStoppedPrograms;
    this.stopped = null;
    this.gpuWasLost = false;
    this.evaluations = this.evaluations.filter((evaluation) => evaluation.step <= this.savedStep);
    this.updateReports = this.updateReports.filter(({ step }) => step <= this.savedStep);
  }

  /** Updates of the whole run. */
  get updates(): number {
    return updatesOf(methodById(this.options.method), this.options.steps);
  }

  get pace(): Pace {
    const { evaluateEvery } = this.options;
    const evaluationsLeft = Math.ceil(this.updates / evaluateEvery) - Math.floor(this.step / evaluateEvery);
    return { updates: this.updateTimes, evaluations: this.evaluationTimes, updatesLeft: this.updates - this.step, evaluationsLeft };
  }
}
