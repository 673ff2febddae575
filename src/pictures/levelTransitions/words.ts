import { fractionText } from '../kit/estimateText.ts';
import { finePercent } from '../kit/format.ts';
import { intervalSentence, sampleSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { LevelTransitionsOf } from './geometry.ts';

export const levelTransitionsLabel = (methods: readonly LevelTransitionsOf[]): string =>
  `Fixed and broken by level: ${methods
    .map(
      ({ name, levels }) =>
        `${name} ${levels
          .map(({ level, fixed, broken }) =>
            fixed && broken ? `${level}: ${finePercent(fixed.value)} and ${finePercent(broken.value)}` : `${level}: no problems`,
          )
          .join(', ')}`,
    )
    .join('; ')}`;

export const levelTransitionsCaption = (methods: readonly LevelTransitionsOf[]): string =>
  `What the second look does to problems of each level, 1 the easiest: wrong first answers that it fixes (up, plain), right ones that it breaks (down, hatched), in percent of the level’s problems. ${sampleSentence(methods)} ${intervalSentence(methods)}`;

export const levelTransitionsTable = (methods: readonly LevelTransitionsOf[]): PictureTable => ({
  head: ['Method', 'Level', 'Fixed, Δi→c (95%)', 'Broke, Δc→i (95%)', 'n per seed'],
  rows: methods.flatMap(({ name, levels }) =>
    levels.map(({ level, n, fixed, broken }) => [name, String(level), fractionText(fixed), fractionText(broken), String(n)]),
  ),
});
