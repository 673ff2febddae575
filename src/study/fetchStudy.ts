import { fetchJson } from '../state/shipped.ts';
import type { StudyFile, StudyIndex } from './studyFile.ts';

/** Which tasks the study has something of; null if there is no study. @throws if that could not be loaded */
export const fetchStudyIndex = (): Promise<StudyIndex | null> => fetchJson('study/index.json');

/** What the study says of a task; null if it says nothing. @throws if that could not be loaded */
export const fetchStudy = (task: string): Promise<StudyFile | null> => fetchJson(`study/${task}.json`);
