import { words } from '../../languages/words.ts';
import { percent } from '../kit/format.ts';
import { sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import { meanCurve, type TrainingCurves } from './geometry.ts';

export function curvesLabel(methods: readonly TrainingCurves[]): string {
  const { label, method } = words().pictures.curves;
  return label(
    methods.flatMap(({ name, runs }) => {
      const last = meanCurve(runs).at(-1);
      return last ? [method(name, last.step, percent(last.first), percent(last.second), percent(last.changed))] : [];
    }),
  );
}

export const curvesCaption = (methods: readonly TrainingCurves[]): string =>
  sentences(words().pictures.curves.caption, sampleSentence(methods, 'episodes'));

export function curvesTable(methods: readonly TrainingCurves[]): PictureTable {
  const { figure, pictures } = words();
  return {
    head: [figure.method, figure.step, figure.firstRight, figure.secondRight, pictures.curves.differs],
    rows: methods.flatMap(({ name, runs }) =>
      meanCurve(runs).map(({ step, first, second, changed }) => [
        name,
        String(step),
        percent(first, 1),
        percent(second, 1),
        percent(changed, 1),
      ]),
    ),
  };
}
