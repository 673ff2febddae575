import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/state/address.ts';
import { durationText, median, secondsLeft } from '../../src/state/estimate.ts';
import { isReachable, runId } from '../../src/state/identity.ts';
import { LiveRun } from '../../src/state/liveRun.svelte.ts';
import { onsetOf } from '../../src/state/onset.ts';
import { applySettings, defaultColumns, differences, usesShippedBase } from '../../src/state/setup.ts';
import { SetupStore } from '../../src/state/setupStore.svelte.ts';
import { chooseShown, evaluatedSteps, heldOutRows, withEvaluation } from '../../src/state/shown.ts';
import { verdictsOf } from '../../workers/measures/diagnosis.ts';
import { baseKey, defaultOptions, ownTaskId, type EvaluationEvent, type Recording, type RunEvent } from '../../workers/protocol.ts';
import { rowOf } from './picturesRows.ts';

describe('the address', () => {
  it('is empty for the page as it opens', () => {
    expect(writeAddress(defaultColumns('addition'))).toBe('');
    expect(readAddress('').columns).toEqual(defaultColumns('addition'));
  });

  it('comes back as the setup it was written from', () => {
    const columns = applySettings(defaultColumns('transpile'), [
      { key: 'steps', value: '40', column: 'both' },
      { key: 'alpha', value: '3', column: 1 },
      { key: 'dial.operands', value: '4', column: 'both' },
      { key: 'method', value: 'single_turn', column: 0 },
      { key: 'estimator', value: 'grpo', column: 'both' },
    ]);
    const address = writeAddress(columns);
    expect(address).toContain('right.alpha=3');
    expect(readAddress(`#${address}`)).toMatchObject({ columns, complaints: [] });
  });

  it('refuses a bad value with a sentence and keeps the good ones', () => {
    const { columns, complaints } = readAddress('steps=-1&seed=7');
    expect(columns[0].seed).toBe(7);
    expect(columns[0].steps).toBe(defaultOptions().steps);
    expect(complaints).toEqual(['In the address: steps must be a whole number between 1 and 100000; got -1. The default is used.']);
  });

  it('reads values that are only right together', () => {
    const { columns, complaints } = readAddress('batch=12&group=4');
    expect(complaints).toEqual([]);
    expect([columns[0].batch, columns[0].group]).toEqual([12, 4]);
  });

  it('does not repeat the settings that a row of the method table has of its own', () => {
    const discounted = defaultColumns('addition', ['naive_discounted', 'score_leaky']);
    expect(discounted.map(({ alpha, gamma }) => [alpha, gamma])).toEqual([[1, 0.8], [10, 1]]); // prettier-ignore
    expect(writeAddress(discounted)).toBe('v=2&left=naive_discounted&right=score_leaky');
    expect(readAddress('left=naive_discounted&right=score_leaky').columns).toEqual(discounted);
    const { columns } = readAddress('left=naive_discounted&left.gamma=0.5');
    expect([columns[0].alpha, columns[0].gamma, columns[1].gamma]).toEqual([1, 0.5, 0]);
    expect(writeAddress(columns)).toBe('v=2&left=naive_discounted&left.gamma=0.5');
  });

  it.each(['steps', 'seed', 'batch', 'dial.digits', 'task'])('refuses %s for one run and keeps what is right beside it', (key) => {
    const { columns, complaints } = readAddress(`left.${key}=4&right.alpha=3`);
    expect(complaints).toEqual([
      `In the address: Only method, alpha, gamma, beta1, beta2, estimator, klGradient and cells can be set for one run; got ${key}. Set it for both. The default is used.`,
    ]);
    expect(columns).toEqual(applySettings(defaultColumns('addition'), [{ key: 'alpha', value: '3', column: 1 }]));
  });

  it.each(['task=nothing', 'left=nothing', 'nonsense', 'right.', 'dial.unknown=1', '%E0%A4%A'])('cannot fail on %s', (hash) => {
    expect(readAddress(hash).complaints.length).toBe(1);
  });
});

