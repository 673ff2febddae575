/** The worker that owns the tensors: one session of runs that advance in lock step, behind the interface of `protocol.ts`. */
import * as Comlink from 'comlink';
import { createBrowserGrader } from './grader/spawnBrowser.ts';
import { startEngine } from './methods/fastPath.ts';
import { Session } from './methods/session.ts';
import { prepareTask } from './tasks/index.ts';
import { wasmFiles } from './wasmFiles.ts';
import { gpuLost } from './protocol.ts';
import type { EngineReport, RunEvent, RunRequest, TrainerApi } from './protocol.ts';

let starting: Promise<EngineReport> | null = null;
let session: Session | null = null;

let gpuFailure: Error | null = null;
let rejectAll: (failure: Error) => void;
const untilGpuFails = new Promise<never>((_, reject) => (rejectAll = reject));
// It may fail while nothing is asked of it: the next call hears of it then.
untilGpuFails.catch(() => undefined);

function failGpu(sentence: string, isLost: boolean): void {
  const failure = new Error(sentence);
  if (isLost) failure.name = gpuLost;
  gpuFailure ??= failure;
  rejectAll(gpuFailure);
  session?.stopAll(sentence, isLost);
}

/**
 * Work that needs the GPU. Once that has failed, what waits for it may never settle: work in hand rejects then, and later work is refused.
 */
async function onGpu<T>(work: () => Promise<T>): Promise<T> {
  if (gpuFailure) throw gpuFailure;
  return Promise.race([work(), untilGpuFails]);
}

function requireSession(): Session {
  if (!session) throw new Error('No run is open.');
  return session;
}

const api: TrainerApi = {
  start: () => onGpu(() => (starting ??= startEngine({ prefer: 'auto', wasmFiles, onGpuError: failGpu }))),
  open: (requests: RunRequest[], listen: (event: RunEvent) => void) =>
    onGpu(async () => {
      await api.start();
      await session?.close();
      const grader = createBrowserGrader();
      session = new Session(grader, listen);
      for (const { options } of requests) await prepareTask(options.task, grader);
      await session.open(requests);
    }),
  play: () => onGpu(() => requireSession().play()),
  pause: () => onGpu(() => requireSession().pause()),
  step: () => onGpu(() => requireSession().step()),
  stepStage: () => onGpu(() => requireSession().stepStage()),
  probe: (id, problems, say) => onGpu(() => requireSession().probe(id, problems, say)),
  stopProbe: async () => session?.stopProbe(),
  ask: (model, question) =>
    onGpu(async () => {
      await api.start();
      session ??= new Session(createBrowserGrader(), () => undefined);
      return session.ask(model, question);
    }),
};

Comlink.expose(api);
