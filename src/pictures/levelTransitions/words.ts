import { words } from '../../languages/words.ts';
import { fractionText } from '../kit/estimateText.ts';
import { finePercent } from '../kit/format.ts';
import { intervalSentence, sampleSentence, sentences } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { LevelTransitionsOf } from './geometry.ts';

export function levelTransitionsLabel(methods: readonly LevelTransitionsOf[]): string {
  const { label, method, levelOf, noProblems } = words().pictures.levelTransitions;
  const levelsOf = ({ levels }: LevelTransitionsOf): string[] =>
    levels.map(({ level, fixed, broken }) =>
      fixed && broken ? levelOf(level, finePercent(fixed.value), finePercent(broken.value)) : noProblems(level),
    );
  return label(methods.map((each) => method(each.name, levelsOf(each))));
}

export const levelTransitionsCaption = (methods: readonly LevelTransitionsOf[]): string =>
  sentences(words().pictures.levelTransitions.caption, sampleSentence(methods), intervalSentence(methods));

export const levelTransitionsTable = (methods: readonly LevelTransitionsOf[]): PictureTable => ({
  head: [words().figure.method, ...words().pictures.levelTransitions.head],
  rows: methods.flatMap(({ name, levels }) =>
    levels.map(({ level, n, fixed, broken }) => [name, String(level), fractionText(fixed), fractionText(broken), String(n)]),
  ),
});
