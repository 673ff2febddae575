import { createGrader, type SandboxGrader } from './grader.ts';
import type { Patience } from './watchdog.ts';
import type { Reply, Spawn } from './wire.ts';

const spawnBrowser: Spawn = (received, failed) => {
  const worker = new Worker(new URL('../grader.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Reply>) => received(data);
  worker.onerror = (event) => {
    // Handled here; unprevented it would go on to be an error of the worker that made this one, and of the page.
    event.preventDefault();
    failed(`The JavaScript sandbox broke: ${event.message || 'its worker could not be loaded'}`);
  };
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => worker.terminate(),
  };
};

/** Short, so that a stuck program holds up training for a quarter of a second before it is looked at alone. */
const patience: Patience = { start: 30_000, silence: 250, alone: 1000 };

/** A grader for the page's workers; it can be made inside another worker. */
export const createBrowserGrader = (): SandboxGrader => createGrader(spawnBrowser, patience);
