import { wrap } from 'comlink';
import type { OwnFindings, OwnTaskApi } from '../../workers/protocol.ts';

/**
 * Tries a task in a worker that is thrown away afterwards.
 * @param stopped gives it up: the promise then rejects
 * @throws with a sentence if the worker breaks; what is wrong with the task is in the findings
 */
export async function examine(text: string, stopped: AbortSignal): Promise<OwnFindings> {
  const worker = new Worker(new URL('../../workers/ownTask.worker.ts', import.meta.url), { type: 'module' });
  const ended = new Promise<never>((_, reject) => {
    stopped.addEventListener('abort', () => reject(stopped.reason as Error));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(`The task could not be tried${event.message ? `: ${event.message}` : ''}. Reload the page and try again.`));
    });
  });
  try {
    return await Promise.race([wrap<OwnTaskApi>(worker).examine(text), ended]);
  } finally {
    worker.terminate();
  }
}
