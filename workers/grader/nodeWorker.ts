/** The sandbox as a thread of Node. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { serve } from './serve.ts';
import type { Request } from './wire.ts';

if (parentPort === null) throw new Error('nodeWorker.ts runs as a worker thread; use spawnNode.ts to start it.');
const port = parentPort;
const module = new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')));
const answer = serve(module, (reply) => port.postMessage(reply));
port.on('message', (request: Request) => answer(request));
