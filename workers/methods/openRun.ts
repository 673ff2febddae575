/** A run that is open in a session: what is done to it, told in events, and what is saved of it. */
import { writeCheckpoint } from '../model/checkpoint.ts';
import type { RunEvent, UpdateReport } from '../protocol.ts';
import { evaluationEvent } from './runEvents.ts';
import { writeState } from './state.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Longest time between two states that are sent, ms: what closing the page without a pause can cost. */
const saveEvery = 5000;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lets messages from the page in between two updates. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Training that fails stops it, and says so: whoever advances several goes on with the others. */
export class OpenRun {
  /** Set once the run cannot go on. */
  stopped = false;
  /** When its state was last sent, ms. */
  private savedAt = performance.now();

  constructor(
    readonly id: string,
    readonly run: TrainingRun,
    private readonly listen: (event: RunEvent) => void,
  ) {}

  /** The first measurement. */
  begin(): Promise<void> {
    return this.attempt(async () => {
      await this.evaluate();
      await this.save();
      await this.sayIfFinished();
    });
  }

  update(): Promise<void> {
    return this.attempt(async () => {
      const start = performance.now();
      await this.follow(await this.run.update(), start);
      await breathe();
    });
  }

  advanceStage(): Promise<void> {
    return this.attempt(async () => {
      const { id, run } = this;
      const start = performance.now();
      const step = run.step + 1;
      const stage = await run.advanceStage();
      this.say({ kind: 'stage', id, step, ...stage });
      if (stage.made === 'gradient') await this.follow(stage.report, start);
      await breathe();
    });
  }

  /** One batch for a stage that imitates, before it can learn. */
  sample(): Promise<void> {
    return this.attempt(async () => {
      const { run } = this;
      const waiting = run.batchesToSample;
      this.sayPhase('sampling', `Sampling answers to imitate: ${waiting} ${waiting === 1 ? 'batch' : 'batches'} to go.`);
      await run.sample();
      if (run.batchesToSample === 0) this.sayPhase('training', 'Training.');
      await this.saveNowAndThen();
      await breathe();
    });
  }

  async save(): Promise<void> {
    const { id, run } = this;
    this.savedAt = performance.now();
    this.say({ kind: 'checkpoint', id, step: run.step, state: writeState(await run.state()) });
  }

  stop(sentence: string, gpuWasLost = false): void {
    if (this.stopped) return;
    this.stopped = true;
    this.listen({ kind: 'stopped', id: this.id, step: this.run.step, sentence, gpuWasLost });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.stop(sentenceOf(error));
    }
  }

  /** What is said and saved of an update that is done. @param start of the work on it, ms */
  private async follow(report: UpdateReport, start: number): Promise<void> {
    const { id, run } = this;
    this.say({ kind: 'update', id, ...report, milliseconds: performance.now() - start });
    if (run.evaluationDue) await this.evaluate();
    if (run.evaluationDue) await this.save();
    else await this.saveNowAndThen();
    await this.sayIfFinished();
  }

  private async evaluate(): Promise<void> {
    this.sayPhase('evaluating', `Measuring on ${this.run.options.heldOut} held-out problems.`);
    const { event } = await evaluationEvent(this.id, this.run);
    this.say(event);
    this.sayPhase('training', 'Training.');
  }

  private async saveNowAndThen(): Promise<void> {
    if (performance.now() - this.savedAt > saveEvery) await this.save();
  }

  private async sayIfFinished(): Promise<void> {
    const { id, run } = this;
    if (run.finished) this.say({ kind: 'finished', id, step: run.step, model: writeCheckpoint(await run.model()) });
  }

  private sayPhase(phase: 'sampling' | 'training' | 'evaluating', sentence: string): void {
    const { id, run } = this;
    this.say({ kind: 'phase', id, phase, sentence, progress: run.step / run.options.steps });
  }

  /** A stopped run says nothing more: what was still under way when it stopped is not to be trusted. */
  private say(event: RunEvent): void {
    if (!this.stopped) this.listen(event);
  }
}
