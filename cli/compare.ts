import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EvaluationRow } from '../workers/measures/outcome.ts';
import { defaultOptions, optionLimits, sizeOptions } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';
import { methodById } from '../workers/methods/table.ts';
import { comparisonTable } from './comparisonTable.ts';
import { numberIn, parseFlags, refuseBaseOptions, required, runOptions } from './arguments.ts';
import { readInput, readJsonLines, runFiles } from './files.ts';

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

/** @throws with a sentence if a finished run was trained with other options than the command asks for */
async function requireAsked({ folder }: Job, asked: RunOptions): Promise<void> {
  const { options } = JSON.parse(new TextDecoder().decode(await readInput(runFiles(folder).run))) as { options: RunOptions };
  for (const key of Object.keys(asked) as (keyof RunOptions)[]) {
    // A size that the command leaves out is the base's.
    if (!sizeOptions.some((size) => size === key) && JSON.stringify(asked[key]) !== JSON.stringify(options[key]))
      throw new Error(
        `The finished run in ${folder} has ${key} = ${JSON.stringify(options[key])}; the command says ${JSON.stringify(asked[key])}. Name another folder with --out.`,
      );
  }
}

/** Trains one run in a process of its own, going on where an earlier one was ended. Resolves to its exit status. */
async function train({ method, seed, folder }: Job, task: string, settings: readonly string[]): Promise<number> {
  const arguments_ = ['train', '--task', task, '--method', method, '--seed', String(seed), '--out', folder, ...settings];
  if (existsSync(folder)) arguments_.push('--resume');
  const log = await open(`${folder}.log`, 'a');
  const lab = fileURLToPath(new URL('./lab.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', lab, ...arguments_], { stdio: ['ignore', log.fd, log.fd] });
  const status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  await log.close();
  return status;
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
  const task = required(flags.task, 'task', 'name the task to train on');
  const out = required(flags.out, 'out', 'name the folder for the runs');
  const methods = flags.methods.split(',').map((id) => methodById(id).id);
  const seeds = flags.seeds.split(',').map((seed) => numberIn(seed, 'A seed of --seeds', optionLimits.seed));
  const jobsAtATime = numberIn(flags.jobs, '--jobs', { min: 1, max: 64, integer: true });
  const settings = [
    ...(flags.set ?? []).flatMap((setting) => ['--set', setting]),
    ...(flags.base === undefined ? [] : ['--base', flags.base]),
  ];
  requireOnce('methods', methods);
  requireOnce('seeds', seeds);
  refuseBaseOptions(flags.set);
  if (flags.set?.some((setting) => setting.startsWith('seed=')))
    throw new Error('The seeds of a comparison are those of --seeds, not of --set.');
  for (const method of methods) runOptions(defaultOptions(task, method), undefined, flags.set);
  await mkdir(out, { recursive: true });

  const jobs: Job[] = seeds.flatMap((seed) => methods.map((method) => ({ method, seed, folder: join(out, `${method}-${seed}`) })));
  const finished = jobs.filter(({ folder }) => existsSync(runFiles(folder).run));
  for (const job of finished) await requireAsked(job, runOptions(defaultOptions(task, job.method), String(job.seed), flags.set));
  const waiting = jobs.filter((job) => !finished.includes(job));
  process.stderr.write(`${waiting.length} of ${jobs.length} runs to train; each writes a log beside its folder in ${out}.\n`);
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const status = await train(job, task, settings);
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
