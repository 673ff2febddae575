import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { VotingCurve } from './geometry.ts';

export function votingLabel(methods: readonly VotingCurve[]): string {
  const { label, method } = words().pictures.voting;
  return label(
    methods.flatMap(({ name, points }) => {
      const last = points.at(-1);
      return last ? [method(name, last.budget, percent(last.parallel.value), percent(last.sequential.value))] : [];
    }),
  );
}

export const votingCaption = (methods: readonly VotingCurve[]): string =>
  sentences(words().pictures.voting.caption, sampleSentence(methods), intervalSentence(methods));

export const votingTable = (methods: readonly VotingCurve[]): PictureTable => ({
  head: [words().figure.method, ...words().pictures.voting.head],
  rows: methods.flatMap(({ name, points }) =>
    points.map(({ budget, parallel, sequential }) => [name, String(budget), fractionText(parallel), fractionText(sequential)]),
  ),
});
