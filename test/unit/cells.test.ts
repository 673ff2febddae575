import { beforeAll, describe, expect, it } from 'vitest';
import { cellKls, cellRewards, cellsOf, cellText, stagesOf } from '../../workers/methods/cells.ts';
import type { Cells } from '../../workers/methods/cells.ts';
import { defaultOptions, parseRunOptions } from '../../workers/methods/options.ts';
import type { RunOptions } from '../../workers/methods/options.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { methodById, methods } from '../../workers/methods/table.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { runOptions } from '../../cli/arguments.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

const withCells = (method: string, cells: Cells): RunOptions => parseRunOptions({ ...defaultOptions('addition', method), cells });

const drawn = (method: string, cells?: Cells): string[][] =>
  stagesOf({ method, stageOneShare: 0.5, ...(cells && { cells }) }).map(({ turns, third }) =>
    [...turns, ...(third ? [third] : [])].map(cellText),
  );

describe('the cells of a run', () => {
  it('take the places of those in the method’s table, and leave the table as it is', () => {
    expect(drawn('score', { '1.1': 'r2-beta1', '2.2': 'none' })).toEqual([
      ['r2-beta1', 'r2-beta1'],
      ['r1-beta1', 'none'],
    ]);
    expect(drawn('score')).toEqual([
      ['none-beta2', 'r2-beta1'],
      ['r1-beta1', 'bonus-beta1'],
    ]);
    expect(drawn('score_three_turns', { '3.3': 'r1' })[2]).toEqual(['r1-beta1', 'bonus-beta1', 'r1']);
  });

  it.each(methods)('are those of the row where the run has none of its own: $id', ({ id, stages }) => {
    expect(stagesOf({ method: id, stageOneShare: 0.5 }).map(({ turns }) => turns)).toEqual(stages.map(({ turns }) => turns));
  });

  it('are left out of the options where they are as in the row, so that equal runs have equal options', () => {
    expect(withCells('score', { '2.2': 'bonus-beta1', '1.1': 'none-beta2' })).toEqual(defaultOptions('addition', 'score'));
    expect(withCells('score', {})).not.toHaveProperty('cells');
    expect(JSON.stringify(withCells('score', { '2.2': 'r2', '1.1': 'r1' }))).toBe(
      JSON.stringify(withCells('score', { '1.1': 'r1', '2.2': 'r2' })),
    );
  });

  it.each<[string, string, unknown, string]>([
    ['a cell that is not there', 'naive', { '2.1': 'r1' }, 'Naive two-turn RL has no cell 2.1 in its table. It has 1.1, 1.2.'],
    ['a cell of what is not trained', 'base', { '1.1': 'r1' }, 'The base, asked twice has no cell 1.1 in its table. It has none.'],
    ['a reward that there is not', 'score', { '2.2': 'r3-beta1' }, 'The cell 2.2 must hold one of none, r1, r2, bonus, weighted, with'],
    ['imitation as a reward', 'score', { '2.2': 'imitation' }, 'The cell 2.2 must hold one of'],
    ['a name that every object has', 'score', { toString: 'r1' }, 'SCoRe has no cell toString in its table.'],
    [
      'a cell of a stage that imitates',
      'star',
      { '1.2': 'r2' },
      'The cell 1.2 of STaR cannot be changed: its stage imitates chosen answers',
    ],
    ['answers of the base', 'score_offline_untrained', { '1.1': 'r1' }, 'cannot be changed: its answers are written by the frozen base'],
    ['a stage without anything to train', 'score', { '1.1': 'none', '1.2': 'none' }, 'Stage I would train nothing: none of its turns has'],
    ['texts that are none', 'score', { '2.2': 5 }, 'The cell 2.2 must be a text; got 5.'],
    ['what is no list of cells', 'score', 'r2', 'The cells must be texts by name; got r2.'],
  ])('are refused where they are %s, with a sentence', (_what, method, cells, sentence) => {
    const given = { ...defaultOptions('addition', method), cells };
    expect(() => parseRunOptions(given)).toThrow(sentence);
    expect(() => parseRunOptions(given)).toThrow(/\.$/);
  });

  it('may leave a stage with verdicts alone to train', () => {
    expect(withCells('pag', { '1.1': 'none', '1.2': 'none' }).cells).toEqual({ '1.1': 'none', '1.2': 'none' });
  });

  it('can hold any reward with any KL, where the policy writes the answers', () => {
    for (const reward of cellRewards)
      for (const kl of cellKls) expect(drawn('naive', withCells('naive', { '1.1': cellText({ reward, kl }) }).cells)[0][0]).toBe(cellText({ reward, kl })); // prettier-ignore
    expect([...cellsOf(methodById('score_three_turns')).keys()]).toEqual(['1.1', '1.2', '2.1', '2.2', '2.3', '3.1', '3.2', '3.3']);
  });

  it('are set on the command line by their names, beside those that a run has', () => {
    const start = withCells('score', { '1.1': 'r1' });
    expect(runOptions(start, undefined, ['cell.2.2=r2-beta1']).cells).toEqual({ '1.1': 'r1', '2.2': 'r2-beta1' });
    expect(runOptions(start, undefined, ['cell.1.1=none-beta2'])).toEqual(defaultOptions('addition', 'score'));
    expect(() => runOptions(start, undefined, ['cell.9.9=r1'])).toThrow('SCoRe has no cell 9.9 in its table.');
    expect(() => runOptions(start, undefined, ['cells=r1'])).toThrow('There is no option "cells" to set.');
  });
});

