import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckpoint, writeCheckpoint } from '../workers/model/checkpoint.ts';
import type { Checkpoint } from '../workers/model/checkpoint.ts';
import { isOwnTask } from '../workers/tasks/own/source.ts';
import { readInput } from './files.ts';

/**
 * Path of the base that ships with the project, from the folder the command runs in: it is recorded, to be pasted elsewhere.
 * @throws with a sentence if none can
 */
export function shippedBase(task: string): string {
  if (isOwnTask(task))
    throw new Error(
      'No base ships for a task of your own. Make one with "npm run lab -- pretrain --task FILE.js --out BASE", and name it with --base.',
    );
  return relative('', fileURLToPath(new URL(`../public/base/${task}.safetensors`, import.meta.url)));
}

/** @param role what the command wants the file for. @throws with a sentence if it is missing or is not a model */
export async function readModel(path: string, role: 'base' | 'checkpoint'): Promise<Checkpoint> {
  try {
    return readCheckpoint(await readInput(path));
  } catch (error) {
    throw new Error(`The ${role} ${path} cannot be used. ${(error as Error).message}`, { cause: error });
  }
}

/** SHA-256, in hexadecimal, of a model's file as this version writes it: equal for equal weights, configuration and origin. */
export const sha256Of = (model: Checkpoint): string => createHash('sha256').update(writeCheckpoint(model)).digest('hex');
