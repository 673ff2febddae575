import type { AskedToken, TokenView } from '../../workers/protocol.ts';
import { percent } from '../pictures/kit/format.ts';
import { words } from '../languages/words.ts';

/** A token in words: the end of an answer has no text of its own. */
export const tokenText = ({ text, isEnd }: TokenView): string => (isEnd ? words().ask.end : text);

/** The same where there is room for one letter. */
export const cellText = ({ text, isEnd }: TokenView): string => (isEnd ? '■' : text);

/** A probability that is neither nothing nor everything never reads as such. */
export function probabilityText(probability: number): string {
  if (probability < 0.001) return '<0.1%';
  if (probability === 1) return '100%';
  if (probability > 0.999) return '>99.9%';
  return percent(probability, probability < 0.0995 || probability > 0.9905 ? 1 : 0);
}

/** Places at which two answers differ, the longer one's last places included. */
export const placesThatDiffer = (one: readonly AskedToken[], other: readonly AskedToken[]): number[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, place) => place).filter(
    (place) => one.at(place)?.id !== other.at(place)?.id,
  );
