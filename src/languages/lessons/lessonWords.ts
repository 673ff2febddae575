import { inLanguage } from '../inLanguage.ts';
import type { LessonWords } from './en.ts';

const files = import.meta.glob<{ default: LessonWords }>(['./??.ts', './??-??.ts']);

/** The words of the lessons, in a language or in English. */
export const loadLessonWords = (code: string): Promise<{ text: LessonWords; lang: string }> => inLanguage(files, code);
