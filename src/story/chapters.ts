import type { Chapter } from './chapter.ts';
import { askingAgain } from './chapters/askingAgain.ts';
import { copyingOrCorrecting } from './chapters/copyingOrCorrecting.ts';
import { imitation } from './chapters/imitation.ts';
import { leak } from './chapters/leak.ts';
import { limits } from './chapters/limits.ts';
import { naiveRl } from './chapters/naiveRl.ts';
import { selfCorrection } from './chapters/selfCorrection.ts';
import { stageOne } from './chapters/stageOne.ts';
import { stageTwo } from './chapters/stageTwo.ts';

/** The chapters in the order of the story. */
export const chapters: readonly Chapter[] = [
  selfCorrection,
  askingAgain,
  imitation,
  naiveRl,
  stageOne,
  stageTwo,
  copyingOrCorrecting,
  leak,
  limits,
];
