import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { count, percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { CorrectionRates } from './geometry.ts';

export function correctionRatesLabel(methods: readonly CorrectionRates[]): string {
  const { label, method, rate: rateOf, sources: names } = words().pictures.correctionRates;
  const rates = ({ sources }: CorrectionRates): string[] =>
    sources.map(({ from, rate }) => rateOf(rate && percent(rate.value), names[from]));
  return label(methods.map((each) => method(each.name, rates(each))));
}

export function correctionRatesCaption(methods: readonly CorrectionRates[]): string {
  const { caption, wrong: wrongOf } = words().pictures.correctionRates;
  const wrong = methods.flatMap(({ sources }) => sources.map((source) => source.wrong));
  const rates = wrong.length > 0 ? wrongOf(count(Math.min(...wrong)), count(Math.max(...wrong))) : '';
  return sentences(caption, sampleSentence(methods), rates, intervalSentence(methods));
}

export function correctionRatesTable(methods: readonly CorrectionRates[]): PictureTable {
  const { head, sources: names } = words().pictures.correctionRates;
  return {
    head: [words().figure.method, ...head],
    rows: methods.flatMap(({ name, sources }) =>
      sources.map(({ from, rate, wrong }) => [name, names[from], fractionText(rate), String(wrong)]),
    ),
  };
}
