import type { LessonWords } from './en.ts';

/** The lessons of a language are a file that is named by its code, and loaded when they are read. */
const files = import.meta.glob<{ default: LessonWords }>(['./??.ts', './??-??.ts']);

/** The words of the lessons, and the language they are in: English where a language has none of its own. */
export async function loadLessonWords(code: string): Promise<{ text: LessonWords; lang: string }> {
  const lang = `./${code}.ts` in files ? code : 'en';
  return { text: (await files[`./${lang}.ts`]()).default, lang };
}
