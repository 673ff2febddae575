import { fetchRecordings } from '../state/shipped.ts';
import { fetchStudy, fetchStudyIndex } from '../study/fetchStudy.ts';
import type { Evidence } from './expectation.ts';

export const noEvidence: Evidence = { study: null, recordings: [] };

async function fetchTask(task: string): Promise<Evidence | null> {
  const [study, recordings] = await Promise.all([fetchStudy(task).catch(() => undefined), fetchRecordings(task)]);
  return study === undefined || recordings === null ? null : { study, recordings };
}

/** What is known of these tasks, by task: nothing of those of which the study has nothing, null where it could not be loaded. */
export async function fetchEvidence(tasks: readonly string[]): Promise<ReadonlyMap<string, Evidence | null>> {
  const index = await fetchStudyIndex().catch(() => undefined);
  if (index === undefined) return new Map(tasks.map((task) => [task, null]));
  const begun = tasks.filter((task) => index?.tasks.some((each) => each.task === task && each.done > 0));
  return new Map(await Promise.all([...new Set(begun)].map(async (task) => [task, await fetchTask(task)] as const)));
}
