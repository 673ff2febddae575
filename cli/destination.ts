import { access, link, open, rm } from 'node:fs/promises';

/** Where results go. A file appears whole, when all of it is there, or not at all. */
export interface Destination {
  write(text: string): Promise<void>;
  /** @throws if the file has come to exist meanwhile. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export function standardOutput(): Destination {
  return {
    write: (text) => new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/** @throws with a sentence if the path exists or cannot be written. */
export async function newFile(path: string): Promise<Destination> {
  if (await exists(path)) throw new Error(`${path} exists and is not overwritten; name another file after --out, or remove it.`);
  const unfinished = `${path}.unfinished-${process.pid}`;
  const file = await open(unfinished, 'wx').catch((error: Error) => {
    throw new Error(`${path} cannot be written (${error.message}); name a file in an existing folder after --out.`, { cause: error });
  });
  return {
    write: (text) => file.appendFile(text),
    finish: async () => {
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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
