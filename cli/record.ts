import { existsSync } from 'node:fs';
import type { EvaluationEvent, EvaluationRow, Recording } from '../workers/protocol.ts';
import { parseFlags, required } from './arguments.ts';
import { createFile } from './destination.ts';
import { parseJson, readInput, readJsonLines, requireNew, runFiles } from './files.ts';

/** Episodes kept of every evaluation: enough to read, few enough to load at once. */
const recordedEpisodes = 16;

async function readRun(folder: string): Promise<Recording> {
  const files = runFiles(folder);
  if (!existsSync(files.run)) throw new Error(`${folder} holds no finished run: there is no run.json in it.`);
  const text = new TextDecoder().decode(await readInput(files.run));
  const run = parseJson<Pick<Recording, 'options' | 'command' | 'backend' | 'adapter'> & { wall_seconds: number }>(
    text,
    `${files.run} is damaged: it is not JSON.`,
  );
  const rows = await readJsonLines<EvaluationRow>(files.history);
  const rollouts = await readJsonLines<Pick<EvaluationEvent, 'step' | 'episodes' | 'paid'>>(files.rollouts);
  return {
    options: run.options,
    command: run.command,
    backend: run.backend,
    adapter: run.adapter,
    seconds: run.wall_seconds,
    evaluations: rollouts.map(({ step, episodes, paid }) => ({
      kind: 'evaluation',
      id: run.options.method,
      step,
      rows: rows.filter((row) => row.step === step),
      episodes: episodes.map(({ temperature, views }) => ({ temperature, views: views.slice(0, recordedEpisodes) })),
      paid,
    })),
  };
}

/** `lab record`: finished runs into one file that the page shows before anything is trained. @returns exit status */
export async function recordCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('record', argv, { run: { type: 'string', multiple: true }, out: { type: 'string' } });
  const out = required(flags.out, 'out', 'name the recording to write');
  const folders = flags.run ?? [];
  if (folders.length === 0) throw new Error('--run is missing: name at least one folder of a finished run.');
  requireNew(out);
  const recordings = await Promise.all(folders.map(readRun));
  await createFile(out, JSON.stringify(recordings));
  return 0;
}