describe('a task of one’s own that is chosen', () => {
  const own = ownTaskId('// Mine\nconst make = 0;');
  const changed = 'left=star&right=score&left.alpha=3&right.klGradient=k1&right.cell.2.2=r2-beta1&seed=7&steps=40&batch=64&pool=300';

  it('keeps both methods and every setting that is not about the task before alone, and says what it left', () => {
    const setup = new SetupStore();
    setup.readAddress(`${changed}&dial.digits=4&layers=1&pretrainSteps=900`);
    setup.chooseOwnTask(own);
    expect(setup.columns).toEqual(readAddress(`${new URLSearchParams({ task: own }).toString()}&${changed}`).columns);
    expect(setup.leftBehind).toEqual({ task: 'addition', keys: ['layers', 'pretrainSteps', 'dial.digits'] });
    setup.set({ key: 'seed', value: '8', column: 'both' });
    expect(setup.leftBehind).toBeNull();
  });

  it('has its own defaults where nothing was set, and then leaves nothing', () => {
    const setup = new SetupStore();
    setup.readAddress('task=transpile');
    setup.chooseOwnTask(own);
    expect(setup.columns).toEqual(defaultColumns(own));
    expect(setup.leftBehind).toBeNull();
  });

  it('keeps the settings of its base where the task before was one’s own too', () => {
    const setup = new SetupStore();
    setup.show(applySettings(defaultColumns(ownTaskId('// Before')), [{ key: 'pretrainSteps', value: '900', column: 'both' }]));
    setup.chooseOwnTask(own);
    expect(setup.columns.map(({ task, pretrainSteps }) => [task, pretrainSteps])).toEqual([[own, 900], [own, 900]]); // prettier-ignore
    expect(setup.leftBehind).toBeNull();
  });

  it('keeps what was typed and is not allowed in its field', () => {
    const setup = new SetupStore();
    setup.set({ key: 'steps', value: '-1', column: 'both' }, { key: 'width', value: '3', column: 'both' });
    setup.chooseOwnTask(own);
    expect(setup.drafts.map(({ key, value }) => [key, value])).toEqual([['steps', '-1']]);
    expect(setup.leftBehind).toEqual({ task: 'addition', keys: ['width'] });
  });
});

describe('settings', () => {
  it('change both columns or one', () => {
    const [left, right] = applySettings(defaultColumns('addition'), [
      { key: 'seed', value: '9', column: 'both' },
      { key: 'beta1', value: '0.02', column: 0 },
    ]);
    expect([left.seed, right.seed]).toEqual([9, 9]);
    expect([left.beta1, right.beta1]).toEqual([0.02, 0.01]);
  });

  it('do not take an empty field for zero', () => {
    expect(() => applySettings(defaultColumns('addition'), [{ key: 'seed', value: ' ', column: 'both' }])).toThrow(
      'seed must be a number; got nothing.',
    );
    expect(() => applySettings(defaultColumns('addition'), [{ key: 'dial.digits', value: 'five', column: 'both' }])).toThrow(
      'The dial "digits" must be a number; got "five".',
    );
  });

  it('are compared one by one, dials included', () => {
    const options = defaultOptions();
    expect(differences(options, { ...options, alpha: 1, dials: { ...options.dials, digits: 3 } })).toEqual(['alpha', 'dial.digits']);
  });
});

describe('the base model', () => {
  it('is the shipped one whatever the method, seed or batch', () => {
    expect(usesShippedBase({ ...defaultOptions('addition', 'naive'), seed: 5, batch: 64 })).toBe(true);
  });

  it('is another one for another size or other dials', () => {
    const options = defaultOptions();
    expect(usesShippedBase({ ...options, width: 32 })).toBe(false);
    expect(usesShippedBase({ ...options, dials: { ...options.dials, digits: 3 } })).toBe(false);
    expect(baseKey({ ...options, batch: 64 })).not.toBe(baseKey(options));
  });
});

