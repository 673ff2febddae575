import { inLanguage } from '../inLanguage.ts';
import type { StoryWords } from './en.ts';

const files = import.meta.glob<{ default: StoryWords }>(['./??.ts', './??-??.ts']);

/** What the chapters say, in a language or in English. */
export const loadStoryWords = (code: string): Promise<{ text: StoryWords; lang: string }> => inLanguage(files, code);
