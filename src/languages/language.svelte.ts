import { recall, remember } from '../state/remember.ts';
import { en } from './en.ts';
import { readWordsFrom, type Words } from './words.ts';

/** A file that is named by a language's code is a language; English is part of the page, the others are loaded when they are chosen. */
const files = import.meta.glob<{ default: Words }>(['./??.ts', './??-??.ts', '!./en.ts']);

export interface NamedLanguage {
  /** As in BCP 47. */
  code: string;
  /** What its speakers call it. */
  name: string;
}

const named = (code: string): NamedLanguage => ({ code, name: new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code });

export const languages: readonly NamedLanguage[] = ['en', ...Object.keys(files).map((path) => path.slice(2, -3))].map(named);

/** The first of the languages somebody reads that there is: `zh` for `zh-CN` too. English if there is none. */
export function preferred(read: readonly string[], codes: readonly string[]): string {
  for (const tag of read) {
    const found = codes.find((code) => code === tag) ?? codes.find((code) => code === tag.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** The language of the page. */
export class Language {
  code = $state('en');
  /** Why the words of the language that was chosen last are not there. */
  problem = $state<string | null>(null);
  #words = $state.raw<Words>(en);
  #wanted = 'en';

  constructor() {
    readWordsFrom(() => this.#words);
  }

  /** Opens the language that was chosen on an earlier visit, or else the browser's. */
  async open(): Promise<void> {
    const codes = languages.map(({ code }) => code);
    await this.#load(preferred([recall('language') ?? '', ...navigator.languages], codes));
  }

  /** Switches in place. Where the words cannot be had, those of before stay. */
  async choose(code: string): Promise<void> {
    remember('language', code);
    await this.#load(code);
  }

  async #load(code: string): Promise<void> {
    this.#wanted = code;
    this.problem = null;
    try {
      const words = code === 'en' ? en : (await files[`./${code}.ts`]()).default;
      // A choice that was made meanwhile counts.
      if (this.#wanted !== code) return;
      this.code = code;
      this.#words = words;
      document.documentElement.lang = code;
      document.title = words.title;
    } catch {
      if (this.#wanted === code) this.problem = 'The words of this language could not be loaded. Reload the page and choose it again.';
    }
  }
}
