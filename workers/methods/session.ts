/** The runs that are open together: opened, advanced in lock step, evaluated, saved. */
import type { Grader } from '../grader/verdict.ts';
import { disposeDecoders } from '../model/gpuDecoder.ts';
import { readCheckpoint, writeCheckpoint } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { Asked, AskedModel, ProbeProgress, ProbeResults, Question, RunEvent, RunRequest, UpdateReport } from '../protocol.ts';
import { ask } from './ask.ts';
import { baseKey, optionLimits } from './options.ts';
import { pretrain } from './pretrain.ts';
import type { PretrainReport } from './pretrain.ts';
import { fewestProblems, probeModel } from './probes/list.ts';
import { evaluationEvent } from './runEvents.ts';
import { readState, writeState } from './state.ts';
import { TrainingRun } from './trainingRun.ts';

interface OpenRun {
  id: string;
  run: TrainingRun;
  /** Set once the run cannot go on. */
  stopped: boolean;
  /** When its state was last sent, ms. */
  savedAt: number;
}

/** Longest time between two states that are sent, ms: what closing the page without a pause can cost. */
const saveEvery = 5000;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lets messages from the page in between two updates. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

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
        this.runs.push({ id, run: TrainingRun.resume(readState(resume), this.grader), stopped: false, savedAt: performance.now() });
        continue;
      }
      const key = baseKey(options);
      let checkpoint = base ? readCheckpoint(base) : bases.get(key);
      if (!checkpoint) {
        checkpoint = await pretrain(options, this.grader, (report) => this.reportPretraining(id, report));
        bases.set(key, checkpoint);
      }
      if (!base) this.listen({ kind: 'base', id, checkpoint: writeCheckpoint(checkpoint) });
      const opened = { id, run: TrainingRun.start(options, checkpoint, this.grader), stopped: false, savedAt: performance.now() };
      this.runs.push(opened);
      await this.begin(opened);
    }
  }

  /** The first measurement of a run. */
  private begin(open: OpenRun): Promise<void> {
    return this.attempt(open, async () => {
      await this.evaluate(open);
      await this.save(open);
      await this.sayIfFinished(open);
    });
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
      if (!this.pausing) await this.advance((open) => this.advanceStage(open));
      await this.saveAll();
    });
  }

  /** What has to be sampled before the next update. */
  private async sampleAll(): Promise<void> {
    const waiting = (): OpenRun[] => this.nextToTrain().filter(({ run }) => run.batchesToSample > 0);
    while (!this.pausing && waiting().length > 0) for (const open of waiting()) await this.attempt(open, () => this.sample(open));
  }

  /** Ends all runs, because the GPU failed or was lost, with a sentence; their last checkpoints are with the page. */
  stopAll(sentence: string, gpuWasLost: boolean): void {
    for (const open of this.active()) this.stop(open, sentence, gpuWasLost);
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

  private async advance(train: (open: OpenRun) => Promise<void> = (open) => this.update(open)): Promise<void> {
    for (const open of this.nextToTrain()) await this.attempt(open, () => (open.run.batchesToSample > 0 ? this.sample(open) : train(open)));
  }

  /** Work on a run. One that fails is stopped; the others go on. */
  private async attempt(open: OpenRun, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.stop(open, sentenceOf(error));
    }
  }

  private async update(open: OpenRun): Promise<void> {
    const start = performance.now();
    await this.follow(open, await open.run.update(), start);
    await breathe();
  }

  private async advanceStage(open: OpenRun): Promise<void> {
    const { id, run } = open;
    const start = performance.now();
    const step = run.step + 1;
    const stage = await run.advanceStage();
    this.say(open, { kind: 'stage', id, step, ...stage });
    if (stage.made === 'gradient') await this.follow(open, stage.report, start);
    await breathe();
  }

  /** What is said and saved of an update that is done. @param start of the work on it, ms */
  private async follow(open: OpenRun, report: UpdateReport, start: number): Promise<void> {
    const { id, run } = open;
    this.say(open, { kind: 'update', id, ...report, milliseconds: performance.now() - start });
    if (run.evaluationDue) await this.evaluate(open);
    if (run.evaluationDue) await this.save(open);
    else await this.saveNowAndThen(open);
    await this.sayIfFinished(open);
  }

  private async sayIfFinished(open: OpenRun): Promise<void> {
    const { id, run } = open;
    if (run.finished) this.say(open, { kind: 'finished', id, step: run.step, model: writeCheckpoint(await run.model()) });
  }

  /** One batch for a stage that imitates, before it can learn. */
  private async sample(open: OpenRun): Promise<void> {
    const { id, run } = open;
    const waiting = run.batchesToSample;
    const sentence = `Sampling answers to imitate: ${waiting} ${waiting === 1 ? 'batch' : 'batches'} to go.`;
    this.say(open, { kind: 'phase', id, phase: 'sampling', sentence, progress: run.step / run.options.steps });
    await run.sample();
    if (run.batchesToSample === 0)
      this.say(open, { kind: 'phase', id, phase: 'training', sentence: 'Training.', progress: run.step / run.options.steps });
    await this.saveNowAndThen(open);
    await breathe();
  }

  private async saveNowAndThen(open: OpenRun): Promise<void> {
    if (performance.now() - open.savedAt > saveEvery) await this.save(open);
  }

  private async evaluate(open: OpenRun): Promise<void> {
    const { id, run } = open;
    this.say(open, {
      kind: 'phase',
      id,
      phase: 'evaluating',
      sentence: `Measuring on ${run.options.heldOut} held-out problems.`,
      progress: run.step / run.options.steps,
    });
    const { event } = await evaluationEvent(id, run);
    this.say(open, event);
    this.say(open, { kind: 'phase', id, phase: 'training', sentence: 'Training.', progress: run.step / run.options.steps });
  }

  private async save(open: OpenRun): Promise<void> {
    const { id, run } = open;
    open.savedAt = performance.now();
    this.say(open, { kind: 'checkpoint', id, step: run.step, state: writeState(await run.state()) });
  }

  private async saveAll(): Promise<void> {
    for (const open of this.runs) if (!open.stopped) await this.save(open);
  }

  /** A stopped run says nothing more: what was still under way when it stopped is not to be trusted. */
  private say(open: OpenRun, event: RunEvent): void {
    if (!open.stopped) this.listen(event);
  }

  private stop(open: OpenRun, sentence: string, gpuWasLost = false): void {
    if (open.stopped) return;
    open.stopped = true;
    this.listen({ kind: 'stopped', id: open.id, step: open.run.step, sentence, gpuWasLost });
  }
}
