/**
 * A run in one file: a zip of settings.json, and of history.jsonl, rollouts.jsonl and state.safetensors as `lab train` writes them, so that
 * `lab train --resume` goes on from the folder it unzips to.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import * as v from 'valibot';
import { describeState, parseRunOptions, type EvaluationEvent, type RunOptions } from '../../workers/protocol.ts';
import { runId } from '../state/identity.ts';
import { differences } from '../state/setup.ts';
import type { StoredRun } from '../state/storage.ts';
import { rolloutSchema, rowSchema } from './runFileSchema.ts';

/** What a run file holds. */
export interface RunInFile {
  run: StoredRun;
  evaluations: EvaluationEvent[];
  /** Safetensors. */
  state: Uint8Array;
}

const format = 'second-thoughts-run-file';
const version = 1;

/** Bytes of a file, and of all that is in it: far above any run of the page. */
export const largestFile = 256 * 2 ** 20;

const memberNames = ['history.jsonl', 'rollouts.jsonl', 'state.safetensors'] as const;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const member = v.object({ bytes: count, sha256: v.string() });
const settings = v.object({
  id: v.string(),
  options: v.unknown(),
  step: count,
  finished: v.boolean(),
  stoppedPrograms: v.optional(count),
  created: v.optional(v.number()),
  name: v.optional(v.string()),
  tags: v.optional(v.array(v.string())),
  files: v.object({ 'history.jsonl': member, 'rollouts.jsonl': member, 'state.safetensors': member }),
});

const jsonLines = (values: readonly unknown[]): Uint8Array => strToU8(values.map((value) => `${JSON.stringify(value)}\n`).join(''));

const digest = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** @param run without evaluations behind its state: they are made again */
export function writeRunFile({ run, evaluations, state }: RunInFile): Uint8Array<ArrayBuffer> {
  const { id, options, step, finished, stoppedPrograms, created, name, tags } = run;
  const kept = evaluations.filter((evaluation) => evaluation.step <= step);
  const members = {
    'history.jsonl': jsonLines(kept.flatMap(({ rows }) => rows)),
    'rollouts.jsonl': jsonLines(kept.map(({ step: at, episodes, paid }) => ({ step: at, episodes, paid }))),
    'state.safetensors': state,
  };
  const files = Object.fromEntries(memberNames.map((file) => [file, { bytes: members[file].length, sha256: digest(members[file]) }]));
  const about = { format, version, id, options, step, finished, stoppedPrograms, created, name, tags, files };
  // The year 1980 is the first that a zip file can say: equal runs give equal files.
  const mtime = new Date(1980, 0, 1);
  const zipped = zipSync(
    {
      'settings.json': strToU8(`${JSON.stringify(about, null, 2)}\n`),
      'history.jsonl': members['history.jsonl'],
      'rollouts.jsonl': members['rollouts.jsonl'],
      // Weights do not compress.
      'state.safetensors': [members['state.safetensors'], { level: 0 }],
    },
    { mtime },
  );
  return new Uint8Array(zipped);
}

const isZip = (file: Uint8Array): boolean => file[0] === 0x50 && file[1] === 0x4b;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

export const tooLarge = (bytes: number): string =>
  `The file is too large for a run: it holds ${megabytes(bytes)}; the page opens up to ${megabytes(largestFile)}.`;

function unzip(file: Uint8Array): Record<string, Uint8Array> {
  if (!isZip(file)) throw new Error('This is not a run of Second Thoughts: a run is saved as a zip file, and this is none.');
  let total = 0;
  let unzipped: Record<string, Uint8Array>;
  try {
    unzipped = unzipSync(file, {
      filter({ name, originalSize }) {
        total += originalSize;
        return total <= largestFile && (name === 'settings.json' || memberNames.some((known) => known === name));
      },
    });
  } catch {
    throw new Error('The file is damaged or was cut off: it does not unzip. Save the run again where it came from.');
  }
  if (total > largestFile) throw new Error(tooLarge(total));
  return unzipped;
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(strFromU8(bytes));
  } catch {
    throw new Error(`The file is damaged: ${where} is not JSON.`);
  }
}

