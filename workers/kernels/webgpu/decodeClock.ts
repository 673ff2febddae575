import type { Pace } from './decodeTuning.ts';

/** Dispatches that are queued at a time: one that runs, and one so that the GPU need not wait for us. */
const IN_FLIGHT = 2;

/** Holds dispatches back until the GPU is ready for them, and tells the pace how long each took. */
export class DispatchClock {
  private readonly inFlight: Promise<number>[] = [];
  /** When all that has been submitted was finished. */
  private finished: Promise<number>;
  private totalMs = 0;

  constructor(
    private readonly queue: GPUQueue,
    private readonly pace: Pace,
  ) {
    this.finished = this.now();
  }

  /** Resolves when the next dispatch may be submitted: at once while few wait, but after all others while nothing is known of the device. */
  async ready(): Promise<void> {
    const most = this.pace.isKnown ? IN_FLIGHT : 1;
    while (this.inFlight.length >= most) await this.inFlight.shift();
  }

  /** Times the dispatch that was just submitted. */
  submitted(sequences: number, positions: number): void {
    const [submittedAt, before] = [performance.now(), this.finished];
    this.finished = Promise.all([before, this.now()]).then(([start, end]) => {
      const ms = end - Math.max(start, submittedAt);
      this.pace.report(sequences, positions, ms);
      this.totalMs += ms;
      return end;
    });
    this.inFlight.push(this.finished);
  }

  /** Milliseconds that the GPU spent on all dispatches. */
  async total(): Promise<number> {
    await this.finished;
    return this.totalMs;
  }

  private now(): Promise<number> {
    return this.queue.onSubmittedWorkDone().then(() => performance.now());
  }
}
