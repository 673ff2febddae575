import { isBaseOption } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';
import { parseJson, readInput, runFiles } from './files.ts';

/** A base file and the digest of what is in it. */
export interface BaseFile {
  path: string;
  sha256: string;
}

/** What to do about a finished run that is another than the one asked for. */
export interface Remedies {
  otherBase: string;
  otherOptions: string;
}

/** @throws with a sentence if a finished run was trained with other options, or from another base, than is asked for */
export async function requireAsked(folder: string, asked: RunOptions, base: BaseFile, remedies: Remedies): Promise<void> {
  const { run } = runFiles(folder);
  const text = new TextDecoder().decode(await readInput(run));
  const damaged = `${run} is damaged: it is not JSON. Remove ${folder} to train it again, or name another folder.`;
  const { options, base_sha256: sha256 = 'not recorded' } = parseJson<{ options: RunOptions; base_sha256?: string }>(text, damaged);
  if (sha256 !== base.sha256)
    throw new Error(
      `The finished run in ${folder} was started from another base (SHA-256: ${sha256}) than ${base.path} (${base.sha256}). ${remedies.otherBase}`,
    );
  for (const key of Object.keys({ ...asked, ...options }) as (keyof RunOptions)[]) {
    // What made the base, its digest says.
    if (!isBaseOption(key) && JSON.stringify(asked[key]) !== JSON.stringify(options[key]))
      throw new Error(
        `The finished run in ${folder} has ${key} = ${JSON.stringify(options[key])}; what is asked for is ${JSON.stringify(asked[key])}. ${remedies.otherOptions}`,
      );
  }
}
