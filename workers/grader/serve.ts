import type { Outputs } from './outputs.ts';
import { Sandbox } from './sandbox.ts';
import type { Reply, Request } from './wire.ts';

/** Answers at least this often while it works, so that silence means that one program is stuck. */
const replyInterval = 25;

/**
 * Makes a worker of the sandbox.
 * @param post sends a reply
 * @returns what to call with every request
 */
export function serve(module: WebAssembly.Module, post: (reply: Reply) => void): (request: Request) => void {
  const sandbox = new Sandbox(module);
  post('ready');
  return (request) => {
    let done: Outputs[] = [];
    let last = performance.now();
    for (const { source, inputs, calls, prelude } of request) {
      done.push(sandbox.run(source, inputs, calls, prelude));
      const now = performance.now();
      if (now - last < replyInterval) continue;
      post(done);
      done = [];
      last = now;
    }
    if (done.length > 0) post(done);
  };
}
