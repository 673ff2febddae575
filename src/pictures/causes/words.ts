import { words } from '../../languages/words.ts';
import { differenceText } from '../kit/estimateText.ts';
import { percent, signedPoints } from '../kit/format.ts';
import { countedRange, intervalSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { BasePoint } from './geometry.ts';

export function causesLabel(bases: readonly BasePoint[]): string {
  const { label, base } = words().pictures.causes;
  return label(
    bases.map(({ name, selectivity, fixRate, gain }) => base(name, signedPoints(selectivity), percent(fixRate), signedPoints(gain.value))),
  );
}

export function causesCaption(bases: readonly BasePoint[]): string {
  const { caption, intervals } = words().pictures.causes;
  const problems = countedRange(bases.map((base) => base.problems), 'problems'); // prettier-ignore
  const seeds = countedRange(bases.map((base) => base.seeds), 'seeds'); // prettier-ignore
  return sentences(caption(problems, seeds), intervalSentence(bases, intervals));
}

export const causesTable = (bases: readonly BasePoint[]): PictureTable => ({
  head: [...words().pictures.causes.head, 'n', words().figure.seeds],
  rows: bases.map(({ name, selectivity, fixRate, gain, problems, seeds }) => [
    name,
    signedPoints(selectivity),
    percent(fixRate, 1),
    differenceText(gain),
    String(problems),
    String(seeds),
  ]),
});
