import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { inSwapOrder, swapNames, type SwapTestOf } from './geometry.ts';

export const swapLabel = (tests: readonly SwapTestOf[]): string =>
  `How often the second answer is right, by what was put in the place of the first: ${tests
    .map(
      ({ name, sources }) =>
        `${name}, ${inSwapOrder(sources)
          .map(({ source, second }) => `${percent(second.value)} after ${swapNames[source]}`)
          .join(', ')}`,
    )
    .join('; ')}`;

export const swapCaption = (tests: readonly SwapTestOf[]): string =>
  `How often the second answer is right when somebody else wrote the first. The upright line is how often that first answer is right: blue is what the second look gains on it, hatched what it loses. ${sampleSentence(tests)} ${intervalSentence(tests)}`;

export const swapTable = (tests: readonly SwapTestOf[]): PictureTable => ({
  head: ['When', 'First answer', 'First right (95%)', 'Second right (95%)', 'Changed (95%)', 'Wrong, then right (95%)', 'Right, still right (95%)', 'n'], // prettier-ignore
  rows: tests.flatMap(({ name, sources }) =>
    inSwapOrder(sources).map(({ source, fed, second, changed, fixed, kept, n }) => [
      name,
      swapNames[source],
      ...[fed, second, changed, fixed, kept].map(fractionText),
      String(n),
    ]),
  ),
});
