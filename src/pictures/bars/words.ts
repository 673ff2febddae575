import { words } from '../../languages/words.ts';
import { differenceText, fractionText } from '../kit/estimateText.ts';
import { percent, signedPoints } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { MethodAccuracies } from './geometry.ts';

export function barsLabel(methods: readonly MethodAccuracies[]): string {
  const { label, method } = words().pictures.bars;
  return label(
    methods.map(({ name, first, second, delta }) => method(name, percent(first.value), percent(second.value), signedPoints(delta.value))),
  );
}

export const barsCaption = (methods: readonly MethodAccuracies[]): string =>
  sentences(words().pictures.bars.caption, sampleSentence(methods), intervalSentence(methods));

export function barsTable(methods: readonly MethodAccuracies[]): PictureTable {
  const { method, firstRight, secondRight, within95, deltaPoints, seeds: seedsHead } = words().figure;
  return {
    head: [method, within95(firstRight), within95(secondRight), deltaPoints, 'n', seedsHead],
    rows: methods.map(({ name, first, second, delta, problems, seeds }) => [
      name,
      fractionText(first),
      fractionText(second),
      differenceText(delta),
      String(problems),
      String(seeds),
    ]),
  };
}
