/** The committed results: one row per final evaluation, and beside it the course of every run. */
import { existsSync } from 'node:fs';
import { conditionalRatesOf } from '../../workers/measures/transitions.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { methodById, updatesOf } from '../../workers/methods/table.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import type { CorrectionPoint } from '../../workers/methods/probes/correctionCourse.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { jsonLines, readJsonLines, replaceFile } from '../files.ts';
import { armName } from './arm.ts';
import type { Job } from './arms.ts';
import type { TrainingEdits } from './trainingEdits.ts';

/** One final evaluation: the last update of a run, on the held-out problems that are kept for reports. */
export interface ResultRow extends Omit<EvaluationRow, 'step' | 'stage' | 'split'> {
  /** `task/arm/seed`. */
  run: string;
  task: string;
  family: string;
  /** Id in the method table. */
  method: string;
  /** The method, and the settings in which the arm departs from its defaults. */
  arm: string;
  seed: number;
  /** P(change | ¬c₁) − P(change | c₁); null where one of them is undefined. */
  edit_selectivity: number | null;
  /** Episodes that were sampled to train it. */
  samples: number;
  updates: number;
  base_sha256: string;
  config: RunOptions;
}

/** What a run's evaluations on the watched problems, and its training rows, have said on the way. */
export interface CurveRow {
  run: string;
  arm: string;
  task: string;
  seed: number;
  points: Pick<EvaluationRow, 'step' | 'split' | 'temperature' | 'n' | 'acc_t1' | 'acc_t2' | 'change_rate'>[];
  /** Of what it learnt from last; null where nothing was trained. */
  training_edits: TrainingEdits | null;
}

/** How a run corrected over training: `lab train --corrections` of one seed, trained once more for it. */
export interface CourseRow extends Pick<ResultRow, 'run' | 'base_sha256' | 'config'> {
  points: CorrectionPoint[];
}

export function resultRow({ id, arm, seed, options }: Job, row: EvaluationRow, baseSha256: string): ResultRow {
  const updates = updatesOf(methodById(arm.method), options.steps);
  const { acc_t1, acc_t2, delta, i_to_c, c_to_i, change_rate, copied_wrong, kl_t1, kl_t2, entropy_t1, entropy_t2, edit_histogram } = row;
  return {
    run: id,
    task: arm.task,
    family: taskById(arm.task).label.family,
    method: arm.method,
    arm: armName(arm),
    seed,
    temperature: row.temperature,
    n: row.n,
    ...{ acc_t1, acc_t2, delta, i_to_c, c_to_i, change_rate, copied_wrong },
    ...(row.verdict_accuracy !== undefined && { verdict_accuracy: row.verdict_accuracy }),
    edit_selectivity: conditionalRatesOf(row).editSelectivity?.value ?? null,
    ...{ kl_t1, kl_t2, entropy_t1, entropy_t2, edit_histogram },
    samples: updates * options.batch,
    updates,
    base_sha256: baseSha256,
    config: options,
  };
}

export function curveRow({ id, arm, seed }: Job, history: readonly EvaluationRow[], training_edits: TrainingEdits | null): CurveRow {
  const points = history.map(({ step, split, temperature, n, acc_t1, acc_t2, change_rate }) => ({
    step,
    split,
    temperature,
    n,
    acc_t1,
    acc_t2,
    change_rate,
  }));
  return { run: id, arm: armName(arm), task: arm.task, seed, points, training_edits };
}

/**
 * Whether a row is of this very run: same options, same base.
 * @param baseSha256 null where the options say all about a base: it is made from them
 */
export const isOf = (row: Pick<ResultRow, 'run' | 'base_sha256' | 'config'>, { id, options }: Job, baseSha256: string | null): boolean =>
  row.run === id && (baseSha256 === null || row.base_sha256 === baseSha256) && JSON.stringify(row.config) === JSON.stringify(options);

interface Rows {
  run: string;
}

/**
 * Rows of several files as one: those of a run that stands in several come from the last of them, and the order is that of the runs, so that
 * any shard may be repeated without harm.
 */
export function merged<Row extends Rows>(...lists: readonly (readonly Row[])[]): Row[] {
  const byRun = new Map<string, Row[]>();
  for (const list of lists) {
    const own = new Map<string, Row[]>();
    for (const row of list) own.set(row.run, [...(own.get(row.run) ?? []), row]);
    for (const [run, rows] of own) byRun.set(run, rows);
  }
  const collator = new Intl.Collator('en', { numeric: true });
  return [...byRun].sort(([a], [b]) => collator.compare(a, b)).flatMap(([, rows]) => rows);
}

/** The files of a study in a folder. */
export const resultFiles = (folder: string) => ({
  rows: `${folder}/reproduction.jsonl`,
  curves: `${folder}/curves.jsonl`,
  probes: `${folder}/probes.jsonl`,
  courses: `${folder}/courses.jsonl`,
});

export const readRows = async <Row extends Rows>(path: string): Promise<Row[]> => (existsSync(path) ? readJsonLines<Row>(path) : []);

/** The last change of a file: runs that end together wait for each other. */
let changing: Promise<void> = Promise.resolve();

/** Adds rows to a file, in place of those that their runs had there. */
export function addRows<Row extends Rows>(path: string, rows: readonly Row[]): Promise<void> {
  const changed = changing.then(async () => replaceFile(path, jsonLines(merged(await readRows<Row>(path), rows))));
  changing = changed.catch(() => undefined);
  return changed;
}
