/** The worker that measures how fast this device rolls out and trains: the bench's own sides, without the peers that only its command has. */
import * as Comlink from 'comlink';
import { runBench } from './bench/bench.ts';
import { rememberStockKernels } from './bench/sides/stockOnWasm.ts';
import { createBrowserGrader } from './grader/spawnBrowser.ts';
import { startBackend } from './model/backend.ts';
import type { BenchApi } from './protocol.ts';
import { wasmFiles } from './wasmFiles.ts';

const api: BenchApi = {
  async measure(base, say) {
    await import('@tensorflow/tfjs-backend-wasm');
    rememberStockKernels();
    const engine = await startBackend({ prefer: 'auto', wasmFiles, onGpuError: say });
    const grader = createBrowserGrader();
    const request = { backend: engine.backend, quick: true, only: [], sides: [], models: [], batches: [], scaling: false, soak: 0 };
    try {
      return await runBench(request, { engine, grader, base, peers: {}, say });
    } finally {
      grader.close();
    }
  },
};

Comlink.expose(api);
