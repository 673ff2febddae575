import { SvelteMap } from 'svelte/reactivity';
import type { ProbeProgress, ProbeResults } from '../../workers/protocol.ts';
import type { LiveRun } from './liveRun.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What the probes of a run's model have found. */
export interface Look {
  /** Updates that the model had behind it. */
  step: number;
  /** Of every probe. */
  problems: number;
  results: Partial<ProbeResults>;
  isComplete: boolean;
}

/** Problems of every probe: enough to tell a tenth from none, few enough to wait for. */
const defaultProblems = 200;

/** Closer looks at the models of this tab, one at a time. */
export class Looks {
  readonly #taken = new SvelteMap<string, Look>();
  /** Whether one is being taken. */
  isTaking = $state(false);
  /** How far it is; null until the engine has started. */
  progress = $state.raw<ProbeProgress | null>(null);
  /** Why the last one could not be taken. */
  problem = $state<string | null>(null);
  readonly #session: Session;
  #stopping = new AbortController();
  #latest: Promise<void> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The latest look at a run; of a run that was trained on since, it is about an earlier step. */
  of(run: LiveRun): Look | undefined {
    return this.#taken.get(run.id);
  }

  /** Looks at the model of a run that is not being trained, in place of what is being looked at. */
  async take(run: LiveRun): Promise<void> {
    this.stop();
    const stopping = (this.#stopping = new AbortController());
    const before = this.#latest;
    const taken = before.then(() => this.#take(run, stopping.signal));
    this.#latest = taken;
    await taken;
  }

  /** Gives the look in hand up; what it has found so far is kept. */
  stop(): void {
    this.#stopping.abort();
  }

  async #take(run: LiveRun, stopped: AbortSignal): Promise<void> {
    if (stopped.aborted) return;
    this.isTaking = true;
    this.problem = null;
    const { id, step } = run;
    const follow = (progress: ProbeProgress): void => {
      this.progress = progress;
      this.#taken.set(id, { step, problems: defaultProblems, results: progress.results, isComplete: progress.doing === null });
    };
    try {
      await this.#session.probe(run, defaultProblems, follow, stopped);
    } catch (error) {
      this.problem = (error as Error).message;
    }
    this.progress = null;
    this.isTaking = false;
  }
}
