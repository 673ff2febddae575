import { describe, expect, it } from 'vitest';
import { rewardRows } from '../../src/pictures/rewardMap/geometry.ts';
import { armName } from '../../src/runs/groups.ts';
import { readAddress, writeAddress } from '../../src/state/address.ts';
import { runId } from '../../src/state/identity.ts';
import { columnsShowing, departuresFromRow, differences, settingText } from '../../src/state/setup.ts';
import { SetupStore } from '../../src/state/setupStore.svelte.ts';
import { variantsOf } from '../../src/state/variants.ts';
import { defaultOptions, parseRunOptions, stageBoundaries, stagesOf, type RunOptions } from '../../workers/protocol.ts';

const withCells = (method: string, cells: Record<string, string>, over: Partial<RunOptions> = {}): RunOptions =>
  parseRunOptions({ ...defaultOptions('addition', method), ...over, cells });

describe('cells in an address', () => {
  it.each([
    ['right.cell.2.2=r2-beta1', [undefined, { '2.2': 'r2-beta1' }]],
    ['right.alpha=3&right.cell.1.1=none&right.cell.2.1=bonus-beta2', [undefined, { '1.1': 'none', '2.1': 'bonus-beta2' }]],
    ['left=score&cell.2.2=weighted', [{ '2.2': 'weighted' }, { '2.2': 'weighted' }]],
    ['left=score&left.cell.2.2=r1&right.cell.2.2=r2', [{ '2.2': 'r1' }, { '2.2': 'r2' }]],
    ['left.cell.1.2=none&left=single_turn', [undefined, undefined]],
  ])('are set for one run or for both, and come back: %s', (address, cells) => {
    const { columns, complaints } = readAddress(address);
    expect(complaints).toEqual([]);
    expect(columns.map((options) => options.cells)).toEqual(cells);
    expect(readAddress(writeAddress(columns)).columns).toEqual(columns);
    if (cells.some((each) => each !== undefined)) expect(writeAddress(columns)).toBe(`v=2&${address}`);
  });

  it('are refused one by one with a sentence, and the rest is kept', () => {
    const { columns, complaints } = readAddress('seed=7&right.cell.2.2=r9&left.cell.2.1=r1&right.cell.1.2=none-beta1');
    expect(columns.map(({ seed, cells }) => [seed, cells])).toEqual([
      [7, undefined],
      [7, { '1.2': 'none-beta1' }],
    ]);
    expect(complaints).toEqual([
      'In the address: The cell 2.2 must hold one of none, r1, r2, bonus, weighted, with -beta1 or -beta2 behind it where a KL pulls it back; got "r9". The default is used.',
      'In the address: Naive two-turn RL has no cell 2.1 in its table. It has 1.1, 1.2. The default is used.',
    ]);
  });
});