function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown, where: string): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value);
  if (!success)
    throw new Error(`The file is damaged: ${where} is wrong at "${v.getDotPath(issues[0]) ?? 'its root'}": ${issues[0].message}.`);
  return output;
}

const parseLines = <Schema extends v.GenericSchema>(schema: Schema, bytes: Uint8Array, file: string): v.InferOutput<Schema>[] =>
  strFromU8(bytes)
    .split('\n')
    .flatMap((line, index) => {
      const where = `line ${index + 1} of ${file}`;
      return line === '' ? [] : [parse(schema, parseJson(strToU8(line), where), where)];
    });

function readSettings(files: Record<string, Uint8Array>): v.InferOutput<typeof settings> {
  if (!Object.hasOwn(files, 'settings.json'))
    throw new Error('This zip file is not a run of Second Thoughts: there is no settings.json in it.');
  const about = parseJson(files['settings.json'], 'settings.json') as { format?: unknown; version?: unknown } | null;
  if (about?.format !== format)
    throw new Error(`This zip file is not a run of Second Thoughts: the format in its settings.json is not "${format}".`);
  if (about.version !== version)
    throw new Error(
      `This run was saved in version ${JSON.stringify(about.version)} of the file; this page reads version ${version}. Reload the page: there may be a newer one.`,
    );
  return parse(settings, about, 'settings.json');
}

function requireWhole(files: Record<string, Uint8Array>, said: v.InferOutput<typeof settings>['files']): void {
  for (const name of memberNames) {
    if (!Object.hasOwn(files, name)) throw new Error(`The file is damaged: ${name} is missing in it.`);
    const { bytes, sha256: expected } = said[name];
    if (files[name].length !== bytes)
      throw new Error(`The file is damaged: ${name} has ${files[name].length} bytes; settings.json says ${bytes}.`);
    if (digest(files[name]) !== expected)
      throw new Error(`The file is damaged: ${name} is not what was saved, its SHA-256 differs from that in settings.json.`);
  }
}

/** The state must be of the run that the settings describe. */
function requireSameRun(state: Uint8Array, options: RunOptions, step: number): void {
  const saved = describeState(state);
  const changed = saved.options.task !== options.task ? ['task'] : differences(saved.options, options);
  if (saved.options.method !== options.method) changed.push('method');
  if (changed.length > 0) throw new Error(`The file is damaged: its state was trained with other settings (${changed.join(', ')}).`);
  if (saved.step !== step) throw new Error(`The file is damaged: its state has ${saved.step} updates; settings.json says ${step}.`);
}

/**
 * The run in a file.
 * @throws with a sentence if the file is no run, is of another version, damaged, cut off or too large, or of a run that this page cannot train
 */
export function readRunFile(file: Uint8Array): RunInFile {
  if (file.length > largestFile) throw new Error(tooLarge(file.length));
  const files = unzip(file);
  const { options: given, files: said, ...about } = readSettings(files);
  requireWhole(files, said);
  const options = parseRunOptions(given);
  requireSameRun(files['state.safetensors'], options, about.step);
  if (runId(options) !== about.id)
    throw new Error(
      `This run began from another base model of ${options.task} than the one that comes with this page, so the page could not tell the two apart. The copy of the page that saved it can open it.`,
    );
  const rows = parseLines(rowSchema, files['history.jsonl'], 'history.jsonl');
  const evaluations = parseLines(rolloutSchema, files['rollouts.jsonl'], 'rollouts.jsonl').map(
    ({ step, episodes, paid }): EvaluationEvent => ({
      kind: 'evaluation',
      id: about.id,
      step,
      rows: rows.filter((row) => row.step === step),
      episodes,
      ...(paid ? { paid } : {}),
    }),
  );
  return { run: { ...about, options }, evaluations, state: files['state.safetensors'] };
}
