import { Worker } from 'node:worker_threads';
import { createGrader, type SandboxGrader } from './grader.ts';
import type { Patience } from './watchdog.ts';
import type { Reply, Spawn } from './wire.ts';

export const spawnNode: Spawn = (received, failed) => {
  const worker = new Worker(new URL('./nodeWorker.mjs', import.meta.url), { execArgv: [] });
  worker.on('message', (reply: Reply) => received(reply));
  worker.on('error', (error) => failed(`The JavaScript sandbox broke: ${error.message}`));
  worker.on('exit', (code) => failed(`The JavaScript sandbox ended by itself with code ${code}.`));
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => void worker.terminate(),
  };
};

/** Generous, because the threads of a training process may starve the worker; a program stuck in earnest is stuck for good. */
const patience: Patience = { start: 60_000, silence: 500, alone: 3000 };

/** A grader for command lines and tests. The process stays alive until it is closed. */
export const createNodeGrader = (limits: Partial<Patience> = {}): SandboxGrader => createGrader(spawnNode, { ...patience, ...limits });