describe('the name of a run', () => {
  it('is the same for equal options in any order, and another for any other option', () => {
    const options = defaultOptions();
    const turned = Object.fromEntries(Object.entries(options).reverse()) as unknown as typeof options;
    expect(runId(turned)).toBe(runId(options));
    expect(runId({ ...options, seed: 2 })).not.toBe(runId(options));
    expect(runId({ ...options, dials: { ...options.dials, digits: 4 } })).not.toBe(runId(options));
  });

  it('is another when another base ships for its options, and only then', () => {
    const options = defaultOptions();
    const [before, after] = [{ addition: 'a' }, { addition: 'b' }];
    expect(runId(options, after)).not.toBe(runId(options, before));
    const pretrainedHere = { ...options, width: 32 };
    expect(runId(pretrainedHere, after)).toBe(runId(pretrainedHere, before));
  });

  it('knows the bases that ship', () => {
    expect(runId(defaultOptions())).not.toBe(runId(defaultOptions(), {}));
  });

  it('reaches a saved run while it is the name of its options, and these are still options', () => {
    const options = defaultOptions();
    const id = runId(options);
    expect(isReachable({ id, options })).toBe(true);
    expect(isReachable({ id: runId(options, { addition: 'an earlier base' }), options })).toBe(false);
    const extended = { ...options, anOptionOfAnEarlierVersion: 1 };
    expect(isReachable({ id: runId(extended), options: extended })).toBe(false);
  });

  it('is sixteen hexadecimal digits', () => {
    expect(runId(defaultOptions())).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the time estimate', () => {
  it('is the median of recent updates times the updates left, over all open runs, and the evaluations', () => {
    expect(median([5, 1, 100])).toBe(5);
    expect(median([1, 3])).toBe(2);
    const pace = { updates: [100, 100, 900], evaluations: [2000], updatesLeft: 10, evaluationsLeft: 2 };
    expect(secondsLeft([pace, { ...pace, updatesLeft: 20, evaluationsLeft: 0 }])).toBe(1 + 4 + 2);
  });

  it('says nothing before it has seen a few updates', () => {
    expect(secondsLeft([{ updates: [100], evaluations: [], updatesLeft: 10, evaluationsLeft: 2 }])).toBeNull();
  });

  it.each([
    [0.2, '1 s'],
    [38, '38 s'],
    [540, '9 min'],
    [4800, '80 min'],
    [7800, '2 h 10 min'],
    [10_740, '3 h'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

const evaluation = (step: number): EvaluationEvent => ({
  kind: 'evaluation',
  id: 'r',
  step,
  rows: [rowOf(step, { firstRight: 50 })],
  episodes: [],
});

const recording = (over: Partial<Recording['options']>): Recording => ({
  options: { ...defaultOptions('addition', 'score'), ...over },
  command: '',
  backend: 'wasm',
  adapter: '',
  seconds: 1,
  model: 'model.safetensors',
  evaluations: [evaluation(0), evaluation(50)],
});

describe('what a column shows', () => {
  const options = defaultOptions('addition', 'score');

  it('is the run of this tab if there is one', () => {
    const shown = chooseShown(options, { evaluations: [], step: 3 }, [recording({})]);
    expect([shown.source, shown.step]).toEqual(['live', 3]);
  });

  it('is else the recording that differs least, and names what differs', () => {
    const shown = chooseShown({ ...options, seed: 4 }, undefined, [recording({ seed: 2, alpha: 1 }), recording({ seed: 3 })]);
    expect([shown.source, shown.options.seed, shown.changed, shown.step]).toEqual(['recording', 3, ['seed'], 50]);
  });

  it('is never a recording of another method', () => {
    expect(chooseShown(options, undefined, [recording({ method: 'naive' })]).source).toBe('none');
  });

  it('has held-out rows of one temperature', () => {
    const both = {
      ...evaluation(0),
      rows: [
        rowOf(0, { firstRight: 1 }),
        { ...rowOf(0, { firstRight: 2 }), temperature: 0 },
        { ...rowOf(0, { firstRight: 3 }), split: 'train' as const },
      ],
    };
    expect(heldOutRows([both], 0).map((row) => row.acc_t1)).toEqual([0.02]);
  });

  it('keeps evaluations in order and takes a repeated one once', () => {
    const steps = withEvaluation([evaluation(0), evaluation(100)], evaluation(50)).map(({ step }) => step);
    expect(steps).toEqual([0, 50, 100]);
    expect(withEvaluation([evaluation(0)], evaluation(0))).toHaveLength(1);
    expect(evaluatedSteps([chooseShown(options, undefined, [recording({})])])).toEqual([0, 50]);
  });
});

describe('a run of this tab', () => {
  const update = (step: number, stopped: number): RunEvent => ({
    ...{
      kind: 'update',
      id: 'r',
      step,
      stage: 'One stage',
      r1: 0,
      r2: 0,
      change_rate: 0,
      kl_t1: 0,
      kl_t2: 0,
      entropy_t1: 0,
      entropy_t2: 0,
    },
    ...{ gradient_norm: 0, learning_rate: 0, stopped_programs: stopped, milliseconds: 1 },
  });
  const checkpoint = (step: number): RunEvent => ({ kind: 'checkpoint', id: 'r', step, state: new Uint8Array() });
  const runAfter = (events: readonly RunEvent[]): LiveRun => {
    const run = new LiveRun('r', defaultOptions());
    for (const event of events) run.apply(event, 0);
    return run;
  };

  it('adds up the programs that were stopped in its updates', () => {
    expect(runAfter([update(1, 2), update(2, 0), update(3, 1)]).stoppedPrograms).toBe(3);
  });

  it('counts the updates it makes again after a checkpoint once', () => {
    const run = runAfter([update(1, 2), checkpoint(1), update(2, 1)]);
    run.rewind();
    expect(run.stoppedPrograms).toBe(2);
    run.apply(update(2, 1), 0);
    expect(run.stoppedPrograms).toBe(3);
  });

  it('goes on counting where it was saved', () => {
    const run = new LiveRun('r', defaultOptions());
    run.restore({ id: 'r', options: defaultOptions(), step: 1, finished: false, stoppedPrograms: 2, evaluations: [] });
    run.rewind();
    run.apply(update(2, 1), 0);
    expect(run.stoppedPrograms).toBe(3);
  });
});

describe('the onset', () => {
  const base = rowOf(0, { firstRight: 50, changed: 60 });
  const copying = (step: number) => rowOf(step, { firstRight: 50, changed: 10 });
  const neutral = (step: number) => rowOf(step, { firstRight: 50, fixed: 10, broken: 10, changed: 60 });

  it('is the first evaluation from which on the diagnosis kept its tone', () => {
    expect(onsetOf(verdictsOf([base, neutral(50), copying(100), copying(150), copying(200)]))).toMatchObject({ step: 150, tone: 'loss' });
  });

  it('is nowhere while nothing is diagnosed', () => {
    expect(onsetOf(verdictsOf([base, neutral(50)]))).toBeNull();
    expect(onsetOf(verdictsOf([base]))).toBeNull();
  });
});
