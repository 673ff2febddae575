import { sourceNames } from '../correctionRates/geometry.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { CorrectionCourse } from './geometry.ts';

type Rate = CorrectionCourse['courses'][number]['points'][number]['rate'];

const rateText = (rate: Rate | undefined): string => (rate ? percent(rate.value) : 'none wrong');

export const correctionCourseLabel = (methods: readonly CorrectionCourse[]): string =>
  `How often a wrong first answer is corrected, from the first evaluation to the last: ${methods
    .map(
      ({ name, courses }) =>
        `${name} ${courses
          .map(({ from, points }) => `${rateText(points[0]?.rate)} to ${rateText(points.at(-1)?.rate)} ${sourceNames[from]}`)
          .join(', ')}`,
    )
    .join('; ')}`;

export const correctionCourseCaption = (methods: readonly CorrectionCourse[]): string =>
  `How often a wrong first answer is corrected, P(c₂ | ¬c₁), greedily, over training. Fixed first answers are the base’s, to problems of training (squares) or held out (rings); its own (dots) are what the model writes at that step. ${sampleSentence(methods)} ${intervalSentence(methods)}`;

export const correctionCourseTable = (methods: readonly CorrectionCourse[]): PictureTable => ({
  head: ['Method', 'Step', ...Object.values(sourceNames).map((name) => `${name} (95%)`)],
  rows: methods.flatMap(({ name, courses }) =>
    courses[0].points.map(({ step }, index) => [name, String(step), ...courses.map(({ points }) => fractionText(points[index].rate))]),
  ),
});
