/** The page in which the bench runs: starts the backend, then waits to be asked by the script that opened it. */
import baseUrl from '../../../public/base/addition.safetensors?url';
import { createBrowserGrader } from '../../../workers/grader/spawnBrowser.ts';
import { startBackend } from '../../../workers/model/backend.ts';
import type { EngineReport } from '../../../workers/protocol.ts';
import { wasmFiles } from '../../../workers/wasmFiles.ts';
import { runBench } from '../../../workers/bench/bench.ts';
import type { BenchRequest } from '../../../workers/bench/plan.ts';
import type { LoadSide } from '../../../workers/bench/sides/all.ts';
import { peers } from '../peers/peers.ts';
import { CannotRun } from '../../../workers/bench/sides/side.ts';
import type { Side } from '../../../workers/bench/sides/side.ts';
import { rememberStockKernels } from '../../../workers/bench/sides/stockOnWasm.ts';

declare global {
  interface Window {
    /** What the script that opened the page prints. */
    say(sentence: string): void;
    /** Starts what {@link Window.bench} measures, and says what it is. */
    startBackend(request: BenchRequest): Promise<void>;
    bench(request: BenchRequest): ReturnType<typeof runBench>;
  }
}

/** nanogpt in a frame, where it has a TensorFlow.js and a device of its own. */
const nanogpt: LoadSide = async (backend) => {
  if (backend === 'wasm') throw new CannotRun('nanogpt has no WebAssembly backend.');
  const frame = document.createElement('iframe');
  frame.src = 'nanogpt.html';
  await new Promise((loaded) => {
    frame.onload = loaded;
    document.body.append(frame);
  });
  const { nanogptSide } = frame.contentWindow as unknown as { nanogptSide: Promise<Side> };
  return nanogptSide;
};

let engine: EngineReport;

window.startBackend = async (request) => {
  if (request.backend === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
    rememberStockKernels();
  }
  engine = await startBackend({ prefer: request.backend, wasmFiles, onGpuError: (sentence) => window.say(sentence) });
  window.say(`Measuring on ${engine.adapter} (${engine.backend}).`);
};

window.bench = async (request) => {
  const base = new Uint8Array(await (await fetch(baseUrl)).arrayBuffer());
  const grader = createBrowserGrader();
  try {
    return await runBench(request, { engine, grader, base, peers: { ...peers, nanogpt }, say: (sentence) => window.say(sentence) });
  } finally {
    grader.close();
  }
};
