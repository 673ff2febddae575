/** The bases that the runs of a study start from: the shipped one of a task, or one that is pretrained for an arm. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { baseKey, defaultOptions, isBaseOption } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { recipe } from '../../workers/methods/pretrain.ts';
import type { BaseFile } from '../finishedRun.ts';
import { labProcess } from '../labProcess.ts';
import { readModel, sha256Of, shippedBase } from '../models.ts';
import type { Job } from './arms.ts';

/** A command of the lab. @throws with a sentence that names the log if the process fails */
export async function lab(words: readonly string[], log: string): Promise<void> {
  const status = await labProcess(words, log);
  if (status !== 0) throw new Error(`"lab ${words[0]}" ended with status ${status}; ${log} says why.`);
}

/** Whether a run starts from the base that ships with its task. */
export const usesShippedBase = ({ options }: Pick<Job, 'options'>): boolean => baseKey(options) === baseKey(defaultOptions(options.task));

/** Settings of a base that are not its task's. */
function settingsOf(options: RunOptions): string[] {
  const defaults = defaultOptions(options.task);
  const changed = Object.entries(options).filter(([key, value]) => isBaseOption(key) && value !== defaults[key as keyof RunOptions]);
  const dials = Object.entries(options.dials).filter(([key, value]) => value !== defaults.dials[key]);
  return [...changed, ...dials].flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]);
}

/** SHA-256 of the base that a run starts from; null where its options make it, and so say all about it. */
export const knownDigest = async (job: Job, baseOf: (job: Job) => Promise<BaseFile>): Promise<string | null> =>
  usesShippedBase(job) ? (await baseOf(job)).sha256 : null;

/** The bases of a study, each read or pretrained once. @param work folder of those that are pretrained */
export function basesIn(work: string): (job: Job) => Promise<BaseFile> {
  const known = new Map<string, Promise<BaseFile>>();
  const find = async (job: Job): Promise<BaseFile> => {
    const { options } = job;
    const key = createHash('sha256').update(baseKey(options)).update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
    const path = usesShippedBase(job) ? shippedBase(options.task) : join(work, `base-${key}.safetensors`);
    if (!usesShippedBase(job) && !existsSync(path))
      await lab(['pretrain', '--task', options.task, '--out', path, ...settingsOf(options)], join(work, `base-${key}.log`));
    return { path, sha256: sha256Of(await readModel(path, 'base')) };
  };
  return (job) => {
    const key = baseKey(job.options);
    const base = known.get(key) ?? find(job);
    known.set(key, base);
    return base;
  };
}
