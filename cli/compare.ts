import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationRow } from '../workers/measures/outcome.ts';
import { optionLimits } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';
import { methodById } from '../workers/methods/table.ts';
import { comparisonTable } from './comparisonTable.ts';
import { numberIn, parseFlags, refuseBaseOptions, required, runOptions } from './arguments.ts';
import { makeFolder, readJsonLines, runFiles } from './files.ts';
import { requireAsked } from './finishedRun.ts';
import { labProcess } from './labProcess.ts';
import { readModel, sha256Of, shippedBase } from './models.ts';
import { taskNamed } from './tasks.ts';
import { requireSameSize, startOptions } from './train.ts';

interface Job {
  method: string;
  seed: number;
  folder: string;
}

/** @throws with a sentence if a value is there twice: it would count one run as two */
function requireOnce(flag: string, values: readonly (string | number)[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  if (repeated !== undefined) throw new Error(`--${flag} names ${repeated} twice; name it once.`);
}

/** Trains one run in a process of its own, going on where an earlier one was ended. Resolves to its exit status. */
function train({ method, seed, folder }: Job, task: string, settings: readonly string[]): Promise<number> {
  const resume = existsSync(folder) ? ['--resume'] : [];
  const words = ['train', '--task', task, '--method', method, '--seed', String(seed), '--out', folder, ...settings, ...resume];
  return labProcess(words, `${folder}.log`);
}

const historyOf = (folder: string): Promise<EvaluationRow[]> => readJsonLines<EvaluationRow>(runFiles(folder).history);

/** `lab compare`: several methods over several seeds, some at a time, and the table of their last evaluations. @returns exit status */
export async function compareCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('compare', argv, {
    task: { type: 'string' },
    methods: { type: 'string', default: 'naive,score' },
    seeds: { type: 'string', default: '1,2,3' },
    out: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    base: { type: 'string' },
    set: { type: 'string', multiple: true },
  });
  // A task that there is not has no base either; the task is the mistake to name.
  const named = required(flags.task, 'task', 'name the task to train on');
  const task = await taskNamed(named);
  const out = required(flags.out, 'out', 'name the folder for the runs');
  const methods = flags.methods.split(',').map((id) => methodById(id).id);
  const seeds = flags.seeds.split(',').map((seed) => numberIn(seed, 'A seed of --seeds', optionLimits.seed));
  const jobsAtATime = numberIn(flags.jobs, '--jobs', { min: 1, max: 64, integer: true });
  requireOnce('methods', methods);
  requireOnce('seeds', seeds);
  refuseBaseOptions(flags.set);
  if (flags.set?.some((setting) => setting.startsWith('seed=')))
    throw new Error('The seeds of a comparison are those of --seeds, not of --set.');
  const path = flags.base ?? shippedBase(task);
  const base = await readModel(path, 'base');
  const optionsOf = (method: string, seed?: number): RunOptions =>
    runOptions(startOptions(task, method, base), seed?.toString(), flags.set);
  for (const method of methods) requireSameSize(optionsOf(method), base);
  await makeFolder(out);

  const jobs: Job[] = seeds.flatMap((seed) => methods.map((method) => ({ method, seed, folder: join(out, `${method}-${seed}`) })));
  const finished = jobs.filter(({ folder }) => existsSync(runFiles(folder).run));
  const remedies = {
    otherBase: 'Name the base of the run with --base, or another folder with --out.',
    otherOptions: 'Name another folder with --out.',
  };
  for (const job of finished) await requireAsked(job.folder, optionsOf(job.method, job.seed), { path, sha256: sha256Of(base) }, remedies);
  const waiting = jobs.filter((job) => !finished.includes(job));
  process.stderr.write(`${waiting.length} of ${jobs.length} runs to train; each writes a log beside its folder in ${out}.\n`);
  // Without a base's name a run that was paused would go on from whatever base it has.
  const settings = ['--base', path, ...(flags.set ?? []).flatMap((setting) => ['--set', setting])];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const status = await train(job, named, settings);
      process.stderr.write(`${job.folder}: ${status === 0 ? 'done' : `ended with status ${status}`}\n`);
      if (status !== 0) failed.push(job.folder);
    }
  };
  await Promise.all(Array.from({ length: jobsAtATime }, worker));
  if (failed.length > 0)
    throw new Error(`These runs did not finish: ${failed.join(', ')}. Their logs say why; the same command goes on with them.`);

  const histories = new Map<string, EvaluationRow[][]>();
  for (const method of methods)
    histories.set(method, await Promise.all(jobs.filter((job) => job.method === method).map(({ folder }) => historyOf(folder))));
  process.stdout.write(comparisonTable(histories));
  return 0;
}
