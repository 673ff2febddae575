import type { RandomSource } from '../model/random.ts';

/** A JSON value: the only kind of thing that is passed to, or expected from, a program the model wrote. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One call of the program: it passes if it returns `expected`, by strict equality. */
export interface Test {
  args: readonly Json[];
  expected: Json;
}

export interface Dial {
  key: string;
  label: string;
  /** What turning it does, in a short sentence. */
  hint: string;
  min: number;
  max: number;
  step: number;
  value: number;
}

/** What the page and the command line need to know of a task without starting an engine. */
export interface TaskLabel {
  id: string;
  name: string;
  family: 'mathematics' | 'code';
  /** Why a second look can help, in one sentence. */
  whySecondLook: string;
  dials: readonly Dial[];
  /** Where runs on this task start from other settings than those of all tasks. A pool of 0 draws fresh problems for ever. */
  settings: Readonly<{ pool: number; layers?: number; stageOneShare?: number }>;
}

export type Split = 'train' | 'heldout';

/** A problem is its prompt tokens and whatever the task needs to grade it. */
export interface Problem {
  prompt: Int32Array;
  /** One right answer, padded to `answerLength`. Supervises single-turn pretraining only; grading never looks at it. */
  reference: Int32Array;
}

/** A task with its dials set. Everything is a pure function: no clock, no global state. */
export interface Task {
  label: TaskLabel;
  dials: Readonly<Record<string, number>>;
  /** Text of every token, by id; '' for padding. Ids below are indices into it. */
  vocabulary: readonly string[];
  separator: number;
  /** Ends an answer early; everything behind it is `padding`. Null when every answer has full length. */
  endOfAnswer: number | null;
  padding: number;
  promptLength: number;
  answerLength: number;
  /** Draws one problem. A problem of one split can never be drawn for the other. */
  draw(random: RandomSource, split: Split): Problem;
  /** JavaScript function expression that the answer tokens stand for, or null if no program can be read from them. */
  program(problem: Problem, answer: Int32Array): string | null;
  /** Hidden tests, drawn fresh from `random`. */
  tests(problem: Problem, random: RandomSource): Test[];
  promptText(problem: Problem): string;
  answerText(answer: Int32Array): string;
  /** A short remark on what makes this problem easy or hard, e.g. "4 carries in a row". */
  note(problem: Problem): string;
}

export interface TaskDefinition {
  label: TaskLabel;
  /** @throws with a sentence if a dial is unknown or out of range. */
  configure(dials?: Readonly<Record<string, number>>): Task;
}
