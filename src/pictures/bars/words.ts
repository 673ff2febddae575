import { differenceText, fractionText } from '../kit/estimateText.ts';
import { percent, signedPoints } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { MethodAccuracies } from './geometry.ts';

export const barsLabel = (methods: readonly MethodAccuracies[]): string =>
  `Accuracy of first and second answers: ${methods
    .map(({ name, first, second, delta }) => `${name} ${percent(first.value)} and ${percent(second.value)}, Δ ${signedPoints(delta.value)}`)
    .join('; ')}`;

export const barsCaption = (methods: readonly MethodAccuracies[]): string =>
  `Accuracy of the first answer (dashed outline) and of the second (solid); blue is what the second look gains, hatched what it loses. ${sampleSentence(methods)} ${intervalSentence(methods)}`;

export const barsTable = (methods: readonly MethodAccuracies[]): PictureTable => ({
  head: ['Method', 'First right (95%)', 'Second right (95%)', 'Δ, points (95%)', 'n', 'Seeds'],
  rows: methods.map(({ name, first, second, delta, problems, seeds }) => [
    name,
    fractionText(first),
    fractionText(second),
    differenceText(delta),
    String(problems),
    String(seeds),
  ]),
});
