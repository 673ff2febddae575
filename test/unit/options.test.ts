import { describe, expect, it } from 'vitest';
import { defaultOptions, optionLimits, parseRunOptions } from '../../workers/methods/options.ts';
import type { NumberOption } from '../../workers/methods/options.ts';
import { methods } from '../../workers/methods/table.ts';
import { taskLabels } from '../../workers/tasks/index.ts';

const limits = Object.entries(optionLimits) as [NumberOption, { min: number; max: number; integer: boolean }][];
const options = defaultOptions();
const aSentence = /^\w[^\n]*\.$/;

describe('the options of a run', () => {
  it.each(taskLabels.flatMap(({ id }) => methods.map((method) => [id, method.id])))(
    'have defaults for %s with %s that pass',
    (task, method) => {
      expect(parseRunOptions(defaultOptions(task, method))).toEqual(defaultOptions(task, method));
    },
  );

  it('start where they were measured: docs/LOG.md says why', () => {
    const common = {
      seed: 1,
      steps: 500,
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
      heldOut: 1000,
      heads: 4,
      width: 64,
      baseAccuracy: 0.5,
      pretrainSteps: 2500,
      secondLookSteps: 500,
      copyShare: 0.7,
      baseSeed: 0,
    };
    const addition = { task: 'addition', dials: { digits: 5, chains: 0.3 }, pool: 512, layers: 2, stageOneShare: 0.5 };
    const transpile = { task: 'transpile', dials: { operands: 5, operators: 3 }, pool: 2048, layers: 1, stageOneShare: 0.8 };
    expect(defaultOptions('addition', 'naive')).toEqual({ method: 'naive', ...common, ...addition });
    expect(defaultOptions('transpile', 'score')).toEqual({ method: 'score', ...common, ...transpile });
    expect(defaultOptions()).toEqual(defaultOptions('addition', 'score'));
  });

  it.each(taskLabels)('take the dials and the settings of $id from the task', ({ id, dials, settings }) => {
    expect(defaultOptions(id)).toMatchObject({ ...settings, dials: Object.fromEntries(dials.map(({ key, value }) => [key, value])) });
  });

  it('survive a trip through JSON', () => {
    expect(parseRunOptions(JSON.parse(JSON.stringify(options)))).toEqual(options);
  });

  it.each(limits)(
    'refuse %s outside its limits with a sentence that names it, its value and what would be right',
    (name, { min, max, integer }) => {
      const kind = integer ? 'a whole number' : 'a number';
      const refused: unknown[] = [min - 1, max + 1, NaN, Infinity, -Infinity, '3', null, ...(integer ? [min + 0.5] : [])];
      for (const value of refused) {
        expect(() => parseRunOptions({ ...options, [name]: value })).toThrow(
          `${name} must be ${kind} between ${min} and ${max}; got ${String(value)}.`,
        );
      }
    },
  );

  it.each(limits.filter(([name]) => !['batch', 'group', 'width', 'heads'].includes(name)))(
    'take %s at its least and its greatest',
    (name, { min, max }) => {
      for (const value of [min, max]) expect(parseRunOptions({ ...options, [name]: value })[name]).toBe(value);
    },
  );

  it('take the least and the greatest batch, group, width and heads that go together', () => {
    const { batch, group, width, heads } = optionLimits;
    for (const end of ['min', 'max'] as const) {
      expect(() =>
        parseRunOptions({ ...options, batch: batch[end], group: group[end], width: width[end], heads: heads[end] }),
      ).not.toThrow();
    }
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown key', { alhpa: 10 }, 'There is no option "alhpa".'],
    [
      'an unknown task',
      { task: 'chess' },
      'There is no task "chess". Choose one of: addition, countdown, transpile, functions, colouring, recall.',
    ],
    ['an unknown method', { method: 'dpo' }, 'There is no method "dpo". Choose one of: naive, '],
    ['an unknown estimator', { estimator: 'ppo' }, 'estimator must be one of leave_one_out, running_mean, grpo, dr_grpo, tree; got ppo.'],
    [
      'a tree without a second first answer',
      { estimator: 'tree', group: 8, branches: 8 },
      'group must be a multiple of branches, and larger, for a tree; got 8 and 8.',
    ],
    ['a batch that is no multiple of the group', { batch: 20, group: 8 }, 'batch must be a multiple of group; got 20 and 8.'],
    ['a width that is no multiple of the heads', { width: 10, heads: 4 }, 'width must be a multiple of heads; got 10 and 4.'],
    ['a dial of another task', { dials: { operands: 5 } }, 'The task "addition" has no dial "operands".'],
    ['a dial out of range', { dials: { digits: 9 } }, 'The dial "digits" of "addition" must be from 2 to 8 in steps of 1; got 9.'],
    ['a dial that is no number', { dials: { digits: 'five' } }, 'The dial "digits" must be a number; got five.'],
    ['dials that are none', { dials: 5 }, 'The dials must be numbers by name; got 5.'],
    ['no seed', { seed: undefined }, 'seed must be a whole number between 0 and 2147483647; got undefined.'],
  ])('refuse %s with a sentence', (_what, change, sentence) => {
    expect(() => parseRunOptions({ ...options, ...change })).toThrow(sentence);
    expect(() => parseRunOptions({ ...options, ...change })).toThrow(aSentence);
  });

  it.each(Object.keys(options))('refuse to be without %s, naming it', (key) => {
    const rest = Object.fromEntries(Object.entries(options).filter(([name]) => name !== key));
    expect(() => parseRunOptions(rest)).toThrow(key);
    expect(() => parseRunOptions(rest)).toThrow(aSentence);
  });

  it.each([null, undefined, 5, 'naive', []])('refuse %s in the place of options', (input) => {
    expect(() => parseRunOptions(input)).toThrow(aSentence);
  });

  it('name every dial, so that two runs of equal settings have equal options', () => {
    expect(parseRunOptions({ ...options, dials: {} })).toEqual(options);
    expect(parseRunOptions({ ...options, dials: { digits: 3 } }).dials).toEqual({ digits: 3, chains: 0.3 });
  });
});
