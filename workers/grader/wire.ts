import type { Outputs } from './outputs.ts';

/** A program on its way to the sandbox. Expected answers stay behind. */
export interface Job {
  source: string;
  /** Script that comes before the program, in one scope with it. */
  prelude?: string;
  /** JSON array of argument lists. */
  inputs: string;
  /** How many there are. */
  calls: number;
}

/** To the worker: jobs to do, in order, behind those it has. */
export type Request = readonly Job[];

/** From the worker: `ready` once, then the outputs of jobs in the order they were asked for, any number at a time. */
export type Reply = 'ready' | readonly Outputs[];

/** A running worker, seen from outside. */
export interface Sender {
  post(request: Request): void;
  terminate(): void;
}

/** Starts a worker. `failed` is called if it cannot start or ends by itself. */
export type Spawn = (received: (reply: Reply) => void, failed: (sentence: string) => void) => Sender;
