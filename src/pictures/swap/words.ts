import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { inSwapOrder, type SwapTestOf } from './geometry.ts';

export function swapLabel(tests: readonly SwapTestOf[]): string {
  const { label, test, source: sourceOf, sources: names } = words().pictures.swap;
  const sourcesOf = ({ sources }: SwapTestOf): string[] =>
    inSwapOrder(sources).map(({ source, second }) => sourceOf(percent(second.value), names[source]));
  return label(tests.map((each) => test(each.name, sourcesOf(each))));
}

export const swapCaption = (tests: readonly SwapTestOf[]): string =>
  sentences(words().pictures.swap.caption, sampleSentence(tests), intervalSentence(tests));

export function swapTable(tests: readonly SwapTestOf[]): PictureTable {
  const { head, sources: names } = words().pictures.swap;
  return {
    head: [...head, 'n'],
    rows: tests.flatMap(({ name, sources }) =>
      inSwapOrder(sources).map(({ source, fed, second, changed, fixed, kept, n }) => [
        name,
        names[source],
        ...[fed, second, changed, fixed, kept].map(fractionText),
        String(n),
      ]),
    ),
  };
}
