import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EvaluationEvent, EvaluationRow, Recording } from '../workers/protocol.ts';
import { parseFlags, required } from './arguments.ts';
import { createFile } from './destination.ts';
import { parseJson, readInput, readJsonLines, requireNew, runFiles } from './files.ts';

/** Episodes kept of every evaluation: enough to read, few enough to load at once. */
const recordedEpisodes = 16;

/** @returns the recording, and the file that it names */
async function readRun(folder: string): Promise<{ recording: Recording; model: Uint8Array }> {
  const files = runFiles(folder);
  if (!existsSync(files.run)) throw new Error(`${folder} holds no finished run: there is no run.json in it.`);
  const text = new TextDecoder().decode(await readInput(files.run));
  const run = parseJson<Pick<Recording, 'options' | 'command' | 'backend' | 'adapter'> & { wall_seconds: number }>(
    text,
    `${files.run} is damaged: it is not JSON.`,
  );
  const rows = await readJsonLines<EvaluationRow>(files.history);
  const rollouts = await readJsonLines<Pick<EvaluationEvent, 'step' | 'episodes' | 'paid'>>(files.rollouts);
  const model = await readInput(files.model);
  const { task, method, seed } = run.options;
  const recording: Recording = {
    options: run.options,
    command: run.command,
    backend: run.backend,
    adapter: run.adapter,
    seconds: run.wall_seconds,
    // The digest keeps a cache from answering with the model of an earlier recording.
    model: `${task}-${method}-${seed}-${createHash('sha256').update(model).digest('hex').slice(0, 8)}.safetensors`,
    evaluations: rollouts.map(({ step, episodes, paid }) => ({
      kind: 'evaluation',
      id: run.options.method,
      step,
      rows: rows.filter((row) => row.step === step),
      episodes: episodes.map(({ temperature, views }) => ({ temperature, views: views.slice(0, recordedEpisodes) })),
      paid,
    })),
  };
  return { recording, model };
}

/** `lab record`: finished runs into one file that the page shows before anything is trained, and their models beside it. @returns exit status */
export async function recordCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('record', argv, { run: { type: 'string', multiple: true }, out: { type: 'string' } });
  const out = required(flags.out, 'out', 'name the recording to write');
  const folders = flags.run ?? [];
  if (folders.length === 0) throw new Error('--run is missing: name at least one folder of a finished run.');
  requireNew(out);
  const runs = await Promise.all(folders.map(readRun));
  const models = new Map(runs.map(({ recording, model }) => [join(dirname(out), recording.model), model]));
  // A file of this name that is there already holds the same model: its digest is in the name.
  for (const [path, model] of models) if (!existsSync(path)) await createFile(path, model);
  await createFile(out, JSON.stringify(runs.map(({ recording }) => recording)));
  return 0;
}
