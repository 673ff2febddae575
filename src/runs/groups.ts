/** Groups of runs: those that differ only in their seed, and those that have a tag. */
import { defaultOptions, isOwnTask, labelOfOwnTask, methodById, taskLabels, type RunOptions } from '../../workers/protocol.ts';
import { methodWords, taskWords } from '../languages/names.ts';
import { words } from '../languages/words.ts';
import { differences, writtenSetting } from '../state/setup.ts';

/** Settings of a run that are not those of its method's row, seed aside, as an address and a command write them. */
export const settingsThatDiffer = (options: RunOptions): string[] =>
  differences(options, defaultOptions(options.task, options.method))
    .filter((key) => key !== 'seed')
    .map((key) => writtenSetting(options, key));

export function taskName(task: string): string {
  const label = isOwnTask(task) ? labelOfOwnTask(task) : taskLabels.find(({ id }) => id === task);
  return label ? taskWords(label).name : task;
}

/** What all of these runs have in common of that: what need not be said of each of them. */
export function sharedSettings(runs: readonly { options: RunOptions }[]): string[] {
  const [first = [], ...others] = runs.map(({ options }) => settingsThatDiffer(options));
  return first.filter((setting) => others.every((settings) => settings.includes(setting)));
}

/** What a run is called where nobody has named it. */
export const armName = (options: RunOptions, settings: readonly string[] = settingsThatDiffer(options)): string =>
  [methodWords(methodById(options.method)).short, ...settings].join(words().figure.comma);

/** Settings of a run that are not among those that are said elsewhere. */
export const settingsBut = (said: readonly string[], options: RunOptions): string[] =>
  settingsThatDiffer(options).filter((setting) => !said.includes(setting));

export interface RunGroup<Run> {
  key: string;
  name: string;
  task: string;
  /** Of its runs, but for what all runs have in common; a group by tag has none of its own. */
  settings: readonly string[];
  runs: Run[];
}

interface Groupable {
  options: RunOptions;
  tags: readonly string[];
}

/**
 * All groups of these runs, one task after another; of each, those by settings come first. A group by tag has one task. What all runs have
 * in common is in no name.
 */
export function groupsOf<Run extends Groupable>(runs: readonly Run[]): RunGroup<Run>[] {
  const shared = sharedSettings(runs);
  const groups = new Map<string, RunGroup<Run>>();
  const put = (run: Run, key: string, name: string, settings: readonly string[] = []): void => {
    const { task } = run.options;
    const group = groups.get(key) ?? { key, name: `${taskName(task)}${words().reader.colon} ${name}`, task, settings, runs: [] };
    group.runs.push(run);
    groups.set(key, group);
  };
  for (const run of runs) {
    const { task, method } = run.options;
    const settings = settingsBut(shared, run.options);
    // Of all its settings, so that a group that was chosen is found again when another run changes what all have in common.
    put(run, [task, method, ...settingsThatDiffer(run.options)].join('/'), armName(run.options, settings), settings);
  }
  for (const run of runs) for (const tag of run.tags) put(run, `${run.options.task}/#${tag}`, `#${tag}`);
  return [...groups.values()].sort((a, b) => (a.task < b.task ? -1 : a.task > b.task ? 1 : 0));
}
