/** Where results go that nobody must lose: standard output, or a file that did not exist before. */
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, requireNew } from './files.ts';

/** A file appears whole, when all of it is there, or not at all. */
export interface Destination {
  write(content: string | Uint8Array): Promise<void>;
  /** @throws if the file has come to exist meanwhile */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export function standardOutput(): Destination {
  return {
    write: (content) => new Promise((resolve, reject) => process.stdout.write(content, (error) => (error ? reject(error) : resolve()))),
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/** @throws with a sentence if the path exists or cannot be written */
export async function newFile(path: string): Promise<Destination> {
  requireNew(path);
  const unfinished = `${path}.unfinished-${process.pid}`;
  const file = await open(unfinished, 'wx').catch((error: Error) => {
    throw new Error(`${path} cannot be written (${error.message}); name a file in an existing folder after --out.`, { cause: error });
  });
  return {
    write: (content) => file.appendFile(content),
    finish: async () => {
      await file.sync();
      await file.close();
      // Unlike a renaming, a link fails where something exists.
      await link(unfinished, path).catch((error: Error) => {
        throw new Error(`${path} could not be made (${error.message}); the results are in ${unfinished}.`, { cause: error });
      });
      await rm(unfinished);
    },
    abandon: async () => {
      await file.close();
      await rm(unfinished, { force: true });
    },
  };
}

/**
 * Writes all of a new file at once; folders that it needs are made.
 * @throws with a sentence if the path exists or cannot be written
 */
export async function createFile(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const file = await newFile(path);
  try {
    await file.write(content);
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await file.finish();
}
