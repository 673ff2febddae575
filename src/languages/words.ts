import type en from './en.ts';

/** What a language has to say: `en.ts` declares it, every other file satisfies it. */
export type Words = typeof en;

let read = (): Words => {
  throw new Error('No language has been chosen: a page opens one, and what has no page imports languages/english.ts.');
};

/** The words of the language the page is in. A component or a derived value that reads them follows a switch. */
export const words = (): Words => read();

/** @param source asked for the words from now on */
export function readWordsFrom(source: () => Words): void {
  read = source;
}
