/** The sandbox as a worker of the browser. */
import wasmAddress from 'quickjs-wasi/quickjs.wasm?url';
import { serve } from './grader/serve.ts';
import type { Request } from './grader/wire.ts';

// Compiled from its bytes, not while streaming: static hosts differ in the type they give a .wasm file.
const response = await fetch(wasmAddress);
if (!response.ok) throw new Error(`quickjs.wasm could not be loaded (${response.status}).`);
const module = await WebAssembly.compile(await response.arrayBuffer());
const answer = serve(module, (reply) => postMessage(reply));
addEventListener('message', ({ data }: MessageEvent<Request>) => answer(data));
