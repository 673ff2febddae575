import { readAddress } from '../state/address.ts';
import type { Lab } from '../state/lab.svelte.ts';
import { recall, remember } from '../state/remember.ts';
import { isWaiting, queueAfter, queueText, readQueue, type Queue, type QueueEvent } from './queue.ts';

/** Trains the setups of the queue in the lab, one after another, where a person would press the button. */
export class QueueRunner {
  queue = $state.raw<Queue>(readQueue(recall('queue')));
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  apply(event: QueueEvent): void {
    this.queue = queueAfter(this.queue, event);
    remember('queue', queueText(this.queue));
  }

  /** Trains until the queue is through, or a person pauses it or the run in hand. */
  async start(): Promise<void> {
    if (this.queue.running || this.#lab.isTraining) return;
    while (isWaiting(this.queue)) {
      this.apply({ kind: 'begun' });
      const item = this.queue.items.find(({ state }) => state === 'training');
      if (!item) return;
      const outcome = await this.#train(item.address);
      this.apply(outcome);
      if (!this.queue.running) return;
    }
  }

  /** Pauses the run in hand too. */
  async pause(): Promise<void> {
    await this.#lab.session.pause();
    this.apply({ kind: 'paused' });
  }

  async #train(address: string): Promise<QueueEvent> {
    const { columns, complaints } = readAddress(address);
    if (complaints.length > 0) return { kind: 'failed', sentence: complaints.join(' ') };
    const lab = this.#lab;
    lab.setup.show(columns);
    await lab.session.restore(columns);
    if (!this.queue.running) return { kind: 'paused' };
    // Finished runs are not trained again: the button would go on to the next seed.
    if (lab.finished) return { kind: 'finished' };
    await lab.train();
    if (lab.session.wasPaused) return { kind: 'paused' };
    const runs = columns.map((options) => lab.session.runOf(options));
    const sentence = (): string | null | undefined => lab.session.problem ?? runs.find((run) => run?.stopped)?.stopped;
    // The last events of a run come by another way than the end of its training, and may come later.
    await becomesTrue(() => Boolean(sentence()) || runs.every((run) => run?.finished));
    const stopped = sentence();
    return stopped ? { kind: 'failed', sentence: stopped } : { kind: 'finished' };
  }
}

/** Resolves once a condition on reactive state holds. */
const becomesTrue = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (!holds()) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });
  });
