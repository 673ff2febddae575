import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedBase } from '../../cli/models.ts';
import { baseOptions, defaultOptions } from '../../workers/methods/options.ts';
import { optionsOfBase, recipe } from '../../workers/methods/pretrain.ts';
import { readCheckpoint } from '../../workers/model/checkpoint.ts';
import { taskLabels } from '../../workers/tasks/index.ts';

it.each(taskLabels.map(({ id }) => id))('the base that ships for %s is of the recipe that makes bases today', (task) => {
  expect(readCheckpoint(readFileSync(shippedBase(task))).origin.recipe).toEqual(JSON.parse(JSON.stringify(recipe)));
});

describe('the options of a base', () => {
  it.each(taskLabels.map(({ id }) => id))('that ships for %s are the defaults of its task', (task) => {
    const defaults = defaultOptions(task);
    expect(optionsOfBase(readCheckpoint(readFileSync(shippedBase(task))))).toEqual(
      Object.fromEntries(baseOptions.map((name) => [name, defaults[name]])),
    );
  });

  it.each([
    ['says nothing', { command: 'test' }],
    ['says no numbers', { seed: '1', copyShare: null, updates: 'many' }],
    ['is that of a trained run', { command: 'train', step: 3, options: { copyShare: 0.2 }, base: { seed: 9 } }],
  ])('are no more than its size where its origin %s', (_what, origin) => {
    const model = { layers: 1, heads: 2, width: 8, context: 12, vocabulary: 13 };
    expect(optionsOfBase({ model, task: 'addition', dials: {}, origin, weights: new Map() })).toEqual({ layers: 1, heads: 2, width: 8 });
  });
});
