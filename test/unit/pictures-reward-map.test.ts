import { describe, expect, it } from 'vitest';
import { rewardRows } from '../../src/pictures/rewardMap/geometry.ts';
import { defaultOptions, methodById, stageBoundaries } from '../../workers/protocol.ts';

describe('the reward map', () => {
  it('draws SCoRe as the paper has it: Stage I tied by β₂ and unpaid, Stage II paid with the bonus', () => {
    const options = defaultOptions('addition', 'score');
    const { stages } = methodById('score');
    const [one, two] = rewardRows(stages, stageBoundaries(stages, 500), options);
    expect(one.cells.map(({ reward, rewarded, spring }) => [reward, rewarded, spring])).toEqual([
      ['no reward', false, 'tight'],
      ['r₂', true, 'loose'],
    ]);
    expect(two.range).toBe('250–500');
    expect(two.cells[1]).toMatchObject({ reward: 'r₂ + α (r₂ − r₁)', coefficients: ['beta1', 'alpha'] });
  });

  it('draws a third answer in every stage of a method that has one, and what holds the others meanwhile', () => {
    const { stages } = methodById('score_three_turns');
    const rows = rewardRows(stages, stageBoundaries(stages, 500), defaultOptions('addition', 'score'));
    expect(rows.map(({ cells }) => cells.map(({ reward }) => reward))).toEqual([
      ['no reward', 'r₂', 'not asked for'],
      ['no reward', 'no reward', 'r₃'],
      ['r₁', 'r₂ + α (r₂ − r₁)', 'r₃ + α (r₃ − r₂)'],
    ]);
    expect(rows[1].cells.map(({ spring }) => spring)).toEqual(['tight', 'tight', 'loose']);
    const held = 'to the model that the stage before left';
    expect(rows[1].cells.map(({ note }) => note)).toEqual([held, held, 'behind the second, in every other update']);
    expect(rows[2].cells[2].coefficients).toEqual(['beta1', 'alpha']);
  });

  it('draws no spring where the coefficient is zero or absent', () => {
    const { stages } = methodById('naive_final_only');
    const [row] = rewardRows(stages, [0, 500], { beta1: 0, beta2: 0.5, gamma: 0 });
    expect(row.cells.map((cell) => cell.spring)).toEqual(['none', 'none']);
    expect(row.cells.map((cell) => cell.coefficients)).toEqual([[], ['beta1']]);
    expect(row.cells.map((cell) => cell.note)).toEqual(['not pulled; drifts with the shared weights', null]);
  });

  it('shows credit that leaks into the first answer, wherever the second is paid', () => {
    const drawn = (id: string): string[] => {
      const { stages } = methodById(id);
      return rewardRows(stages, stageBoundaries(stages, 500), { beta1: 0.01, beta2: 0.5, gamma: 1 }).flatMap(({ cells }) =>
        cells.map(({ reward, rewarded }) => `${reward}${rewarded ? '' : ', unpaid'}`),
      );
    };
    expect(drawn('score')).toEqual(['γ r₂', 'r₂', 'r₁ + γ (r₂ + α (r₂ − r₁))', 'r₂ + α (r₂ − r₁)']);
    expect(drawn('single_turn')).toEqual(['r₁', 'no reward, unpaid']);
    expect(drawn('score_offline_untrained')).toEqual(['no reward, unpaid', 'r₂', 'no reward, unpaid', 'r₂ + α (r₂ − r₁)']);
  });

  it('says whose first answers they are, where the policy does not write them', () => {
    const notes = (id: string): (string | null)[][] => {
      const { stages } = methodById(id);
      return rewardRows(stages, stageBoundaries(stages, 500), { beta1: 0.01, beta2: 0.5, gamma: 0 }).map(({ cells }) =>
        cells.map(({ note }) => note),
      );
    };
    const twice = (row: (string | null)[]): (string | null)[][] => [row, row];
    expect(notes('score_offline_untrained')).toEqual(twice(['written by the frozen base; not trained', null]));
    expect(notes('score_offline_turn1')).toEqual(twice(['on its own first answers', 'behind first answers of the frozen base']));
    expect(notes('score_mixed_first')).toEqual(twice(['some written by the frozen base; those are not trained', 'behind both kinds']));
  });

  it('says that a second answer is written only where the policy’s verdict says so, and that right verdicts are rewarded', () => {
    const { stages } = methodById('pag');
    const [{ cells }] = rewardRows(stages, [0, 500], { beta1: 0.01, beta2: 0.5, gamma: 0 });
    expect(cells.map(({ reward }) => reward)).toEqual(['r₁', 'r₂ + α (r₂ − r₁)']);
    expect(cells.map(({ note }) => note)).toEqual([
      null,
      'written only where the policy’s own verdict says so; right verdicts are rewarded',
    ]);
  });

  it('says which answers are imitated', () => {
    const imitated = (id: string): unknown =>
      rewardRows(methodById(id).stages, [0, 500], { beta1: 0.01, beta2: 0.5, gamma: 0 })[0].cells[1];
    expect(imitated('star')).toMatchObject({
      reward: 'imitate',
      rewarded: true,
      coefficients: [],
      note: 'right second answers behind wrong first answers; sampled 3 times',
    });
    expect(imitated('pair_sft_plus')).toMatchObject({ note: 'any right answer to the problem behind any first answer; sampled once' });
  });

  it('has the coefficients that a cell’s reward and credit are made of', () => {
    const { stages } = methodById('score_reweighted');
    const [, two] = rewardRows(stages, [0, 250, 500], { beta1: 0.01, beta2: 0.5, gamma: 1 });
    expect(two.cells.map(({ coefficients }) => coefficients)).toEqual([['beta1', 'gamma'], ['beta1', 'alpha']]); // prettier-ignore
  });
});
