/** The part of the lessons' address behind the #: `2` is the second lesson, `2.3` its third step, which opens in the lab. */
import type { Lesson, Step } from './lesson.ts';
import { lessons } from './lessons.ts';

export interface Place {
  lesson: Lesson;
  /** From 1. */
  number: number;
  step: Step | null;
}

/** Null where there is no such lesson or step. */
export function readPlace(hash: string): Place | null {
  const [, lessonNumber, stepNumber] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(hash) ?? [];
  const number = Number(lessonNumber);
  const lesson = lessons[number - 1];
  const step = stepNumber === undefined ? null : lesson?.steps[Number(stepNumber) - 1];
  return lesson && step !== undefined ? { lesson, number, step } : null;
}

/** @param number of the lesson, from 1 */
export const lessonHash = (number: number, stepNumber?: number): string => `#${number}${stepNumber === undefined ? '' : `.${stepNumber}`}`;
