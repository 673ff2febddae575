import type { Outputs } from './outputs.ts';
import type { Job, Reply, Sender, Spawn } from './wire.ts';

/** How long to wait before a worker is taken for stuck, milliseconds. */
export interface Patience {
  /** For a new worker to report that it is ready. */
  start: number;
  /** For any reply while many programs are under way. Being wrong costs a restart, not a verdict. */
  silence: number;
  /** For the reply to a program sent alone to a fresh worker. Past this the program is to blame. */
  alone: number;
}

interface Ticket {
  job: Job;
  resolve: (outputs: Outputs) => void;
  reject: (error: Error) => void;
}

/** Jobs in one request. The worker answers at its end at the latest, so a stuck program is among the oldest this many. */
const requestSize = 64;
/** Jobs a worker may have at once: enough to keep it busy while this thread is. */
const mostSent = 1024;
/** Milliseconds. Silence is counted in ticks: a thread that was itself blocked sees one late tick, then its messages. */
const tick = 25;

/**
 * One sandbox worker and its replacement when it gets stuck: a native loop inside the engine never asks for its instruction
 * budget, and only ending the thread stops it. Silence makes the oldest jobs suspects; each is sent again, alone, to a fresh
 * worker, and only a job that is silent there too is found guilty. All others are simply run again.
 */
export class Watchdog {
  private waiting: Ticket[] = [];
  private suspects: Ticket[] = [];
  /** With the worker, in the order sent, which is the order of replies. */
  private sent: Ticket[] = [];
  /** Whether what was sent is one suspect, alone. */
  private onTrial = false;
  private worker: Sender | null = null;
  private ready = false;
  private failedStarts = 0;
  private replacements = 0;
  private silentTicks = 0;
  private clock: ReturnType<typeof setInterval> | null = null;
  private pumpDue = false;
  private closed = false;

  constructor(
    private readonly spawn: Spawn,
    private readonly patience: Patience,
  ) {
    this.start();
  }

  /** Times a worker that fell silent or broke was replaced. */
  get replaced(): number {
    return this.replacements;
  }

  /** @returns outputs; a program that got its worker stuck or broke it has `!watchdog` or `!crash`. Rejects if no worker can be started. */
  run(job: Job): Promise<Outputs> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      if (this.pumpDue) return;
      // Once all jobs of this turn of the event loop are here, so that they travel together.
      this.pumpDue = true;
      queueMicrotask(() => {
        this.pumpDue = false;
        this.pump();
      });
    });
  }

  close(): void {
    this.closed = true;
    this.stop();
    this.giveUp('The grader was closed.');
  }

  private start(): void {
    this.ready = false;
    this.silentTicks = 0;
    const worker: Sender = this.spawn(
      (reply) => {
        if (this.worker === worker) this.receive(reply);
      },
      (sentence) => {
        if (this.worker === worker) this.fail(sentence);
      },
    );
    this.worker = worker;
    this.keepTime();
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.keepTime();
  }

  private pump(): void {
    if (this.closed) return this.giveUp('The grader was closed.');
    if (this.worker === null) this.start();
    if (!this.ready) return;
    if (this.suspects.length > 0) {
      if (this.sent.length > 0) return;
      this.onTrial = true;
      this.send(this.suspects.splice(0, 1));
    } else {
      if (this.sent.length === 0) this.onTrial = false;
      while (!this.onTrial && this.waiting.length > 0 && this.sent.length < mostSent) this.send(this.waiting.splice(0, requestSize));
    }
    this.keepTime();
  }

  private send(tickets: Ticket[]): void {
    if (this.sent.length === 0) this.silentTicks = 0;
    this.sent.push(...tickets);
    this.worker?.post(tickets.map(({ job }) => job));
  }

  private receive(reply: Reply): void {
    this.silentTicks = 0;
    if (reply === 'ready') {
      this.ready = true;
      this.failedStarts = 0;
    } else {
      this.sent.splice(0, reply.length).forEach((ticket, i) => ticket.resolve(reply[i]));
    }
    this.pump();
  }

  private fail(sentence: string): void {
    if (this.ready) return this.replace('!crash');
    this.stop();
    if (++this.failedStarts < 2) this.start();
    else this.giveUp(sentence);
  }

  /** The clock runs only while something is awaited. */
  private keepTime(): void {
    const awaited = this.worker !== null && (!this.ready || this.sent.length > 0);
    if (awaited && this.clock === null) {
      this.clock = setInterval(() => this.tick(), tick);
    } else if (!awaited && this.clock !== null) {
      clearInterval(this.clock);
      this.clock = null;
    }
  }

  private tick(): void {
    const silence = ++this.silentTicks * tick;
    if (!this.ready) {
      if (silence >= this.patience.start) this.fail(`The JavaScript sandbox did not start within ${this.patience.start / 1000} s.`);
    } else if (silence >= (this.onTrial ? this.patience.alone : this.patience.silence)) {
      this.replace('!watchdog');
    }
  }

  private replace(verdict: '!watchdog' | '!crash'): void {
    this.replacements++;
    this.stop();
    if (this.onTrial) {
      for (const ticket of this.sent.splice(0)) ticket.resolve(verdict);
    } else {
      this.suspects = this.sent.splice(0, requestSize);
      this.waiting = this.sent.splice(0).concat(this.waiting);
    }
    // A worker that ended with nothing to do is replaced when there is something.
    if (this.suspects.length + this.waiting.length > 0) this.start();
  }

  private giveUp(sentence: string): void {
    const tickets = [...this.sent.splice(0), ...this.suspects.splice(0), ...this.waiting.splice(0)];
    for (const ticket of tickets) ticket.reject(new Error(sentence));
  }
}
