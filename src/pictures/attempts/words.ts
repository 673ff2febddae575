import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { AttemptsCurve } from './geometry.ts';

export function attemptsLabel(methods: readonly AttemptsCurve[]): string {
  const { course, label } = words().pictures.attempts;
  const courses = methods.map(({ name, accuracies }) => {
    const at = (index: number): string => percent(accuracies.at(index)?.value ?? 0);
    return course(name, at(0), at(1), at(-1));
  });
  return label(courses);
}

export function attemptsCaption(methods: readonly AttemptsCurve[]): string {
  const three = methods.filter(({ trainedAttempts }) => trainedAttempts === 3).map(({ name }) => name);
  const caption = words().pictures.attempts.caption(three, three.length === methods.length);
  return sentences(caption, sampleSentence(methods), intervalSentence(methods));
}

export const attemptsTable = (methods: readonly AttemptsCurve[]): PictureTable => ({
  head: [words().pictures.attempts.attempt, ...methods.map(({ name }) => words().figure.within95(name))],
  rows: Array.from({ length: Math.max(0, ...methods.map(({ accuracies }) => accuracies.length)) }, (_, index) => [
    String(index + 1),
    ...methods.map(({ accuracies }) => fractionText(accuracies[index] ?? null)),
  ]),
});
