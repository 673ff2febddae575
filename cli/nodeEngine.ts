/** Starts the engine in Node: a backend and a grader. */
import { createNodeGrader } from '../workers/grader/spawnNode.ts';
import type { SandboxGrader } from '../workers/grader/grader.ts';
import { startEngine as startFastestEngine } from '../workers/methods/fastPath.ts';
import type { EngineReport } from '../workers/protocol.ts';

/** The grader is closed with the block whose `using` it is: its sandbox is a thread of its own. */
export interface Engine extends Disposable {
  report: EngineReport;
  grader: SandboxGrader;
}

export async function startEngine(): Promise<Engine> {
  const report = await startFastestEngine({ prefer: 'auto' });
  const grader = createNodeGrader();
  return { report, grader, [Symbol.dispose]: () => grader.close() };
}
