import { proxy, wrap } from 'comlink';
import type { BenchApi, BenchFindings } from '../../workers/protocol.ts';
import { fetchBase } from '../state/shipped.ts';

/**
 * Measures this device in a worker that is thrown away afterwards.
 * @param say told what is being done, in a sentence
 * @param stopped gives it up: the promise then rejects
 * @throws with a sentence
 */
export async function measureDevice(say: (sentence: string) => void, stopped: AbortSignal): Promise<BenchFindings> {
  const givenUp = new Promise<never>((_, reject) => stopped.addEventListener('abort', () => reject(stopped.reason as Error)));
  const base = await Promise.race([fetchBase('addition'), givenUp]);
  if (!base)
    throw new Error('The base model could not be loaded, so that there is nothing to measure with. Reload the page and try again.');
  const worker = new Worker(new URL('../../workers/bench.worker.ts', import.meta.url), { type: 'module' });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(`The measurement could not go on${event.message ? `: ${event.message}` : ''}.`));
    });
  });
  try {
    return await Promise.race([wrap<BenchApi>(worker).measure(base, proxy(say)), failed, givenUp]);
  } finally {
    worker.terminate();
  }
}
