import { readCheckpoint } from '../workers/model/checkpoint.ts';
import type { Checkpoint } from '../workers/model/checkpoint.ts';
import { readInput } from './files.ts';

/** @param role what the command wants the file for. @throws with a sentence if it is missing or is not a model */
export async function readModel(path: string, role: 'base' | 'checkpoint'): Promise<Checkpoint> {
  try {
    return readCheckpoint(await readInput(path));
  } catch (error) {
    throw new Error(`The ${role} ${path} cannot be used. ${(error as Error).message}`, { cause: error });
  }
}