describe('two ways to one method', () => {
  beforeAll(async () => {
    await startBackend({ prefer: 'wasm' });
  });

  /** All that training has made of a run by its end: its weights and moments, and its rows without the names of stages. */
  async function trained(options: RunOptions): Promise<unknown> {
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    const rows: unknown[] = [];
    while (!run.finished) {
      await run.update();
      if (run.evaluationDue) rows.push((await run.evaluate()).rows.map((row) => ({ ...row, stage: 'any' })));
    }
    const { policy, optimiser } = await run.state();
    run.dispose();
    return { policy, optimiser, rows };
  }

  it.each<[string, Cells, string, Partial<RunOptions>]>([
    ['score', { '2.2': 'r2-beta1' }, 'score_no_bonus', {}],
    ['score_no_bonus', { '2.2': 'bonus-beta1' }, 'score', {}],
    ['score', { '2.2': 'weighted-beta1' }, 'score_reweighted', {}],
    ['score', { '1.1': 'r1-beta1', '1.2': 'bonus-beta1' }, 'score_no_stage1', {}],
    ['score_no_stage1', { '1.2': 'r2-beta1' }, 'naive', {}],
    ['naive', { '1.1': 'none' }, 'naive_final_only', {}],
    ['naive', { '1.2': 'none' }, 'single_turn', {}],
    ['naive', { '1.2': 'bonus-beta1' }, 'naive_discounted', { alpha: 1, gamma: 0.8 }],
  ])('train to the same bits: %s with %o is %s', async (method, cells, other, settings) => {
    const changed = await trained(tinyOptions({ ...settings, method, cells }));
    expect(changed).toEqual(await trained(tinyOptions({ ...settings, method: other })));
    expect(changed).not.toEqual(await trained(tinyOptions({ ...settings, method })));
  });

  it('train to the same bits: a first answer that is credited with all of the second’s reward is one that is paid it', async () => {
    // With α = 0 the second turn of Stage II is paid r₂, as that of Stage I.
    const settings = { method: 'score', alpha: 0, beta2: 0.01 } as const;
    const leaking = await trained(tinyOptions({ ...settings, gamma: 1, cells: { '2.1': 'none-beta1' } }));
    const written = await trained(tinyOptions({ ...settings, gamma: 0, cells: { '1.1': 'r2-beta2', '2.1': 'r2-beta1' } }));
    expect(leaking).toEqual(written);
  });
});

describe('the state of a run with cells of its own', () => {
  it('keeps them, and that of one without says nothing of them', () => {
    const options = tinyOptions({ cells: { '2.2': 'r2-beta1' } });
    expect(readState(writeState(tinyState(options))).options).toEqual(options);
    const plain = new TextDecoder().decode(writeState(tinyState(tinyOptions())));
    expect(plain).not.toContain('cells');
  });
});
