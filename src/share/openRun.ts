import type { RunLibrary } from '../runs/library.svelte.ts';
import type { Lab } from '../state/lab.svelte.ts';
import { columnsShowing } from '../state/setup.ts';
import type { RunInFile } from './runFile.ts';

/** A name without what file systems refuse. */
export const plainName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');

/** The name of a run's file: what it is of. */
const runFileName = ({ run: { options, step, name } }: RunInFile): string => {
  const own = plainName(name ?? '');
  return `${own || `${options.task}-${options.method}-seed-${options.seed}`}-step-${step}.zip`;
};

/**
 * Opens the file of a run: saves the run in this browser and shows it. What is trained meanwhile is paused.
 * @throws with a sentence if it is no run, is damaged, or this browser has it already; then nothing has changed
 */
export async function openRun(file: File, lab: Lab, library: RunLibrary): Promise<void> {
  const { largestFile, readRunFile, tooLarge } = await import('./runFile.ts');
  if (file.size > largestFile) throw new Error(tooLarge(file.size));
  const opened = readRunFile(new Uint8Array(await file.arrayBuffer()));
  await library.add(opened);
  if (lab.isTraining) await lab.session.pause();
  lab.setup.show(columnsShowing(opened.run.options, lab.setup.columns));
  await lab.refresh();
}

/** Hands a file to the person, as a download. */
export function saveFile(name: string, content: Uint8Array<ArrayBuffer> | Blob | string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Saves a run to a file, as it was last saved in this browser. @throws with a sentence if it was not */
export async function saveRun(id: string, library: RunLibrary): Promise<void> {
  const [saved, { writeRunFile }] = await Promise.all([library.saved(id), import('./runFile.ts')]);
  saveFile(runFileName(saved), writeRunFile(saved), 'application/zip');
}
