import { SvelteMap } from 'svelte/reactivity';
import {
  gpuLost,
  type Asked,
  type EngineReport,
  type ProbeProgress,
  type Question,
  type Recording,
  type RunEvent,
  type RunOptions,
  type RunRequest,
} from '../../workers/protocol.ts';
import { EachFrame } from './eachFrame.ts';
import { secondsLeft } from './estimate.ts';
import { runId } from './identity.ts';
import { KeptRuns } from './keptRuns.svelte.ts';
import { LiveRun } from './liveRun.svelte.ts';
import type { Columns } from './setup.ts';
import { DiscardedError, Trainer } from './trainer.ts';

/** A GPU that is lost more often than this while a run is played is not asked again until a person does. */
const mostRecoveries = 3;

/** The runs of this tab: opens them in the trainer, follows their events, and has what they send kept. */
export class Session {
  readonly runs = new SvelteMap<string, LiveRun>();
  engine = $state.raw<EngineReport | null>(null);
  status = $state<'idle' | 'starting' | 'playing' | 'pausing'>('idle');
  /** Whether training goes on behind the update in hand. */
  playsOn = false;
  /** How often the GPU was lost, and the runs went on by themselves on a fresh one, since a person started them. */
  recoveries = $state(0);
  /** Whether there was a checkpoint to go on from the last time. */
  recoveredFromCheckpoint = $state(false);
  /** Why training could not start. */
  problem = $state<string | null>(null);
  readonly kept = new KeptRuns();
  readonly #trainer = new Trainer();
  readonly #events = new EachFrame<{ event: RunEvent; at: number }>(({ event, at }) => this.#follow(event, at));
  /** Runs that are open in the trainer. */
  #open: LiveRun[] = [];
  #pauseWanted = false;
  #persistAsked = false;

  runOf(options: RunOptions): LiveRun | undefined {
    return this.runs.get(runId(options));
  }

  /** Brings back the runs with these options that were saved before. */
  async restore(wanted: readonly RunOptions[]): Promise<void> {
    for (const options of wanted) {
      const id = runId(options);
      if (this.runs.has(id)) continue;
      const saved = await this.kept.load(id);
      if (!saved || this.runs.has(id)) continue;
      const run = new LiveRun(id, options);
      run.restore(saved);
      this.runs.set(id, run);
    }
  }

  /** Trains the runs of these columns until paused, finished or stopped. */
  play(columns: Columns): Promise<void> {
    return this.#begin(columns, true, () => this.#trainer.play());
  }

  /** One update of each run. */
  stepOnce(columns: Columns): Promise<void> {
    return this.#begin(columns, false, () => this.#trainer.step());
  }

  /** One stage of an update of each run. */
  stepStage(columns: Columns): Promise<void> {
    return this.#begin(columns, false, () => this.#trainer.stepStage());
  }

