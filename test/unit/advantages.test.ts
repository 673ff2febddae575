import { describe, expect, it } from 'vitest';
import { advantages } from '../../workers/methods/advantages.ts';
import type { AdvantageSettings, Baselines } from '../../workers/methods/advantages.ts';
import { stagesOf } from '../../workers/methods/cells.ts';
import { methodById } from '../../workers/methods/table.ts';

const [naive] = methodById('naive').stages;
const settings: AdvantageSettings = { alpha: 10, gamma: 0, group: 4, estimator: 'leave_one_out', branches: 2 };
const lengths = (turn: 0 | 1): number[] => (turn === 0 ? [2, 2, 4, 4] : [3, 3, 3, 3]);
const close = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i], `value ${i}`).toBeCloseTo(value, 4));
};

describe('advantages, by hand', () => {
  const graded = { r1: [1, 0, 0, 0], r2: [1, 1, 0, 0], lengths };
  const of = (estimator: AdvantageSettings['estimator'], baselines: Baselines = [null, null]) =>
      advantages(naive, graded, { ...settings, estimator }, baselines); // prettier-ignore

  it('of Dr. GRPO are the reward less the mean of the whole group, which is 3/4 of the leave-one-out one for a group of four', () => {
    const [first, second] = of('dr_grpo');
    close(first, [0.75, -0.25, -0.25, -0.25]);
    close(second, [0.5, 0.5, -0.5, -0.5]);
    const [loo] = of('leave_one_out');
    close(
      first,
      [...loo].map((value) => 0.75 * value),
    );
  });

  it('of GRPO are in standard deviations of the group, and shared out over the tokens of an answer', () => {
    const [first, second] = of('grpo');
    // Mean 1/4, deviation √3/4: √3 and −1/√3, times mean length 3 over own length.
    const [above, below] = [Math.sqrt(3), -1 / Math.sqrt(3)];
    close(first, [above * 1.5, below * 1.5, below * 0.75, below * 0.75]);
    close(second, [1, 1, -1, -1]);
  });

  it('of GRPO are nothing where all of a group are paid alike', () => {
    const [first] = advantages(naive, { ...graded, r1: [1, 1, 1, 1] }, { ...settings, estimator: 'grpo' }, [null, null]);
    close(first, [0, 0, 0, 0]);
  });

  it('of REINFORCE are against a mean that runs, begins with the first batch, and is kept for each turn', () => {
    const baselines: Baselines = [null, 0.9];
    const [first, second] = of('running_mean', baselines);
    close(first, [0.75, -0.25, -0.25, -0.25]);
    close(second, [0.1, 0.1, -0.9, -0.9]);
    close(baselines as number[], [0.25, 0.9 * 0.9 + 0.1 * 0.5]);
    close(of('running_mean', baselines)[1], [1 - 0.86, 1 - 0.86, -0.86, -0.86]);
  });

  it('of a tree compare first answers with each other and second answers with those behind the same first', () => {
    const tree = { r1: [1, 1, 0, 0], r2: [1, 0, 1, 1], lengths };
    const [first, second] = advantages(naive, tree, { ...settings, estimator: 'tree' }, [null, null]);
    close(first, [1, 1, -1, -1]);
    close(second, [1, -1, 0, 0]);
  });

  it('of a tree make the literal bonus 1 + α times the plain reward, sample by sample: −α r₁ is the same for all of a branch', () => {
    const [stage] = methodById('score_no_stage1').stages;
    const tree = { r1: [1, 1, 0, 0], r2: [1, 0, 0, 1], lengths };
    const [, second] = advantages(stage, tree, { ...settings, estimator: 'tree' }, [null, null]);
    const [, plain] = advantages(naive, tree, { ...settings, estimator: 'tree' }, [null, null]);
    close(
      second,
      [...plain].map((value) => 11 * value),
    );
    expect(Math.max(...second)).toBe(11);
  });

  it('of a tree credit a first answer with the mean of what its second answers earn', () => {
    const tree = { r1: [0, 0, 0, 0], r2: [1, 0, 1, 1], lengths };
    const [first] = advantages(naive, tree, { ...settings, estimator: 'tree', gamma: 1 }, [null, null]);
    close(first, [-0.5, -0.5, 0.5, 0.5]);
    // The same where the first answer's own cell is paid for the second.
    const [stage] = stagesOf({ method: 'naive', stageOneShare: 0.5, cells: { '1.1': 'r2' } });
    close(advantages(stage, tree, { ...settings, estimator: 'tree' }, [null, null])[0], [-0.5, -0.5, 0.5, 0.5]);
  });

  it.each(['leave_one_out', 'running_mean', 'grpo', 'dr_grpo', 'tree'] as const)(
    'of what is imitated are 1, whatever the estimator: %s',
    (estimator) => {
      const [stage] = methodById('star').stages;
      const [first, second] = advantages(stage, { ...graded, r2: [0, 0, 0, 0] }, { ...settings, estimator }, [null, null]);
      close(first, [0, 0, 0, 0]);
      close(second, [1, 1, 1, 1]);
    },
  );
});
