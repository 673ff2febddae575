/** The worker that owns the tensors: one session of runs that advance in lock step, behind the interface of `protocol.ts`. */
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as Comlink from 'comlink';
import { createBrowserGrader } from './grader/spawnBrowser.ts';
import { Session } from './methods/session.ts';
import { startBackend } from './model/backend.ts';
import type { EngineReport, RunEvent, RunRequest, TrainerApi } from './protocol.ts';

const wasmFiles = {
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
};

let starting: Promise<EngineReport> | null = null;
let session: Session | null = null;

const requireSession = (): Session => {
  if (!session) throw new Error('No run is open.');
  return session;
};

const api: TrainerApi = {
  start() {
    starting ??= startBackend({ prefer: 'auto', wasmFiles, onGpuError: (sentence) => session?.stopAll(sentence) });
    return starting;
  },
  async open(requests: RunRequest[], listen: (event: RunEvent) => void) {
    await api.start();
    await session?.close();
    session = new Session(createBrowserGrader(), listen);
    await session.open(requests);
  },
  play: () => requireSession().play(),
  pause: () => requireSession().pause(),
  step: () => requireSession().step(),
};

Comlink.expose(api);
