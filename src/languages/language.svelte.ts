import { recall, remember } from '../state/remember.ts';
import { en } from './en.ts';
import { preferred } from './preferred.ts';
import { readWordsFrom, type Words } from './words.ts';

/** A file that is named by a language's code is a language; English is part of the page, the others are loaded when they are chosen. */
const files = import.meta.glob<{ default: Words }>(['./??.ts', './??-??.ts', '!./en.ts']);

export interface NamedLanguage {
  /** As in BCP 47. */
  code: string;
  /** What its speakers call it. */
  name: string;
}

export const languages: readonly NamedLanguage[] = Object.entries(LANGUAGE_NAMES).map(([code, name]) => ({ code, name }));

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
    await this.#load(preferred(recall('language'), navigator.languages, codes));
  }

  /** Switches in place. Where the words cannot be had, those of before stay. */
  async choose(code: string): Promise<void> {
    remember('language', code);
    await this.#load(code);
  }

  /** Speaks a language, unless another one is wanted by the time its words are here. @returns whether it does. @throws if there are no words */
  async speak(code: string): Promise<boolean> {
    this.#wanted = code;
    const words = code === 'en' ? en : (await files[`./${code}.ts`]()).default;
    if (this.#wanted !== code) return false;
    this.code = code;
    this.#words = words;
    return true;
  }

  async #load(code: string): Promise<void> {
    this.problem = null;
    try {
      if (!(await this.speak(code))) return;
      document.documentElement.lang = code;
      document.title = this.#words.title;
    } catch {
      if (this.#wanted === code) this.problem = 'The words of this language could not be loaded. Reload the page and choose it again.';
    }
  }
}