  async #begin(columns: Columns, playsOn: boolean, train: () => Promise<void>): Promise<void> {
    this.recoveries = 0;
    this.playsOn = playsOn;
    await this.#advance(columns, async () => {
      this.status = 'playing';
      await train();
    });
  }

  async #advance(columns: Columns, work: () => Promise<void>): Promise<void> {
    if (this.status !== 'idle') return;
    this.status = 'starting';
    this.problem = null;
    this.#pauseWanted = false;
    void this.#askToPersist();
    const runs = this.#runsOf(columns);
    try {
      this.engine = await this.#trainer.start();
      await this.#openRuns(runs);
      if (!this.#pauseWanted) await work();
    } catch (error) {
      if (!(error instanceof DiscardedError)) this.#fail(runs, error as Error);
    }
    this.#events.flush();
    // Who reads that training is paused may leave at once.
    await this.kept.saved;
    const canGoOn = !this.#pauseWanted && this.recoveries < mostRecoveries && runs.some((run) => run.gpuWasLost);
    if (runs.some((run) => run.stopped !== null)) this.#close();
    this.status = 'idle';
    if (!canGoOn) return;
    this.recoveries++;
    this.recoveredFromCheckpoint = runs.some((run) => run.savedStep > 0 || run.checkpoint !== null);
    await this.#advance(columns, work);
  }

  async pause(): Promise<void> {
    if (this.status !== 'playing' && this.status !== 'starting') return;
    this.#pauseWanted = true;
    this.status = 'pausing';
    this.#events.flush();
    // Pretraining cannot be taken up again: it is given up rather than waited for.
    if (this.#open.some((run) => run.isPretraining)) return this.#close();
    await this.#trainer.pause().catch(() => undefined);
  }

  /**
   * Probes the model of a run that is not being trained.
   * @param problems of every probe
   * @param say told how far it is, with what was found
   * @param stopped gives it up; then the promise resolves
   * @throws with a sentence
   */
  async probe(run: LiveRun, problems: number, say: (progress: ProbeProgress) => void, stopped: AbortSignal): Promise<void> {
    if (this.status !== 'idle') throw new Error('This run is being trained. Pause it, then look closer.');
    const stop = (): void => void this.#trainer.stopProbe().catch(() => undefined);
    stopped.addEventListener('abort', stop);
    try {
      this.engine = await this.#trainer.start();
      if (!this.#open.includes(run)) {
        if (!(await this.kept.stateOf(run))) throw new Error('The model of this run was not saved. Train the run again, then look closer.');
        await this.#openRuns([run]);
      }
      // What a look that was given up says last may still arrive.
      if (!stopped.aborted) await this.#trainer.probe(run.id, problems, (progress) => stopped.aborted || say(progress));
    } catch (error) {
      if (error instanceof DiscardedError || stopped.aborted) return;
      if ((error as Error).name === gpuLost) this.#close();
      throw error;
    } finally {
      stopped.removeEventListener('abort', stop);
    }
  }

  /**
   * Puts a problem to the model of these options: what was trained of it in this tab, what a recording of it ended with, or the base it
   * starts from.
   * @param recording of these options, where there is no run of them in this tab
   * @throws with a sentence
   */
  async ask(options: RunOptions, recording: Recording | null, who: 'policy' | 'base', question: Question): Promise<Asked> {
    if (this.status !== 'idle') throw new Error('Runs are being trained. Pause them, then ask.');
    const model = await this.kept.modelOf(this.runOf(options), options, recording, who);
    try {
      this.engine = await this.#trainer.start();
      return await this.#trainer.ask(model, question);
    } catch (error) {
      if ((error as Error).name === gpuLost) this.#close();
      throw error;
    }
  }

  /** Whether the last training ended because somebody asked for a pause. */
  get wasPaused(): boolean {
    return this.#pauseWanted;
  }

  /** Closes a run that is not being trained and forgets it; what was saved of it stays. */
  release(id: string): void {
    if (this.#open.some((run) => run.id === id)) this.#close();
    this.runs.delete(id);
  }

  /** Whether a run is open and being trained. */
  isTrained(id: string): boolean {
    return this.status !== 'idle' && this.runs.has(id) && this.#open.some((run) => run.id === id);
  }

  /** Throws the runs of these columns away. */
  async reset(columns: Columns): Promise<void> {
    this.#close();
    this.problem = null;
    for (const options of columns) {
      const id = runId(options);
      this.runs.delete(id);
      await this.kept.forget(id);
    }
  }

  /** Estimated seconds until the open runs are finished. */
  get secondsLeft(): number | null {
    return secondsLeft([...this.runs.values()].filter((run) => this.#open.includes(run) && !run.finished).map((run) => run.pace));
  }

  #runsOf(columns: Columns): LiveRun[] {
    const runs = columns.map((options) => {
      const id = runId(options);
      const run = this.runs.get(id) ?? new LiveRun(id, options);
      this.runs.set(id, run);
      return run;
    });
    // Columns with equal options are one run.
    return runs.filter((run, column) => runs.indexOf(run) === column && !run.finished);
  }

  async #openRuns(runs: LiveRun[]): Promise<void> {
    if (runs.length === this.#open.length && runs.every((run) => this.#open.includes(run))) return;
    const requests: RunRequest[] = [];
    for (const run of runs) {
      run.rewind();
      const resume = await this.kept.stateOf(run);
      requests.push({ id: run.id, options: run.options, base: resume ? null : await this.kept.baseOf(run.options), resume });
    }
    this.#open = runs;
    // What a worker that was thrown away said last may still arrive.
    await this.#trainer.open(requests, (event) => this.#open === runs && this.#events.add({ event, at: performance.now() }));
  }

  /** @param at when it arrived, by the clock of the page */
  #follow(event: RunEvent, at: number): void {
    const run = this.runs.get(event.id);
    if (!run) return;
    run.apply(event, at);
    this.kept.save(run, event);
    // After a lost GPU the call in hand may never settle.
    if (event.kind === 'stopped' && this.#open.every((open) => open.stopped !== null || open.finished)) this.#close();
  }

  #fail(runs: readonly LiveRun[], { name, message: sentence }: Error): void {
    this.#events.flush();
    const gpuWasLost = name === gpuLost;
    // A lost GPU is no fault of the runs: one that has not started, as its base is being pretrained, is kept and opened again.
    const kept = runs.filter((run) => gpuWasLost || run.step > 0 || run.evaluations.length > 0);
    if (kept.length === 0) {
      this.problem = sentence;
      for (const run of runs) this.runs.delete(run.id);
      this.#close();
    }
    for (const run of kept) {
      run.stopped ??= sentence;
      run.gpuWasLost ||= gpuWasLost;
    }
  }

  /** A worker that failed may hold a lost GPU; the next start gets a fresh one. */
  #close(): void {
    this.#events.flush();
    this.#trainer.discard();
    for (const run of this.#open) run.phase = null;
    this.#open = [];
    this.engine = null;
  }

  async #askToPersist(): Promise<void> {
    if (this.#persistAsked) return;
    this.#persistAsked = true;
    await navigator.storage?.persist?.().catch(() => false);
  }
}
