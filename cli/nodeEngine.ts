/** Starts the engine in Node: a backend and a grader. */
import { createNodeGrader } from '../workers/grader/spawnNode.ts';
import type { SandboxGrader } from '../workers/grader/grader.ts';
import { startEngine as startFastestEngine } from '../workers/methods/fastPath.ts';
import type { EngineReport } from '../workers/protocol.ts';

export interface Engine {
  report: EngineReport;
  grader: SandboxGrader;
}

export async function startEngine(): Promise<Engine> {
  const report = await startFastestEngine({ prefer: 'auto' });
  return { report, grader: createNodeGrader() };
}
