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

/** `control` is for tasks on which nothing should happen: a gain there is a mistake in the method or the measurement. `own` is a visitor's. */
export type Family = 'mathematics' | 'code' | 'visual' | 'control' | 'own';

/** Options of a run that a task may have its own default for, beside the pool. */
export type TaskSetting =
  | 'steps'
  | 'stageOneShare'
  | 'beta2'
  | 'learningRate'
  | 'lateLearningRate'
  | 'layers'
  | 'width'
  | 'baseAccuracy'
  | 'pretrainSteps'
  | 'secondLookSteps'
  | 'copyShare';

/** What the page and the command line need to know of a task without starting an engine. */
export interface TaskLabel {
  id: string;
  name: string;
  family: Family;
  /** Why a second look can help, or why it cannot, in one sentence. */
  whySecondLook: string;
  dials: readonly Dial[];
  /** Where runs on this task start from other settings than those of all tasks. A pool of 0 draws fresh problems for ever. */
  settings: Readonly<{ pool: number } & Partial<Record<TaskSetting, number>>>;
}

export type Split = 'train' | 'heldout';

/** Difficulty, 1 easy to 5 hard, as MATH has it. */
export type Level = 1 | 2 | 3 | 4 | 5;

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
  /** Token that asks for a second answer, the same after right and wrong first ones. */
  separator: number;
  /** Another token that asks for it: a second wording of the instruction, which the base was shown and training never uses. */
  rewordedSeparator: number;
  /** Ends an answer early; everything behind it is `padding`. Null when every answer has full length. */
  endOfAnswer: number | null;
  padding: number;
  promptLength: number;
  answerLength: number;
  /** Draws one problem. A problem of one split can never be drawn for the other. */
  draw(random: RandomSource, split: Split): Problem;
  /** JavaScript function expression that the answer tokens stand for, or null if no program can be read from them. */
  program(problem: Problem, answer: Int32Array): string | null;
  /** Script that the programs of this task may name things of. Absent where they need none. */
  prelude?: string;
  /** Hidden tests, drawn fresh from `random`. */
  tests(problem: Problem, random: RandomSource): Test[];
  promptText(problem: Problem): string;
  /**
   * The problem that a person means: reads what `promptText` writes, and what people write for it. It need not be one that `draw` would draw.
   * @throws with a sentence that says what was wrong and shows what would be right
   */
  parse(typed: string): Problem;
  answerText(answer: Int32Array): string;
  /** A short remark on what makes this problem easy or hard, e.g. "4 carries in a row". */
  note(problem: Problem): string;
  /** Difficulty by the task's own rule, from the problem alone. */
  level(problem: Problem): Level;
  /** What to draw of a problem that is a map. Absent where there is nothing to draw. */
  drawing?(problem: Problem): MapDrawing;
}

export type Point = readonly [x: number, y: number];

/**
 * A map, in a plane where y points down and regions are about two units wide. An answer colours region i by its i-th token; colours are
 * named as `answerText` names them.
 */
export interface MapDrawing {
  /** By number. Two regions that border each other share a piece of outline; others do not touch along a line. */
  regions: readonly { outline: readonly Point[]; centre: Point }[];
  /** Pairs of regions whose colours must differ, the lower number first. */
  borders: readonly (readonly [number, number])[];
  /** Where a region touches land beyond the map that has its colour already, and may not have the same. */
  coasts: readonly { region: number; colour: string; line: readonly Point[] }[];
}

/** A map without the places of its regions: all that a drawing of it is made from, and small enough to keep with every episode. */
export interface MapSketch extends Pick<MapDrawing, 'borders'> {
  /** How many there are. */
  regions: number;
  coasts: readonly { region: number; colour: string }[];
}

export interface TaskDefinition {
  label: TaskLabel;
  /** @throws with a sentence if a dial is unknown or out of range. */
  configure(dials?: Readonly<Record<string, number>>): Task;
}
