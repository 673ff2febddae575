/** Files that appear whole or not at all. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes beside the path, forces the bytes to the disk, then renames: whoever is killed meanwhile leaves the old file or the new one. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

/** @throws with a sentence if the file cannot be read */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}.`, { cause: error });
  });
}

/** @throws with a sentence if the folder exists and is not empty */
export async function newFolder(path: string): Promise<void> {
  if (existsSync(path)) {
    const entries = await readdir(path).catch(() => {
      throw new Error(`${path} is a file; --out must name a folder.`);
    });
    if (entries.length > 0) throw new Error(`The folder ${path} is not empty and is not overwritten. Name another with --out, or go on with --resume.`);
  }
  await mkdir(path, { recursive: true });
}

/** @throws with a sentence if the file exists */
export async function newOutput(path: string): Promise<void> {
  if (existsSync(path)) throw new Error(`${path} exists and is not overwritten. Name another file with --out, or remove it.`);
  await mkdir(dirname(path), { recursive: true });
}

export const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The four result files and the state of a run's folder. */
export const runFiles = (folder: string) => ({
  run: join(folder, 'run.json'),
  history: join(folder, 'history.jsonl'),
  rollouts: join(folder, 'rollouts.jsonl'),
  episodes: join(folder, 'episodes.jsonl'),
  model: join(folder, 'model.safetensors'),
  state: join(folder, 'state.safetensors'),
});
