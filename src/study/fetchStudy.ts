import { fetchBeside } from '../state/shipped.ts';
import type { StudyFile, StudyIndex } from './studyFile.ts';

async function fetchJson<T>(path: string): Promise<T | null> {
  const response = await fetchBeside(path);
  try {
    return response && ((await response.json()) as T);
  } catch {
    return null;
  }
}

/** Which tasks the study has something of; null if that cannot be had. */
export const fetchStudyIndex = (): Promise<StudyIndex | null> => fetchJson('study/index.json');

/** What the study says of a task; null if it cannot be had. */
export const fetchStudy = (task: string): Promise<StudyFile | null> => fetchJson(`study/${task}.json`);
