/** `npm run reproduce`: every arm of the study over its seeds, resumable and shardable, and the report from what is there. */
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { parseFlags, numberIn } from '../arguments.ts';
import { armName } from './arm.ts';
import { arms, courseArms, jobsOf, quickArms, searchArms, shardOf } from './arms.ts';
import type { Job } from './arms.ts';
import { basesIn, knownDigest } from './bases.ts';
import { addRows, isOf, readRows, resultFiles } from './results.ts';
import type { CourseRow, ResultRow } from './results.ts';
import { writeReport } from './report.ts';
import { finalEvaluation, runCourse, runJob } from './runJob.ts';
import type { Places } from './runJob.ts';

/** Where the rows of the search lie: they are no part of the study. */
const searchResults = 'results/search';

const usage = `npm run reproduce [-- --quick | --search | --courses] [--jobs N] [--shard I/N] [--results DIR] [--work DIR] [--only TEXT] [--minutes M]
  Trains what is missing in results/ and writes docs/REPRODUCTION.md. Interrupted anywhere, the same command goes on.
  --search     the search for settings, on seeds of its own, in place of the study; its rows go to results/search
  --quick      two seeds of naive RL and of SCoRe on addition, about twenty minutes on two free cores
  --courses    seed 1 of what Figure 5 compares, trained once more with its corrections measured at every evaluation
  --jobs N     runs trained at a time (default 1; with --quick 2, where there are two cores)
  --shard I/N  only the I-th of N shares of the runs, I from 1; give each shard a --results folder of its own, then merge them
  --only TEXT  only runs whose name (task/arm/seed) contains it
  --minutes M  begins no run after so long
npm run reproduce -- --merge DIR [--merge DIR …]   adds the rows of other results folders to results/
npm run reproduce -- --report                      writes the report from the rows that are there
npm run reproduce -- --list                        says which runs there are, and which are done`;

/** A shard as it is typed, "2/4". @throws with a sentence */
function shardIn(text: string): { index: number; count: number } {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!(index >= 1 && index <= count)) throw new Error(`--shard must be I/N with I from 1 to N, like 2/4; got "${text}".`);
  return { index, count };
}

const minutesText = (seconds: number): string =>
  seconds < 5400 ? `${Math.max(1, Math.round(seconds / 60))} min` : `${(seconds / 3600).toFixed(1)} h`;

/** Runs jobs, some at a time, and says after each how many are left and how long that takes at this pace. */
async function runAll(
  waiting: Job[],
  run: (job: Job) => Promise<void>,
  jobsAtATime: number,
  done: number,
  deadline: number,
): Promise<string[]> {
  const total = waiting.length;
  const failed: string[] = [];
  const begun = performance.now();
  let finished = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const job = waiting.shift();
      if (!job) return;
      try {
        await run(job);
      } catch (error) {
        failed.push(job.id);
        process.stderr.write(`${job.id}: ${(error as Error).message}\n`);
        continue;
      }
      finished++;
      const secondsEach = (performance.now() - begun) / 1000 / finished;
      const left = total - finished - failed.length;
      const rest = left === 0 ? 'none left' : `${left} left, about ${minutesText(left * secondsEach)}`;
      process.stderr.write(`${job.id} done: ${done + finished} of ${done + total}, ${rest}.\n`);
    }
  };
  await Promise.all(Array.from({ length: jobsAtATime }, worker));
  return failed;
}

/** Of the arms that are a method as it stands, the first seeds are probed as well: each probe asks every problem dozens of times. */
const isProbed = ({ arm, seed }: Job): boolean => arm.settings.length === 0 && seed <= 5;

async function main(argv: string[]): Promise<void> {
  const { values: flags } = parseFlags('reproduce', argv, {
    quick: { type: 'boolean' },
    search: { type: 'boolean' },
    courses: { type: 'boolean' },
    report: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean' },
    jobs: { type: 'string' },
    shard: { type: 'string', default: '1/1' },
    results: { type: 'string' },
    work: { type: 'string', default: 'runs/reproduction' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '100000' },
    merge: { type: 'string', multiple: true },
  });
  if (flags.help) return void process.stdout.write(`${usage}\n`);
  const results = flags.results ?? (flags.search ? searchResults : 'results');
  const files = resultFiles(results);
  if (flags.merge) {
    for (const folder of flags.merge) {
      const other = resultFiles(folder);
      for (const kind of ['rows', 'curves', 'probes', 'courses'] as const)
        await addRows(files[kind], await readRows<{ run: string }>(other[kind]));
    }
    process.stderr.write(`Merged ${flags.merge.join(', ')} into ${results}.\n`);
  }
  if (flags.report || flags.merge) return writeReport(results);

  const shard = shardIn(flags.shard);
  const jobsAtATime = numberIn(flags.jobs ?? (flags.quick && availableParallelism() > 1 ? '2' : '1'), '--jobs', {
    min: 1,
    max: 64,
    integer: true,
  });
  const minutes = numberIn(flags.minutes, '--minutes', { min: 0, max: 1e9, integer: false });
  const wanted = flags.courses ? courseArms : flags.search ? searchArms : flags.quick ? quickArms : arms;
  const chosen = jobsOf(wanted)
    .filter(({ id }) => shardOf(id, shard.count) === shard.index - 1)
    .filter(({ id }) => id.includes(flags.only));
  const baseOf = basesIn(flags.work);
  // Of a course there is one row, of a run one per temperature.
  const rows = flags.courses ? await readRows<CourseRow>(files.courses) : await readRows<ResultRow>(files.rows);
  const rowsOfRun = flags.courses ? 1 : finalEvaluation.temperatures.length;
  const finished = new Set<string>();
  for (const job of chosen) {
    const base = await knownDigest(job, baseOf);
    if (rows.filter((row) => isOf(row, job, base)).length >= rowsOfRun) finished.add(job.id);
  }
  const isDone = ({ id }: Job): boolean => finished.has(id);
  const waiting = chosen.filter((job) => !isDone(job));
  const done = chosen.length - waiting.length;
  if (flags.list) {
    // In one piece: whoever reads only the first lines closes the pipe behind them.
    process.stdout.write(chosen.map((job) => `${isDone(job) ? 'done   ' : 'waiting'} ${job.id}\n`).join(''));
    return;
  }
  process.stderr.write(`${done} of ${chosen.length} runs are in ${basename(results)}; ${waiting.length} to go.\n`);
  if (flags.quick) {
    const left = arms
      .map(({ task, ...arm }) => `${task}/${armName(arm)}`)
      .filter((name) => !['addition/naive', 'addition/score'].includes(name));
    process.stderr.write(
      `--quick leaves out ${left.length} arms (${left.slice(0, 4).join(', ')} …) and all but two seeds; no claim can be judged on it.\n`,
    );
  }
  const deadline = performance.now() + 60_000 * minutes;
  const places: Places = { work: flags.work, results, baseOf };
  const run = (job: Job): Promise<void> => (flags.courses ? runCourse(job, places) : runJob(job, places, isProbed(job)));
  const failed = await runAll(waiting, run, jobsAtATime, done, deadline);
  if (!flags.search) await writeReport(results);
  if (failed.length > 0) throw new Error(`These runs failed: ${failed.join(', ')}. The same command tries them again.`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
