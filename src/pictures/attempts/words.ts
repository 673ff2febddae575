import { fractionText } from '../kit/estimateText.ts';
import { percent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { AttemptsCurve } from './geometry.ts';

export function attemptsLabel(methods: readonly AttemptsCurve[]): string {
  const courses = methods.map(({ name, accuracies }) => {
    const at = (index: number): string => percent(accuracies.at(index)?.value ?? 0);
    return `${name} ${at(0)}, then ${at(1)}, at last ${at(-1)}`;
  });
  return `Accuracy of attempts in a row: ${courses.join('; ')}`;
}

export function attemptsCaption(methods: readonly AttemptsCurve[]): string {
  const three = methods.filter(({ trainedAttempts }) => trainedAttempts === 3);
  const trained = three.length === methods.length ? 'three' : ['two', ...three.map(({ name }) => `that of ${name} three`)].join(', ');
  return `Accuracy of attempts in a row, each behind the one right before it; training had ${trained}. ${sampleSentence(methods)} ${intervalSentence(methods)}`;
}

export const attemptsTable = (methods: readonly AttemptsCurve[]): PictureTable => ({
  head: ['Attempt', ...methods.map(({ name }) => `${name} (95%)`)],
  rows: Array.from({ length: Math.max(0, ...methods.map(({ accuracies }) => accuracies.length)) }, (_, index) => [
    String(index + 1),
    ...methods.map(({ accuracies }) => fractionText(accuracies[index] ?? null)),
  ]),
});
