/** Files and folders of the commands, each mistake a sentence. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes beside the path, forces the bytes to the disk and renames: whoever is killed meanwhile leaves the old file or the new one. */
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

/** Why a file cannot be read, in a sentence. */
export function unreadable(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'EISDIR') return `${path} is a folder; name a file in it.`;
  return `${path} cannot be read: ${message}.`;
}

/** @throws with a sentence if the file cannot be read */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(unreadable(path, error), { cause: error });
  });
}

/** @throws with a sentence that names the first line that is not JSON */
export async function readJsonLines<T>(path: string): Promise<T[]> {
  const lines = new TextDecoder().decode(await readInput(path)).split('\n');
  return lines.flatMap((line, index) =>
    line === '' ? [] : [parseJson<T>(line, `${path} is damaged: its line ${index + 1} is not JSON.`)],
  );
}

/** @throws with the sentence if the text is not JSON */
export function parseJson<T>(text: string, sentence: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(sentence, { cause: error });
  }
}

/**
 * Names of what is in a folder; none if it does not exist.
 * @throws with a sentence if it is a file
 */
export async function entriesOf(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return readdir(folder).catch((error: Error) => {
    throw new Error(`${folder} is not a folder that can be read; --out must name one.`, { cause: error });
  });
}

/** @throws with a sentence if the folder exists and is not empty */
export async function requireEmpty(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  if (entries.length > 0)
    throw new Error(`The folder ${folder} is not empty and is not overwritten. Name another with --out, or go on with --resume.`);
}

/** @throws with a sentence if the folder cannot be made */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new Error(`The folder ${folder} cannot be made (${error.message}). Name another with --out.`, { cause: error });
  });
}

/** @throws with a sentence if the file exists */
export function requireNew(path: string): void {
  if (existsSync(path)) throw new Error(`${path} exists and is not overwritten. Name another file with --out, or remove it.`);
}

export const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The result files of a run's folder, and what is there to go on from. */
export const runFiles = (folder: string) => ({
  run: join(folder, 'run.json'),
  history: join(folder, 'history.jsonl'),
  rollouts: join(folder, 'rollouts.jsonl'),
  corrections: join(folder, 'corrections.jsonl'),
  episodes: join(folder, 'episodes.jsonl'),
  model: join(folder, 'model.safetensors'),
  state: join(folder, 'state.safetensors'),
  clock: join(folder, 'clock.json'),
});
