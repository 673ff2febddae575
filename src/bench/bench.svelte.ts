import type { BenchFindings } from '../../workers/protocol.ts';

/** Measurements of this device, one at a time. */
export class Bench {
  /** What is being measured, in a sentence, or null. */
  doing = $state<string | null>(null);
  problem = $state<string | null>(null);
  found = $state.raw<BenchFindings | null>(null);
  #stopping = new AbortController();

  async measure(): Promise<void> {
    if (this.doing !== null) return;
    this.doing = 'Starting.';
    this.problem = null;
    this.found = null;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    // What a measurement that was given up said last may arrive while the next one is made.
    const say = (sentence: string) => {
      if (!signal.aborted) this.doing = sentence;
    };
    try {
      const { measureDevice } = await import('./measureDevice.ts');
      signal.throwIfAborted();
      this.found = await measureDevice(say, signal);
    } catch (error) {
      if (!signal.aborted) this.problem = (error as Error).message;
    }
    this.doing = null;
  }

  /** Gives the measurement up. */
  stop(): void {
    this.#stopping.abort();
  }
}
