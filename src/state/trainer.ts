import { proxy, wrap, type Remote } from 'comlink';
import type {
  Asked,
  AskedModel,
  EngineReport,
  ProbeProgress,
  ProbeResults,
  Question,
  RunEvent,
  RunRequest,
  TrainerApi,
} from '../../workers/protocol.ts';

/** The page itself ended the worker. */
export class DiscardedError extends Error {}

/** The trainer worker, as the page uses it. It is started by the first call, and can be thrown away and started afresh. */
export class Trainer {
  #worker: Worker | null = null;
  #api: Remote<TrainerApi> | null = null;
  /** Rejects the calls in hand. */
  readonly #inHand = new Set<(error: Error) => void>();

  /** Rejects what waits for a worker that died, which would otherwise never settle. */
  async #ask<T>(call: (api: Remote<TrainerApi>) => Promise<T>): Promise<T> {
    if (!this.#api) {
      const worker = new Worker(new URL('../../workers/trainer.worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        this.#fail(
          new Error(`The training worker could not go on${event.message ? `: ${event.message}` : ''}. Reload the page and continue.`),
        );
      });
      this.#worker = worker;
      this.#api = wrap<TrainerApi>(worker);
    }
    let fail: (error: Error) => void = () => undefined;
    const died = new Promise<never>((_, reject) => (fail = reject));
    this.#inHand.add(fail);
    try {
      return await Promise.race([call(this.#api), died]);
    } finally {
      this.#inHand.delete(fail);
    }
  }

  #fail(error: Error): void {
    for (const fail of this.#inHand) fail(error);
  }

  start(): Promise<EngineReport> {
    return this.#ask((api) => api.start());
  }

  open(requests: RunRequest[], listen: (event: RunEvent) => void): Promise<void> {
    return this.#ask((api) => api.open(requests, proxy(listen)));
  }

  play(): Promise<void> {
    return this.#ask((api) => api.play());
  }

  step(): Promise<void> {
    return this.#ask((api) => api.step());
  }

  stepStage(): Promise<void> {
    return this.#ask((api) => api.stepStage());
  }

  probe(id: string, problems: number, say: (progress: ProbeProgress) => void): Promise<ProbeResults | null> {
    return this.#ask((api) => api.probe(id, problems, proxy(say)));
  }

  ask(model: AskedModel, question: Question): Promise<Asked> {
    return this.#ask((api) => api.ask(model, question));
  }

  /** Like a pause, it is answered by the call that it ends. */
  async stopProbe(): Promise<void> {
    await this.#api?.stopProbe();
  }

  /** Does not take the place of the call that is being paused: that one settles by itself. */
  async pause(): Promise<void> {
    await this.#api?.pause();
  }

  /** Ends the worker at once: calls in hand are rejected, and what was not saved is lost. */
  discard(): void {
    this.#worker?.terminate();
    this.#fail(new DiscardedError());
    this.#worker = null;
    this.#api = null;
  }
}
