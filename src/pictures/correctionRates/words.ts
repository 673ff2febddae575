import { fractionText } from '../kit/estimateText.ts';
import { count, percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { sourceNames, type CorrectionRates } from './geometry.ts';

export const correctionRatesLabel = (methods: readonly CorrectionRates[]): string =>
  `How often a wrong first answer is corrected: ${methods
    .map(
      ({ name, sources }) =>
        `${name} ${sources.map(({ from, rate }) => `${rate ? percent(rate.value) : 'none wrong'} ${sourceNames[from]}`).join(', ')}`,
    )
    .join('; ')}`;

export function correctionRatesCaption(methods: readonly CorrectionRates[]): string {
  const wrong = methods.flatMap(({ sources }) => sources.map((source) => source.wrong));
  const rates = wrong.length > 0 ? ` A rate is of the wrong ones among them, ${count(Math.min(...wrong))} to ${count(Math.max(...wrong))} per seed.` : ''; // prettier-ignore
  return `How often a wrong first answer is corrected, P(c₂ | ¬c₁). Fixed first answers are the base’s, to problems of training (square) or held out (ring); its own (dot) are what the trained model writes. ${sampleSentence(methods)}${rates} ${intervalSentence(methods)}`;
}

export const correctionRatesTable = (methods: readonly CorrectionRates[]): PictureTable => ({
  head: ['Method', 'First answers', 'Corrected (95%)', 'Wrong first answers per seed'],
  rows: methods.flatMap(({ name, sources }) =>
    sources.map(({ from, rate, wrong }) => [name, sourceNames[from], fractionText(rate), String(wrong)]),
  ),
});
