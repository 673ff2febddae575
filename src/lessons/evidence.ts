import { fetchRecordings } from '../state/shipped.ts';
import { fetchStudy, fetchStudyIndex } from '../study/fetchStudy.ts';
import type { Evidence } from './expectation.ts';

export const noEvidence: Evidence = { study: null, recordings: [] };

async function fetchTask(task: string): Promise<Evidence> {
  const [study, recordings] = await Promise.all([fetchStudy(task).catch(() => null), fetchRecordings(task)]);
  return { study, recordings: recordings ?? [] };
}

/** What is known of these tasks, by task; nothing of those of which the study has nothing. */
export async function fetchEvidence(tasks: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  const index = await fetchStudyIndex().catch(() => null);
  const begun = tasks.filter((task) => index?.tasks.some((each) => each.task === task && each.done > 0));
  return new Map(await Promise.all([...new Set(begun)].map(async (task) => [task, await fetchTask(task)] as const)));
}
