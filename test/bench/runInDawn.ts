/** Runs the bench in this process, on the WebGPU of Dawn for Node (the npm package `webgpu`), which the project does not depend on. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, SetupProblem } from '../../scripts/setup.mjs';
import type { BenchOptions } from './options.ts';
import type { Found } from './runInChromium.ts';

interface Dawn {
  create: (options: string[]) => GPU;
  globals: Record<string, unknown>;
}

/** A name that the compiler does not look up: the package is there only where somebody wanted it. */
const packageName: string = 'webgpu';

async function loadDawn(): Promise<Dawn> {
  try {
    return (await import(packageName)) as Dawn;
  } catch (error) {
    throw new SetupProblem(
      `--dawn needs Dawn for Node, which is not installed (${error instanceof Error ? error.message.split('\n')[0] : String(error)}): ` +
        'run npm install --no-save webgpu@0.6.2, and on a machine without a GPU set VK_ICD_FILENAMES to a software driver.',
    );
  }
}

/** @returns null if only the adapter was asked for, which is then printed */
export async function runInDawn({ request, adapterOnly }: BenchOptions): Promise<Found | null> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'node', gpu: create([]) }, configurable: true, writable: true });
  Object.assign(globalThis, { self: globalThis });
  // TensorFlow.js looks for a GPU while it is loaded, so that it must not be before there is one.
  const [{ createNodeGrader }, { startBackend }, { runBench }, { CannotRun }, { peers }] = await Promise.all([
    import('../../workers/grader/spawnNode.ts'),
    import('../../workers/model/backend.ts'),
    import('../../workers/bench/bench.ts'),
    import('../../workers/bench/sides/side.ts'),
    import('./peers/peers.ts'),
  ]);
  const engine = await startBackend({ prefer: 'webgpu', onGpuError: (sentence) => console.log(sentence) }).catch((error: Error) => {
    throw new SetupProblem(`Dawn cannot run here: ${error.message} Without a GPU, VK_ICD_FILENAMES must name a software driver.`);
  });
  console.log(`Measuring on ${engine.adapter} (${engine.backend}).`);
  if (adapterOnly) return null;
  const base = readFileSync(path.join(root, 'public', 'base', 'addition.safetensors'));
  const grader = createNodeGrader();
  const onlyInPages = (): Promise<never> => Promise.reject(new CannotRun('nanogpt is measured in a page only.'));
  try {
    const say = (sentence: string): void => console.log(sentence);
    const result = await runBench(request, { engine, grader, base, peers: { ...peers, nanogpt: onlyInPages }, say });
    return { ...result, browser: `Dawn for Node ${process.versions.node}` };
  } finally {
    grader.close();
  }
}
