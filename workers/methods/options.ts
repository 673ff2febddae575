import * as v from 'valibot';
import { setDials } from '../tasks/dials.ts';
import { taskById } from '../tasks/index.ts';
import { changedCells } from './cells.ts';
import type { Cells } from './cells.ts';
import { optionChoices } from './choices.ts';
import type { ChoiceOption, EstimatorName, KlGradient } from './choices.ts';
import { methodById, methods } from './table.ts';

/** Limits of every number a person can set; the page's inputs and the parser read the same ones. */
export const optionLimits = {
  seed: { min: 0, max: 2 ** 31 - 1, integer: true },
  steps: { min: 1, max: 100_000, integer: true },
  stageOneShare: { min: 0.05, max: 0.95, integer: false },
  alpha: { min: 0, max: 100, integer: false },
  gamma: { min: 0, max: 1, integer: false },
  beta1: { min: 0, max: 10, integer: false },
  beta2: { min: 0, max: 10, integer: false },
  pool: { min: 0, max: 1_000_000, integer: true },
  batch: { min: 4, max: 4096, integer: true },
  group: { min: 2, max: 64, integer: true },
  branches: { min: 2, max: 32, integer: true },
  baseFirstShare: { min: 0, max: 1, integer: false },
  learningRate: { min: 0, max: 0.1, integer: false },
  lateLearningRate: { min: 0, max: 0.1, integer: false },
  warmUp: { min: 0, max: 10_000, integer: true },
  gradientNorm: { min: 0.001, max: 1000, integer: false },
  temperature: { min: 0.05, max: 5, integer: false },
  evaluateEvery: { min: 1, max: 100_000, integer: true },
  heldOut: { min: 1, max: 100_000, integer: true },
  layers: { min: 1, max: 12, integer: true },
  heads: { min: 1, max: 16, integer: true },
  width: { min: 4, max: 512, integer: true },
  baseAccuracy: { min: 0.01, max: 1, integer: false },
  pretrainSteps: { min: 1, max: 100_000, integer: true },
  secondLookSteps: { min: 0, max: 100_000, integer: true },
  copyShare: { min: 0, max: 1, integer: false },
  baseSeed: { min: 0, max: 2 ** 31 - 1, integer: true },
} as const;

export type NumberOption = keyof typeof optionLimits;

/** What says how large a model is. */
export const sizeOptions = ['layers', 'heads', 'width'] as const satisfies readonly NumberOption[];

/** What a base depends on, beside its task, the dials and the batch; a run from that base cannot change it. */
export const baseOptions = [
  ...sizeOptions,
  'baseAccuracy',
  'pretrainSteps',
  'secondLookSteps',
  'copyShare',
  'baseSeed',
] as const satisfies readonly NumberOption[];

export const isBaseOption = (name: string): boolean => baseOptions.some((option) => option === name);

/** Equal for exactly those options that pretrain the same base. */
export const baseKey = (options: RunOptions): string =>
  JSON.stringify([options.task, Object.entries(options.dials).sort(), baseOptions.map((key) => options[key]), options.batch]);

/** Everything that defines a run. Two runs with equal options on one adapter give equal bits. */
export interface RunOptions extends Record<NumberOption, number> {
  task: string;
  dials: Record<string, number>;
  method: string;
  /** How returns become advantages. */
  estimator: EstimatorName;
  /** What stands in for the gradient of the KL; anything but `exact` is broken on purpose. */
  klGradient: KlGradient;
  /** What the run has in cells of its method's table in place of the row's own; not there where it keeps the whole row. */
  cells?: Cells;
}

/** How many problems a run evaluates on, unless it is told otherwise: those that a report leaves out. */
export const watchedProblems = 1000;

const defaults: Omit<RunOptions, 'task' | 'dials' | 'pool' | 'method'> = {
  seed: 1,
  steps: 500,
  stageOneShare: 0.5,
  alpha: 10,
  gamma: 0,
  beta1: 0.01,
  beta2: 0.5,
  estimator: 'leave_one_out',
  klGradient: 'exact',
  batch: 256,
  group: 8,
  branches: 4,
  baseFirstShare: 0.3,
  learningRate: 4e-4,
  lateLearningRate: 2e-4,
  warmUp: 20,
  gradientNorm: 1,
  temperature: 1,
  evaluateEvery: 50,
  heldOut: watchedProblems,
  layers: 2,
  heads: 4,
  width: 64,
  baseAccuracy: 0.5,
  pretrainSteps: 2500,
  secondLookSteps: 500,
  copyShare: 0.7,
  baseSeed: 0,
};

