/** A sentence of the story, taken apart: numbers put in, and the words that are explained where they stand set apart. */
import type { Numbers } from '../study/quotes.ts';
import type { TermId } from './chapter.ts';

/** Plain text, or words that a term explains. */
export type Part = string | { term: TermId; shown: string };

/** What stands where a number is not known yet. */
const unknown = '…';

export function proseOf(sentence: string, numbers: Numbers = {}): Part[] {
  const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => numbers[name] ?? unknown);
  return filled.split(/(\[[^\]]+\]\(\w+\))/).flatMap((piece): Part[] => {
    const [, shown, term] = /^\[([^\]]+)\]\((\w+)\)$/.exec(piece) ?? [];
    if (shown && term) return [{ term: term as TermId, shown }];
    return piece ? [piece] : [];
  });
}

/** The sentence without marks. */
export const plainText = (sentence: string, numbers: Numbers = {}): string =>
  proseOf(sentence, numbers)
    .map((part) => (typeof part === 'string' ? part : part.shown))
    .join('');
