import type en from './en.ts';
import type { SeldomHeard } from './heard/templates.ts';

/** What a language has to say: `en.ts` declares it, every other file satisfies it. */
export type Words = typeof en;

let read = (): Words => {
  throw new Error('No language has been chosen: a page opens one, and what has no page imports languages/english.ts.');
};

/** What a language makes of sentences that are seldom heard: null where it has nothing, and while it is loaded a promise that never fails. */
type Seldom = SeldomHeard | null | Promise<unknown>;

let readSeldom = (): Seldom => null;

/** The words of the language the page is in. A component or a derived value that reads them follows a switch. */
export const words = (): Words => read();

/** The same for what is seldom heard, which is loaded when it is first asked for. What reads it follows when it is there. */
export const seldomHeard = (): Seldom => readSeldom();

/** @param source asked for the words from now on @param seldom and for these */
export function readWordsFrom(source: () => Words, seldom: () => Seldom = () => null): void {
  read = source;
  readSeldom = seldom;
}
