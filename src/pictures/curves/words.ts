import { percent } from '../kit/format.ts';
import { sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { meanCurve, type TrainingCurves } from './geometry.ts';

export function curvesLabel(methods: readonly TrainingCurves[]): string {
  const ends = methods.flatMap(({ name, runs }) => {
    const last = meanCurve(runs).at(-1);
    return last
      ? [
          `${name} at step ${last.step}: first ${percent(last.first)}, second ${percent(last.second)}, ${percent(last.changed)} of second answers differ`,
        ]
      : [];
  });
  return `Accuracy and change rate over training. ${ends.join('; ')}`;
}

export const curvesCaption = (methods: readonly TrainingCurves[]): string =>
  `Accuracy of the first answer (dashed) and of the second (solid) in training, and how often the second differs. Thin lines are seeds, thick ones their mean; a point is about all episodes since the one before it. ${sampleSentence(methods, ['episode per point', 'episodes per point'])}`;

export const curvesTable = (methods: readonly TrainingCurves[]): PictureTable => ({
  head: ['Method', 'Step', 'First right', 'Second right', 'Second differs'],
  rows: methods.flatMap(({ name, runs }) =>
    meanCurve(runs).map(({ step, first, second, changed }) => [
      name,
      String(step),
      percent(first, 1),
      percent(second, 1),
      percent(changed, 1),
    ]),
  ),
});
