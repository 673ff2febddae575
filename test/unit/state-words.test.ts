import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/state/address.ts';
import { SetupStore } from '../../src/state/setupStore.svelte.ts';
import { variantsOf } from '../../src/state/variants.ts';
import { defaultOptions } from '../../workers/protocol.ts';

describe('words in the address', () => {
  it.each([
    ['klGradient=k1', ['k1', 'k1']],
    ['left=score&right.klGradient=k3', ['exact', 'k3']],
    ['left=score&left.klGradient=k1&right.klGradient=k3', ['k1', 'k3']],
    ['estimator=grpo', ['grpo', 'grpo']],
    ['left.estimator=dr_grpo&klGradient=swapped', ['dr_grpo', 'leave_one_out']],
  ])('sets a word for both runs or for one, and writes it back: %s', (address, words) => {
    const key = words.includes('k1') || words.includes('k3') ? 'klGradient' : 'estimator';
    const { columns, complaints } = readAddress(address);
    expect(complaints).toEqual([]);
    expect(columns.map((options) => options[key])).toEqual(words);
    expect(readAddress(writeAddress(columns)).columns).toEqual(columns);
    expect(writeAddress(columns).split('&').sort()).toEqual(['v=2', ...address.split('&')].sort());
  });

  it('refuses a word that is none, and one that the other settings do not allow, for the run it was meant for', () => {
    const { columns, complaints } = readAddress('right.klGradient=k2&left.estimator=tree&group=4');
    expect(columns.map(({ klGradient, estimator, group }) => [klGradient, estimator, group])).toEqual([
      ['exact', 'tree', 8],
      ['exact', 'leave_one_out', 8],
    ]);
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toMatch(/^In the address: klGradient must be one of exact, .*; got k2\./);
  });
});

describe('the words of a run', () => {
  const options = defaultOptions();
  const marks = (...columns: [typeof options, typeof options]): string[] => variantsOf(...columns).map(({ mark }) => mark);

  it('go unsaid while neither run departs from its method by one', () => {
    expect(variantsOf(options, defaultOptions('addition', 'naive'))).toEqual([]);
    expect(marks({ ...options, estimator: 'grpo' }, { ...options, estimator: 'grpo' })).toEqual([]);
  });

  it('say what is broken on purpose, and that the other run is right', () => {
    const broken = { ...options, klGradient: 'swapped' } as const;
    expect(variantsOf(broken, options)).toEqual([
      {
        key: 'klGradient',
        settings: ['klGradient'],
        mark: 'KL broken on purpose',
        sentence: 'The gradient of the KL is broken on purpose: KL(base ‖ policy).',
      },
    ]);
    expect(variantsOf(options, broken)).toEqual([
      {
        key: 'klGradient',
        settings: ['klGradient'],
        mark: 'KL exact',
        sentence: 'The gradient of the KL is exact: both halves of the gradient.',
      },
    ]);
    expect(marks(broken, broken)).toEqual(['KL broken on purpose']);
  });

  it('name both estimators where they differ', () => {
    const tree = { ...options, estimator: 'tree' } as const;
    expect(variantsOf(tree, options)).toEqual([
      { key: 'estimator', settings: ['estimator'], mark: 'Tree', sentence: 'Advantage: Tree, several second answers per first.' },
    ]);
    expect(marks(options, tree)).toEqual(['Leave-one-out']);
    expect(marks({ ...options, estimator: 'running_mean' }, { ...options, estimator: 'dr_grpo' })).toEqual(['REINFORCE, running mean']);
  });

  it('are set for one run by hand, and stay when the method of a run is changed', () => {
    const setup = new SetupStore();
    setup.set({ key: 'klGradient', value: 'k1', column: 0 });
    setup.chooseMethod('score', 0);
    expect(setup.address).toBe('v=2&left=score&left.klGradient=k1');
    expect(setup.text('klGradient', 1)).toBe('exact');
  });

  it('wait beside their field until the settings of both runs allow them', () => {
    const setup = new SetupStore();
    setup.set({ key: 'group', value: '4', column: 'both' });
    setup.set({ key: 'estimator', value: 'tree', column: 1 });
    expect(setup.draft('estimator', 1)?.complaint).toMatch(/^group must be a multiple of branches/);
    expect(setup.columns[1].estimator).toBe('leave_one_out');
    setup.set({ key: 'group', value: '8', column: 'both' });
    expect(setup.columns.map(({ estimator }) => estimator)).toEqual(['leave_one_out', 'tree']);
    expect(setup.drafts).toEqual([]);
  });
});
