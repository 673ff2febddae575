/** Groups of runs: those that differ only in their seed, and those that have a tag. */
import { defaultOptions, isOwnTask, labelOfOwnTask, methodById, taskLabels, type RunOptions } from '../../workers/protocol.ts';
import { methodWords, taskWords } from '../languages/names.ts';
import { words } from '../languages/words.ts';
import { differences, settingText } from '../state/setup.ts';

/** Settings of a run that are not those of its method's row, seed aside, as an address and a command write them. */
export const settingsThatDiffer = (options: RunOptions): string[] =>
  differences(options, defaultOptions(options.task, options.method))
    .filter((key) => key !== 'seed')
    .map((key) => `${key}=${settingText(options, key)}`);

export function taskName(task: string): string {
  const label = isOwnTask(task) ? labelOfOwnTask(task) : taskLabels.find(({ id }) => id === task);
  return label ? taskWords(label).name : task;
}

/** What a run is called where nobody has named it. */
export const armName = (options: RunOptions): string =>
  [methodWords(methodById(options.method)).short, ...settingsThatDiffer(options)].join(words().figure.comma);

export interface RunGroup<Run> {
  key: string;
  name: string;
  task: string;
  runs: Run[];
}

interface Groupable {
  options: RunOptions;
  tags: readonly string[];
}

/** All groups of these runs, one task after another; of each, those by settings come first. A group by tag has one task. */
export function groupsOf<Run extends Groupable>(runs: readonly Run[]): RunGroup<Run>[] {
  const groups = new Map<string, RunGroup<Run>>();
  const put = (key: string, name: string, run: Run): void => {
    const { task } = run.options;
    const group = groups.get(key) ?? { key, name: `${taskName(task)}${words().reader.colon} ${name}`, task, runs: [] };
    group.runs.push(run);
    groups.set(key, group);
  };
  for (const run of runs)
    put([run.options.task, run.options.method, ...settingsThatDiffer(run.options)].join('/'), armName(run.options), run);
  for (const run of runs) for (const tag of run.tags) put(`${run.options.task}/#${tag}`, `#${tag}`, run);
  return [...groups.values()].sort((a, b) => (a.task < b.task ? -1 : a.task > b.task ? 1 : 0));
}