/** The page's and the command line's settings for a task and a method. */
export function defaultOptions(task = 'addition', method = 'score'): RunOptions {
  const { label } = taskById(task);
  const dials = Object.fromEntries(label.dials.map((dial) => [dial.key, dial.value]));
  const { id, settings } = methodById(method);
  return { task, dials, method: id, ...defaults, ...label.settings, ...settings };
}

const number = (name: NumberOption) => {
  const { min, max, integer } = optionLimits[name];
  const range = `${name} must be ${integer ? 'a whole number' : 'a number'} between ${min} and ${max}`;
  const sentence = (issue: { input: unknown }) => `${range}; got ${String(issue.input)}.`;
  return v.pipe(
    v.number(sentence),
    v.check((value) => value >= min && value <= max && (!integer || Number.isInteger(value)), sentence),
  );
};

const choice = <Name extends ChoiceOption>(name: Name) => {
  const words = Object.keys(optionChoices[name]) as RunOptions[Name][];
  return v.picklist(words, (issue) => `${name} must be one of ${words.join(', ')}; got ${String(issue.input)}.`);
};

const schema = v.strictObject({
  task: v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      try {
        if (dataset.typed) taskById(dataset.value);
      } catch (error) {
        addIssue({ message: (error as Error).message });
      }
    }),
  ),
  dials: v.record(v.string(), v.number(), (issue) => `The dials must be numbers by name; got ${String(issue.input)}.`),
  method: v.picklist(
    methods.map((method) => method.id),
    (issue) => `There is no method "${String(issue.input)}". Choose one of: ${methods.map((method) => method.id).join(', ')}.`,
  ),
  estimator: choice('estimator'),
  klGradient: choice('klGradient'),
  cells: v.optional(v.record(v.string(), v.string(), (issue) => `The cells must be texts by name; got ${String(issue.input)}.`)),
  ...(Object.fromEntries((Object.keys(optionLimits) as NumberOption[]).map((name) => [name, number(name)])) as Record<
    NumberOption,
    ReturnType<typeof number>
  >),
});

function sentenceOf(issue: v.InferIssue<typeof schema>): string {
  const path = v.getDotPath(issue);
  if (path === null) return 'The options of a run must be an object with a value for every option.';
  if (issue.type === 'strict_object')
    return issue.expected === 'never' ? `There is no option "${path}".` : `The option "${path}" is missing.`;
  if (path.startsWith('dials.')) return `The dial "${path.slice('dials.'.length)}" must be a number; got ${String(issue.input)}.`;
  if (path.startsWith('cells.')) return `The cell ${path.slice('cells.'.length)} must be a text; got ${String(issue.input)}.`;
  return issue.message;
}

/**
 * Checks options that came from a person, an address or a file. Dials that are not given get their defaults; cells that are as in the method's
 * row are left out.
 * @throws with one sentence that names the option, its value and what would be right.
 */
export function parseRunOptions(input: unknown): RunOptions {
  const result = v.safeParse(schema, input);
  if (!result.success) throw new Error(sentenceOf(result.issues[0]));
  const options = result.output;
  if (options.batch % options.group !== 0) throw new Error(`batch must be a multiple of group; got ${options.batch} and ${options.group}.`);
  // Two first answers at least: one has no other to be compared with.
  if (options.estimator === 'tree' && (options.group % options.branches !== 0 || options.group === options.branches))
    throw new Error(`group must be a multiple of branches, and larger, for a tree; got ${options.group} and ${options.branches}.`);
  if (options.width % options.heads !== 0) throw new Error(`width must be a multiple of heads; got ${options.width} and ${options.heads}.`);
  const { cells: given = {}, ...rest } = options;
  const cells = changedCells(methodById(options.method), given);
  return { ...rest, dials: setDials(taskById(options.task).label, options.dials), ...(cells && { cells }) };
}
