import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { CorrectionCourse } from './geometry.ts';

type Rate = CorrectionCourse['courses'][number]['points'][number]['rate'];

export function correctionCourseLabel(methods: readonly CorrectionCourse[]): string {
  const { rate, course, label } = words().pictures.correctionCourse;
  const { sources, method } = words().pictures.correctionRates;
  const rateText = (measured: Rate | undefined): string => rate(measured ? percent(measured.value) : null);
  return label(
    methods.map(({ name, courses }) =>
      method(
        name,
        courses.map(({ from, points }) => course(rateText(points[0]?.rate), rateText(points.at(-1)?.rate), sources[from])),
      ),
    ),
  );
}

export const correctionCourseCaption = (methods: readonly CorrectionCourse[]): string =>
  sentences(words().pictures.correctionCourse.caption, sampleSentence(methods), intervalSentence(methods));

export const correctionCourseTable = (methods: readonly CorrectionCourse[]): PictureTable => ({
  head: [
    ...words().pictures.correctionCourse.head,
    ...Object.values(words().pictures.correctionRates.sources).map((name) => words().figure.within95(name)),
  ],
  rows: methods.flatMap(({ name, courses }) =>
    courses[0].points.map(({ step }, index) => [name, String(step), ...courses.map(({ points }) => fractionText(points[index].rate))]),
  ),
});
