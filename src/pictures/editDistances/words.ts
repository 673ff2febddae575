import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { EditDistances } from './geometry.ts';

export function editDistancesLabel(methods: readonly EditDistances[]): string {
  const { label, method } = words().pictures.editDistances;
  return label(methods.map(({ name, shares, copiedWrong }) => method(name, percent(shares[0].value), percent(copiedWrong.value))));
}

export const editDistancesCaption = (methods: readonly EditDistances[]): string =>
  sentences(words().pictures.editDistances.caption, sampleSentence(methods, 'pairs'), intervalSentence(methods));

export function editDistancesTable(methods: readonly EditDistances[]): PictureTable {
  const { figure, pictures } = words();
  const bins = (methods[0]?.shares.length ?? 1) - 1;
  const binName = (bin: number): string =>
    bin === 0 ? pictures.histogram.zero : figure.range(String((bin - 1) / bins), String(bin / bins));
  return {
    head: [pictures.histogram.distance, ...methods.map(({ name }) => figure.within95(name))],
    rows: [
      ...Array.from({ length: bins + 1 }, (_, bin) => [binName(bin), ...methods.map(({ shares }) => fractionText(shares[bin]))]),
      [pictures.editDistances.wrong, ...methods.map(({ copiedWrong }) => fractionText(copiedWrong))],
    ],
  };
}
