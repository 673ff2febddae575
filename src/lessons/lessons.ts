import type { Lesson } from './lesson.ts';
import { askingAgain } from './lessons/askingAgain.ts';
import { collapse } from './lessons/collapse.ts';
import { correctingOrCopying } from './lessons/correctingOrCopying.ts';

/** The lessons in the order in which they build on each other. */
export const lessons: readonly Lesson[] = [askingAgain, collapse, correctingOrCopying];
