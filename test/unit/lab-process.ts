/** The command line as its users meet it: a process of its own, its two streams, its exit status and the files it leaves. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { runFiles } from '../../cli/files.ts';

/** The command line in one file. */
export const entry = join(inject('bundle'), 'lab.mjs');

export interface Ended {
  /** Null if a signal ended the process. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A process that is still running; `ended` settles when it and its streams are done. */
export interface Started {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Ended>;
  /** What has come from standard error so far. */
  stderr: () => string;
}

export function startLab(arguments_: readonly string[]): Started {
  // Without a launcher in between, so that a signal reaches the process that does the work.
  const child = spawn(process.execPath, [entry, ...arguments_]);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
  return { child, ended, stderr: () => stderr };
}

export const lab = (...arguments_: string[]): Promise<Ended> => startLab(arguments_).ended;

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves as soon as the condition holds; looks every few milliseconds. */
export async function until(condition: () => boolean, patience = 30_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited ${patience} ms in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Every file under a path with its bytes and its last change; '' for a path that does not exist. */
export function snapshot(path: string): string {
  if (!existsSync(path)) return '';
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return `${path} ${mtimeMs} ${readFileSync(path).toString('base64')}`;
  return [
    `${path}/`,
    ...readdirSync(path)
      .sort()
      .map((name) => snapshot(join(path, name))),
  ].join('\n');
}

/** One line on standard error that ends in a full stop. */
export const sentenceLine = /^[^\n]*[^\n.]\.\n$/;

/** That line, nothing on standard output, status 1. */
export const oneSentence = { status: 1, stdout: '', stderr: expect.stringMatching(sentenceLine) as string };

export const set = (options: Record<string, number | string>): string[] =>
  Object.entries(options).flatMap(([key, value]) => ['--set', `${key}=${value}`]);

/** A model that is pretrained in two seconds. */
export const tinyBase = {
  digits: 2,
  chains: 0.3,
  width: 16,
  heads: 2,
  layers: 1,
  baseAccuracy: 0.1,
  pretrainSteps: 1000,
  secondLookSteps: 20,
  batch: 32,
};

/** A run on it of twenty updates of some milliseconds each. */
export const tinyRun = set({
  ...{ digits: 2, chains: 0.3, width: 16, heads: 2, layers: 1 },
  ...{ batch: 64, group: 4, steps: 20, evaluateEvery: 8, heldOut: 30, pool: 24, learningRate: 0.01, lateLearningRate: 0.005, warmUp: 2 },
});

export const jsonLines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The files of a run that have to be the same when it is run again, by name. */
export function results(folder: string): Record<string, string> {
  const { history, rollouts, episodes, model, state } = runFiles(folder);
  return Object.fromEntries(
    [history, rollouts, episodes, model, state].map((path) => [path.slice(folder.length + 1), readFileSync(path).toString('base64')]),
  );
}

/** A tiny base, the words that train a run from it, and one such run that nobody disturbed, in a folder for the tests of the file. */
export function undisturbedRun() {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  const base = at('base.safetensors');
  const train = (out: string, ...more: string[]): string[] => [
    ...['train', '--task', 'addition', '--seed', '3', '--base', base],
    ...tinyRun,
    ...['--out', out],
    ...more,
  ];
  const straight = at('straight');
  beforeAll(async () => {
    const made = await lab('pretrain', '--task', 'addition', '--out', base, ...set({ ...tinyBase, copyShare: 0.6 }));
    expect(made).toMatchObject({ status: 0 });
    expect(await lab(...train(straight))).toMatchObject({ status: 0 });
  });
  return { base, at, train, straight };
}
