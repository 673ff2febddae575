import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { VotingCurve } from './geometry.ts';

export function votingLabel(methods: readonly VotingCurve[]): string {
  const ends = methods.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last
      ? [`${name}, ${last.budget} samples: parallel ${percent(last.parallel.value)}, sequential ${percent(last.sequential.value)}`]
      : [];
  });
  return `Accuracy of the majority vote. ${ends.join('; ')}`;
}

export const votingCaption = (methods: readonly VotingCurve[]): string =>
  `Accuracy of the majority vote under equal budgets of samples per problem. Parallel (dashed): all are first answers. Sequential (solid): half are first answers, and the second answers to them vote. ${sampleSentence(methods)} ${intervalSentence(methods)}`;

export const votingTable = (methods: readonly VotingCurve[]): PictureTable => ({
  head: ['Method', 'Samples', 'Parallel (95%)', 'Sequential (95%)'],
  rows: methods.flatMap(({ name, points }) =>
    points.map(({ budget, parallel, sequential }) => [name, String(budget), fractionText(parallel), fractionText(sequential)]),
  ),
});
