/** One run of the study, from its base to its rows: trained, measured on the problems for reports, and probed. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { isBaseOption } from '../../workers/methods/options.ts';
import type { CorrectionPoint } from '../../workers/methods/probes/correctionCourse.ts';
import { readState } from '../../workers/methods/state.ts';
import { stagesOf } from '../../workers/methods/cells.ts';
import { methodById } from '../../workers/methods/table.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { makeFolder, parseJson, readInput, readJsonLines, runFiles } from '../files.ts';
import { requireAsked } from '../finishedRun.ts';
import type { BaseFile } from '../finishedRun.ts';
import type { Job } from './arms.ts';
import { lab } from './bases.ts';
import { addRows, curveRow, resultFiles, resultRow } from './results.ts';
import type { CourseRow } from './results.ts';
import { editsOfEpisodes, editsOfPairs } from './trainingEdits.ts';
import type { TrainingEdits } from './trainingEdits.ts';

/** The metric and the step it is read at, fixed before the runs: the last update, these temperatures, this many problems, no checkpoint chosen. */
export const finalEvaluation = { temperatures: [0, 1], n: 2000 } as const;
/** Problems of the probes, which ask each many times. */
const probedProblems = 500;

export interface Places {
  /** Where runs are trained; what is there is gone on with. */
  work: string;
  /** Where rows are added. */
  results: string;
  /** The base that a run starts from, pretrained if it is not there. */
  baseOf: (job: Job) => Promise<BaseFile>;
}

/**
 * Trains a run, or goes on where an earlier process was ended; does nothing if it is finished.
 * @param more flags of `lab train`
 */
async function train(
  { arm, seed, options }: Job,
  folder: string,
  log: string,
  base: BaseFile,
  more: readonly string[] = [],
): Promise<void> {
  const remedy = `Remove ${folder} and what is beside it to train it again.`;
  if (existsSync(runFiles(folder).run)) return requireAsked(folder, options, base, { otherBase: remedy, otherOptions: remedy });
  const ofRun = arm.settings.filter((setting) => !isBaseOption(setting.split('=')[0]));
  const settings = ofRun.flatMap((setting) => ['--set', setting]);
  const resume = existsSync(folder) ? ['--resume'] : [];
  const words = [
    'train',
    '--task',
    arm.task,
    '--method',
    arm.method,
    '--seed',
    String(seed),
    '--base',
    base.path,
    '--out',
    folder,
    ...settings,
  ];
  await lab([...words, ...more, ...resume], log);
}

/** The row of the final evaluation at one temperature. */
async function measure({ arm, seed }: Job, folder: string, log: string, base: string, temperature: number): Promise<EvaluationRow> {
  const out = join(folder, `report-${temperature}`);
  const { history, run } = runFiles(out);
  if (!existsSync(run)) {
    await rm(out, { recursive: true, force: true });
    const { instruction = 'plain' } = methodById(arm.method);
    const what = [
      '--checkpoint',
      runFiles(folder).model,
      '--base',
      base,
      '--n',
      String(finalEvaluation.n),
      '--temperature',
      String(temperature),
    ];
    await lab(['evaluate', ...what, '--problems', arm.problems, '--instruction', instruction, '--seed', String(seed), '--out', out], log);
  }
  const [row] = await readJsonLines<EvaluationRow>(history);
  return row;
}

/** Swap test, voting, attempts in a row and the like, of one run. */
async function probe({ arm, seed }: Job, folder: string, log: string, base: string): Promise<Record<string, unknown>> {
  const out = join(folder, 'probes.json');
  if (!existsSync(out)) {
    const what = ['--checkpoint', runFiles(folder).model, '--base', base, '--n', String(probedProblems), '--seed', String(seed)];
    await lab(['probe', ...what, '--problems', arm.problems, '--out', out], log);
  }
  return parseJson<Record<string, unknown>>(
    new TextDecoder().decode(await readInput(out)),
    `${out} is damaged: it is not JSON. Remove it.`,
  );
}

/** Edit distances of what a run learnt from last: the pairs it imitated, or its episodes. */
async function editsLearnt({ options }: Job, folder: string, history: readonly EvaluationRow[]): Promise<TrainingEdits | null> {
  const stages = stagesOf(options);
  if (!stages.at(-1)?.imitates) return editsOfEpisodes(history);
  const { samples } = readState(await readInput(runFiles(folder).state));
  return editsOfPairs(samples.pairs, taskById(options.task).configure(options.dials));
}

/**
 * One run, with its rows added to the results once all of them are there.
 * @throws with a sentence if a step fails; the next call goes on from it
 */
export async function runJob(job: Job, { work, results, baseOf }: Places, isProbed: boolean): Promise<void> {
  const folder = join(work, job.id.replaceAll('/', '-'));
  const log = `${folder}.log`;
  await makeFolder(work);
  const base = await baseOf(job);
  await train(job, folder, log, base);
  const rows: EvaluationRow[] = [];
  for (const temperature of finalEvaluation.temperatures) rows.push(await measure(job, folder, log, base.path, temperature));
  const probed = isProbed ? await probe(job, folder, log, base.path) : null;
  const files = resultFiles(results);
  await makeFolder(results);
  if (probed) await addRows(files.probes, [{ run: job.id, ...probed }]);
  const history = await readJsonLines<EvaluationRow>(runFiles(folder).history);
  await addRows(files.curves, [curveRow(job, history, await editsLearnt(job, folder, history))]);
  // Last: a run whose rows are there is done.
  await addRows(
    files.rows,
    rows.map((row) => resultRow(job, row, base.sha256)),
  );
}

/**
 * One run, trained once more with its corrections followed, to the same model as before; its course is added to the results.
 * @throws as {@link runJob}
 */
export async function runCourse(job: Job, { work, results, baseOf }: Places): Promise<void> {
  const folder = join(work, `course-${job.id.replaceAll('/', '-')}`);
  await makeFolder(work);
  const base = await baseOf(job);
  await train(job, folder, `${folder}.log`, base, ['--corrections']);
  const points = await readJsonLines<CorrectionPoint>(runFiles(folder).corrections);
  const row: CourseRow = { run: job.id, base_sha256: base.sha256, config: job.options, points };
  await makeFolder(results);
  await addRows(resultFiles(results).courses, [row]);
}
