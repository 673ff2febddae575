/** The runs that are open together: opened, advanced in lock step, probed and asked while they are not. */
import type { Grader } from '../grader/verdict.ts';
import { disposeDecoders } from '../model/gpuDecoder.ts';
import { readCheckpoint, writeCheckpoint } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { Asked, AskedModel, ProbeProgress, ProbeResults, Question, RunEvent, RunRequest } from '../protocol.ts';
import { ask } from './ask.ts';
import { breathe, OpenRun } from './openRun.ts';
import { baseKey, optionLimits } from './options.ts';
import { pretrain } from './pretrain.ts';
import type { PretrainReport } from './pretrain.ts';
import { fewestProblems, probeModel } from './probes/list.ts';
import { readState } from './state.ts';
import { TrainingRun } from './trainingRun.ts';

export class Session {
  private runs: OpenRun[] = [];
  private pausing = false;
  private closed = false;
  /** Calls of `play` and `step` that have not ended. */
  private trainings = 0;
  /** What gives up the probes in hand. */
  private probing: AbortController | null = null;
  /** What `close` waits for; a pause does not wait for a base to be pretrained. */
  private opening: Promise<void> = Promise.resolve();
  /** Work that `pause` and `close` wait for. */
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly grader: Grader,
    private readonly listen: (event: RunEvent) => void,
  ) {}

  /** Opens runs: resumes, or starts from the given base, or pretrains one that the runs of equal base options share. */
  open(requests: readonly RunRequest[]): Promise<void> {
    const opened = this.opening.then(() => this.openAll(requests));
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  private async openAll(requests: readonly RunRequest[]): Promise<void> {
    const bases = new Map<string, Checkpoint>();
    for (const { id, options, base, resume } of requests) {
      if (this.closed) return;
      if (resume) {
        this.runs.push(new OpenRun(id, TrainingRun.resume(readState(resume), this.grader), this.listen));
        continue;
      }
      const key = baseKey(options);
      let checkpoint = base ? readCheckpoint(base) : bases.get(key);
      if (!checkpoint) {
        checkpoint = await pretrain(options, this.grader, (report) => this.reportPretraining(id, report));
        bases.set(key, checkpoint);
      }
      if (!base) this.listen({ kind: 'base', id, checkpoint: writeCheckpoint(checkpoint) });
      const opened = new OpenRun(id, TrainingRun.start(options, checkpoint, this.grader), this.listen);
      this.runs.push(opened);
      await opened.begin();
    }
  }

  private async reportPretraining(id: string, { phase, step, steps, accuracy }: PretrainReport): Promise<void> {
    if (this.closed) throw new Error('The run was closed while its base was being pretrained.');
    if (phase === 'A' && accuracy === null) return;
    const sentence =
      phase === 'A'
        ? `Pretraining a base: ${Math.round(100 * (accuracy ?? 0))}% of single answers are right after ${step} updates.`
        : `Pretraining a base: teaching it the form of a second answer, update ${step} of ${steps}.`;
    this.listen({
      kind: 'phase',
      id,
      phase: 'pretraining',
      sentence,
      progress: phase === 'A' ? (0.5 * step) / steps : 0.5 + (0.5 * step) / steps,
    });
    await breathe();
  }

  /** Trains until paused, finished or stopped. */
  play(): Promise<void> {
    return this.train(async () => {
      while (!this.pausing && this.active().length > 0) await this.advance();
      await this.saveAll();
    });
  }

  async pause(): Promise<void> {
    this.pausing = true;
    this.stopProbe();
    await this.working;
    this.pausing = false;
  }

  /** One update of every open run, with what has to be sampled before it. */
  step(): Promise<void> {
    return this.train(async () => {
      await this.sampleAll();
      if (!this.pausing) await this.advance();
      await this.saveAll();
    });
  }

  /** One stage of an update of every open run, or of those that are in the middle of one. */
  stepStage(): Promise<void> {
    return this.train(async () => {
      await this.sampleAll();
      if (!this.pausing) await this.advance((open) => open.advanceStage());
      await this.saveAll();
    });
  }

  /** What has to be sampled before the next update. */
  private async sampleAll(): Promise<void> {
    const waiting = (): OpenRun[] => this.nextToTrain().filter(({ run }) => run.batchesToSample > 0);
    while (!this.pausing && waiting().length > 0) for (const open of waiting()) await open.sample();
  }

  /** Ends all runs, because the GPU failed or was lost, with a sentence; their last checkpoints are with the page. */
  stopAll(sentence: string, gpuWasLost: boolean): void {
    for (const open of this.active()) open.stop(sentence, gpuWasLost);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.opening, this.pause()]);
    for (const { run } of this.runs) run.dispose();
    // The next runs may be of another shape, whose decoder needs the room.
    disposeDecoders();
    this.runs = [];
    this.grader.close();
  }

  /**
   * Probes the model of an open run, on copies of its weights.
   * @param n problems of every probe
   * @returns null if it was stopped
   * @throws with a sentence if the run cannot be probed now
   */
  async probe(id: string, n: number, say: (progress: ProbeProgress) => void): Promise<ProbeResults | null> {
    const { max } = optionLimits.heldOut;
    if (!Number.isInteger(n) || n < fewestProblems || n > max)
      throw new Error(`A closer look needs a whole number of problems between ${fewestProblems} and ${max}; got ${n}.`);
    if (this.trainings > 0) throw new Error('This run is being trained. Pause it, then look closer.');
    if (this.probing) throw new Error('Another closer look is being taken. Wait until it is done, or stop it.');
    const stopping = new AbortController();
    this.probing = stopping;
    const { signal } = stopping;
    const beforeBatch = async (): Promise<void> => {
      await breathe();
      signal.throwIfAborted();
    };
    return this.exclusively(async () => {
      const { run } = this.requireUsable(id);
      return probeModel(
        { checkpoint: await run.model(), base: run.base },
        { grader: this.grader, n, seed: run.options.seed, beforeBatch },
        say,
      );
    })
      .catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      })
      .finally(() => (this.probing = null));
  }

  /** Puts a problem to a model, open or not. @throws with a sentence if runs are trained, or the problem or the model cannot be read */
  async ask(model: AskedModel, question: Question): Promise<Asked> {
    if (this.trainings > 0) throw new Error('Runs are being trained. Pause them, then ask.');
    return this.exclusively(() => ask(model, this.grader, question));
  }

  stopProbe(): void {
    this.probing?.abort();
  }

  /** @throws with a sentence if no such run is open, or it has stopped */
  private requireUsable(id: string): OpenRun {
    const open = this.runs.find((candidate) => candidate.id === id);
    if (!open) throw new Error('This run is not open.');
    if (open.stopped) throw new Error('This run has stopped. Continue it from its last checkpoint, then look closer.');
    return open;
  }

  private async train(work: () => Promise<void>): Promise<void> {
    this.trainings++;
    return this.exclusively(work).finally(() => this.trainings--);
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const next = this.working.then(work);
    this.working = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  }

  private active(): OpenRun[] {
    return this.runs.filter(({ run, stopped }) => !stopped && !run.finished);
  }

  /** Every active run; or, where some are in the middle of an update, those, so that all stay in lock step. */
  private nextToTrain(): OpenRun[] {
    const inHand = this.active().filter(({ run }) => run.isMidUpdate);
    return inHand.length > 0 ? inHand : this.active();
  }

  private async advance(train: (open: OpenRun) => Promise<void> = (open) => open.update()): Promise<void> {
    for (const open of this.nextToTrain()) await (open.run.batchesToSample > 0 ? open.sample() : train(open));
  }

  private async saveAll(): Promise<void> {
    for (const open of this.runs) if (!open.stopped) await open.save();
  }
}
