/** The rows that are of runs as the plan has them now, from today's bases: what is left of an earlier plan is no part of a report. */
import type { TaskRows } from './figureData.ts';
import type { Job } from './arms.ts';
import { isOf } from './results.ts';
import type { CourseRow, ResultRow } from './results.ts';

/** @param baseOf SHA-256 of the base that a job starts from; null where the job's options make it */
export async function currentRows(
  { rows, curves, probes, courses }: TaskRows,
  jobs: readonly Job[],
  baseOf: (job: Job) => Promise<string | null>,
): Promise<TaskRows & { left: string[] }> {
  const planned = new Map(jobs.map((job) => [job.id, job]));
  const isCurrent = async (row: CourseRow | ResultRow): Promise<boolean> => {
    const job = planned.get(row.run);
    return job !== undefined && isOf(row, job, await baseOf(job));
  };
  const current = async <Row extends CourseRow | ResultRow>(all: readonly Row[]): Promise<Row[]> =>
    (await Promise.all(all.map(async (row) => ((await isCurrent(row)) ? [row] : [])))).flat();
  const kept = await current(rows);
  const runs = new Set(kept.map(({ run }) => run));
  const ofRuns = <Row extends { run: string }>(all: readonly Row[]): Row[] => all.filter(({ run }) => runs.has(run));
  const left = [...new Set(rows.map(({ run }) => run))].filter((run) => !runs.has(run));
  return { rows: kept, curves: ofRuns(curves), probes: ofRuns(probes), courses: await current(courses), left };
}