describe('cells of a setup', () => {
  it('go with their row when another is chosen, and with the run that is shown', () => {
    const setup = new SetupStore();
    setup.set({ key: 'cell.2.2', value: 'r2-beta1', column: 1 });
    expect(setup.address).toBe('v=2&right.cell.2.2=r2-beta1');
    expect(setup.isChanged).toBe(true);
    setup.chooseMethod('score_no_bonus', 1);
    expect(setup.address).toBe('v=2&right=score_no_bonus');
    const run = withCells('score', { '2.2': 'r2-beta1' });
    expect(columnsShowing(run, setup.columns).map(({ method, cells }) => [method, cells])).toEqual([
      ['score_no_bonus', undefined],
      ['score', { '2.2': 'r2-beta1' }],
    ].reverse()); // prettier-ignore
  });

  it('are put back with the coefficients of their run, and nothing else is', () => {
    const setup = new SetupStore();
    setup.set({ key: 'seed', value: '7', column: 'both' }, { key: 'alpha', value: '3', column: 0 });
    setup.set({ key: 'cell.2.2', value: 'r2-beta1', column: 1 }, { key: 'alpha', value: '3', column: 1 });
    setup.restoreRow(1);
    expect(setup.columns[1]).toEqual({ ...defaultOptions('addition', 'score'), seed: 7 });
    expect(setup.columns[0].alpha).toBe(3);
  });

  it('say why they cannot hold what they cannot', () => {
    const setup = new SetupStore();
    const cell = (name: string, value: string) => setup.refusalOf({ key: `cell.${name}`, value, column: 0 });
    expect([cell('1.1', 'none'), cell('1.1', 'r2-beta2')]).toEqual([null, null]);
    setup.set({ key: 'cell.1.1', value: 'none', column: 0 });
    expect(cell('1.2', 'none')).toBe('One stage would train nothing: none of its turns has a reward or a KL. Give one of them either.');
    expect(cell('1.2', 'none-beta1')).toBeNull();
  });

  it('are differences between runs by their texts, whoever has them from its row', () => {
    const changed = withCells('score', { '2.2': 'r2-beta1' });
    expect(differences(changed, defaultOptions('addition', 'score'))).toEqual(['cell.2.2']);
    expect(differences(changed, defaultOptions('addition', 'score_no_bonus'))).toEqual([]);
    expect(settingText(defaultOptions('addition', 'naive'), 'cell.2.2')).toBe('');
    expect(departuresFromRow({ ...changed, alpha: 3, steps: 7 })).toEqual(['alpha', 'cell.2.2']);
  });

  it('make another run of the same method, and none leave its name as it was', () => {
    const plain = defaultOptions('addition', 'score');
    expect(runId(withCells('score', { '2.2': 'r2-beta1' }))).not.toBe(runId(plain));
    expect(runId(parseRunOptions({ ...plain, cells: {} }))).toBe(runId(plain));
    expect(armName(withCells('score', { '2.2': 'r2-beta1' }))).toBe('SCoRe, cell.2.2=r2-beta1');
  });
});

describe('what differs from a method’s row', () => {
  const said = (options: RunOptions) => variantsOf(options, defaultOptions('addition', 'naive')).map(({ mark }) => mark);

  it('is said in the words of the map', () => {
    const options = withCells('score', { '1.1': 'none', '2.2': 'r1-beta2' }, { alpha: 3 });
    expect(variantsOf(options, defaultOptions('addition', 'naive'))).toEqual([
      {
        key: 'row',
        settings: ['alpha', 'cell.1.1', 'cell.2.2'],
        mark: 'α = 3; no KL on the first answer, Stage I; r₁, β₂ on the second answer, Stage II',
        sentence: 'Differs from SCoRe: α = 3; no KL on the first answer, Stage I; r₁, β₂ on the second answer, Stage II.',
      },
    ]);
    expect(said(withCells('naive', { '1.2': 'none-beta1' }))).toEqual(['no reward on the second answer, All updates']);
    expect(said(withCells('score_three_turns', { '3.3': 'r2-beta1' }))).toEqual(['r₃ on the third answer, Stage II']);
  });

  it('is nothing where nothing does', () => {
    expect(said(defaultOptions('addition', 'score_leaky'))).toEqual([]);
  });
});

describe('the map of a run with cells of its own', () => {
  const drawn = (options: RunOptions) => {
    const stages = stagesOf(options);
    return rewardRows(stages, stageBoundaries(stages, options.steps), options);
  };

  it('draws what the loss has', () => {
    const [one, two] = drawn(withCells('score', { '1.1': 'none', '2.1': 'bonus-beta2', '2.2': 'r1' }));
    expect(one.cells[0]).toMatchObject({
      name: '1.1',
      reward: 'no reward',
      spring: 'none',
      note: 'not pulled; drifts with the shared weights',
    });
    expect(two.cells[0]).toMatchObject({ reward: 'r₂ + α (r₂ − r₁)', spring: 'tight', coefficients: ['beta2', 'alpha'] });
    expect(two.cells[1]).toMatchObject({ reward: 'r₁', rewarded: true, spring: 'none', note: 'not pulled to the base' });
  });

  it('offers a choice in every cell that can have another', () => {
    const open = (method: string): boolean[] =>
      drawn(defaultOptions('addition', method)).flatMap(({ cells }) => cells.map(({ holds }) => holds !== null));
    expect(open('score')).toEqual([true, true, true, true]);
    expect(open('score_star_stage2')).toEqual([true, true, false, false]);
    expect(open('score_offline_untrained')).toEqual([false, true, false, true]);
    expect(open('score_three_turns')).toEqual([true, true, false, true, true, true, true, true, true]);
  });
});
