import { recall, remember } from '../state/remember.ts';
import type { SeldomHeard } from './heard/templates.ts';
import { preferred } from './preferred.ts';
import { readWordsFrom, words, type Words } from './words.ts';

/** A file that is named by a language's code is a language; the page loads the one that it speaks. */
const files = import.meta.glob<{ default: Words }>(['./??.ts', './??-??.ts']);
const seldomFiles = import.meta.glob<{ default: SeldomHeard }>(['./heard/??.ts', './heard/??-??.ts']);

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
  #words = $state.raw<Words | null>(null);
  #wanted = 'en';
  /** By language; null where it has none or they cannot be had. */
  #seldom = $state.raw<Readonly<Record<string, SeldomHeard | null>>>({});
  readonly #loading: Record<string, Promise<void>> = {};

  constructor() {
    readWordsFrom(
      () => {
        if (!this.#words) throw new Error('The page has no language yet: open() one first.');
        return this.#words;
      },
      () => {
        const { code } = this;
        return code in this.#seldom ? this.#seldom[code] : (this.#loading[code] ??= this.#loadSeldom(code));
      },
    );
  }

  /** Opens the language that was chosen on an earlier visit, or else the browser's; English where its words cannot be had. @throws without either */
  async open(): Promise<void> {
    const codes = languages.map(({ code }) => code);
    await this.#load(preferred(recall('language'), navigator.languages, codes));
    if (!this.#words) await this.speak('en');
  }

  /** Switches in place. Where the words cannot be had, those of before stay. */
  async choose(code: string): Promise<void> {
    remember('language', code);
    await this.#load(code);
  }

  /** Speaks a language, unless another one is wanted by the time its words are here. @returns whether it does. @throws if there are no words */
  async speak(code: string): Promise<boolean> {
    this.#wanted = code;
    const { default: spoken } = await files[`./${code}.ts`]();
    if (this.#wanted !== code) return false;
    this.code = code;
    this.#words = spoken;
    return true;
  }

  async #loadSeldom(code: string): Promise<void> {
    const loaded = await seldomFiles[`./heard/${code}.ts`]?.().catch(() => null);
    this.#seldom = { ...this.#seldom, [code]: loaded?.default ?? null };
  }

  async #load(code: string): Promise<void> {
    this.problem = null;
    try {
      if (!(await this.speak(code))) return;
      // Written again, the same language has the whole page styled again.
      if (document.documentElement.lang !== code) document.documentElement.lang = code;
      document.title = words().title;
    } catch {
      if (this.#wanted === code) this.problem = 'The words of this language could not be loaded. Reload the page and choose it again.';
    }
  }
}
