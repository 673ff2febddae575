/** What a shell is told to train a run of the page again. */
import { isBaseOption, isOwnTask, type RunOptions } from '../../workers/protocol.ts';
import { settingsThatDiffer } from '../runs/groups.ts';
import { usesShippedBase } from '../state/setup.ts';

const keyOf = (setting: string): string => setting.slice(0, setting.indexOf('='));

/** What a base is pretrained with, among the settings of a run. */
const isOfBase = (setting: string): boolean => {
  const key = keyOf(setting);
  return isBaseOption(key) || key === 'batch' || key.startsWith('dial.');
};

/** The command line knows dials by their own names. */
const flags = (settings: readonly string[]): string[] => settings.map((setting) => `--set ${setting.replace(/^dial\./, '')}`);

/**
 * The commands that train a run with these options, in their order: where no base ships for them, the first makes one. A task of one's own is
 * read from a file of its text.
 */
export function trainCommands(options: RunOptions): string[] {
  const { method, seed } = options;
  const isOwn = isOwnTask(options.task);
  const task = isOwn ? 'task.js' : options.task;
  const out = `runs/${isOwn ? 'own' : task}-${method}-${seed}`;
  const settings = settingsThatDiffer(options);
  const lab = (command: string, ...words: string[]): string => ['npm run lab --', command, '--task', task, ...words].join(' ');
  const train = ['--method', method, '--seed', String(seed), ...flags(settings.filter((setting) => !isBaseOption(keyOf(setting))))];
  if (usesShippedBase(options)) return [lab('train', ...train, '--out', out)];
  const base = `${out}-base.safetensors`;
  return [lab('pretrain', ...flags(settings.filter(isOfBase)), '--out', base), lab('train', ...train, '--base', base, '--out', out)];
}
