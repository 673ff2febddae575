import { describe, expect, it } from 'vitest';
import { creditsFirstTurn, playsOf, rewards, stageAt, stageBoundaries } from '../../workers/methods/stage.ts';
import type { Stage } from '../../workers/methods/stage.ts';
import { stagesOf } from '../../workers/methods/cells.ts';
import { methodById, methods, updatesOf } from '../../workers/methods/table.ts';
import type { Method } from '../../workers/methods/table.ts';

/** Each stage as [reward of turn 1, its KL, reward of turn 2, its KL]. */
const cells = (id: string): string[][] => methodById(id).stages.map(({ turns }) => turns.flatMap(({ reward, kl }) => [reward, kl]));

const stageOne = ['none', 'beta2', 'r2', 'beta1'];
const stageTwo = ['r1', 'beta1', 'bonus', 'beta1'];
const imitated = ['none', 'none', 'imitation', 'none'];

describe('the method table', () => {
  it.each<[string, string[][]]>([
    ['naive', [['r1', 'beta1', 'r2', 'beta1']]],
    ['naive_final_only', [['none', 'none', 'r2', 'beta1']]],
    ['naive_discounted', [stageTwo]],
    ['single_turn', [['r1', 'beta1', 'none', 'none']]],
    ['score', [stageOne, stageTwo]],
    ['score_no_stage1', [stageTwo]],
    ['score_no_bonus', [stageOne, ['r1', 'beta1', 'r2', 'beta1']]],
    ['score_star_stage2', [stageOne, imitated]],
    ['score_offline_turn1', [stageOne, stageTwo]],
    ['score_offline_untrained', [['none', 'none', 'r2', 'beta1'], ['none', 'none', 'bonus', 'beta1']]], // prettier-ignore
    ['score_mixed_first', [stageOne, stageTwo]],
    ['score_interleaved', [stageOne, stageTwo, stageOne, stageTwo]],
    ['score_three_turns', [stageOne, ['none', 'beta2', 'none', 'beta2'], stageTwo]],
    ['score_reweighted', [stageOne, ['r1', 'beta1', 'weighted', 'beta1']]],
    ['score_leaky', [stageOne, stageTwo]],
    ['pag', [stageTwo]],
    ['star', [imitated]],
    ['star_plus', [imitated]],
    ['pair_sft', [imitated]],
    ['pair_sft_plus', [imitated]],
    ['base', []],
    ['self_refine', []],
  ])('has in the row of %s what the paper has', (id, expected) => {
    expect(cells(id)).toEqual(expected);
  });

  it('has no other rows', () => {
    expect(methods.map(({ id }) => id).join(' ')).toBe(
      'naive naive_final_only naive_discounted single_turn score score_no_stage1 score_no_bonus score_star_stage2 score_offline_turn1 ' +
        'score_offline_untrained score_mixed_first score_interleaved score_three_turns score_reweighted score_leaky pag star star_plus ' +
        'pair_sft pair_sft_plus base self_refine',
    );
  });

  it('says of the imitating rows which pairs they learn from, and how often they sample', () => {
    const imitations = methods.flatMap(({ id, stages }) => stages.flatMap(({ imitates }: Stage) => (imitates ? [[id, imitates]] : [])));
    expect(Object.fromEntries(imitations)).toEqual({
      score_star_stage2: { second: 'trace', keepsRightFirst: false, iterations: 3 },
      star: { second: 'trace', keepsRightFirst: false, iterations: 3 },
      star_plus: { second: 'trace', keepsRightFirst: true, iterations: 3 },
      pair_sft: { second: 'any right', keepsRightFirst: false, iterations: 1 },
      pair_sft_plus: { second: 'any right', keepsRightFirst: true, iterations: 1 },
    });
  });

  it('sets α and γ where a row is about them, and how the second answer is asked for', () => {
    const settings = methods.flatMap((method: Method) => (method.settings ? [[method.id, method.settings]] : []));
    expect(Object.fromEntries(settings)).toEqual({
      naive_discounted: { alpha: 1, gamma: 0.8 },
      score_leaky: { alpha: 10, gamma: 1 },
      pag: { alpha: 1 },
    });
    const instructions = methods.flatMap(({ id, instruction }: Method) => (instruction ? [[id, instruction]] : []));
    expect(Object.fromEntries(instructions)).toEqual({ pag: 'verify', self_refine: 'reworded' });
    const later = methods.flatMap(({ id, laterInstruction }: Method) => (laterInstruction ? [[id, laterInstruction]] : []));
    expect(Object.fromEntries(later)).toEqual({ score_three_turns: 'reworded' });
  });

  it('asks for verdicts exactly where its stages reward them', () => {
    for (const { id, instruction, laterInstruction, stages } of methods as readonly Method[]) {
      const asked = instruction === 'verify';
      expect(
        stages.map(({ verdict }) => verdict),
        id,
      ).toEqual(stages.map(() => (asked ? 'right' : undefined)));
      expect(laterInstruction, id).not.toBe('verify');
      if (asked) expect(stages.length).toBeGreaterThan(0);
    }
  });

  it('has a third attempt in one row, from its second stage on, which pins the first two to what the stage before left', () => {
    const thirds = methods.flatMap(({ id, stages }) => stages.map(({ name, third, reference }: Stage) => [id, name, third, reference]));
    expect(thirds.filter(([, , third, reference]) => third ?? reference)).toEqual([
      ['score_three_turns', 'Stage I(b)', { reward: 'r2', kl: 'beta1' }, 'stage before'],
      ['score_three_turns', 'Stage II', { reward: 'bonus', kl: 'beta1' }, undefined],
    ]);
  });

  it('plays the third attempt behind the policy’s second answers, in turn with the first two, trained alone and pulled to the base', () => {
    const [first, second] = methodById('score_three_turns').stages;
    expect(playsOf(first)).toEqual([first]);
    const [firstTwo, lastTwo] = playsOf(second);
    expect(firstTwo).toEqual({ ...second, third: undefined });
    expect(lastTwo).toMatchObject({
      ...{ name: 'Stage I(b), turns 2 and 3', firstAttempts: 'second turn', reference: 'base' },
      turns: [
        { reward: 'none', kl: 'none' },
        { reward: 'r2', kl: 'beta1' },
      ],
    });
    expect(creditsFirstTurn(lastTwo, 1)).toBe(false);
  });

  it('pays no turn for a later one in its cells', () => {
    for (const { stages } of methods) {
      for (const { turns } of stages) {
        const pay = (r2: number): number => rewards[turns[0].reward].value({ r1: 1, r2 }, 10);
        expect(pay(0)).toBe(pay(1));
      }
    }
  });

  it('pays the bonus α (r₂ − r₁) on top of r₂', () => {
    const bonus = (r1: number, r2: number): number => rewards.bonus.value({ r1, r2 }, 10);
    expect([bonus(0, 0), bonus(0, 1), bonus(1, 0), bonus(1, 1)]).toEqual([0, 11, -10, 1]);
    expect(rewards.bonus.value({ r1: 0, r2: 1 }, 0)).toBe(1);
  });

  it('trains on no first attempt that the policy did not sample, and says what every row is', () => {
    for (const { name, short, summary, stages } of methods) {
      expect(name && short && summary).toBeTruthy();
      if (stages.length > 0) expect(stages.reduce((sum, { share }) => sum + share, 0)).toBe(1);
      for (const { firstAttempts, turns } of stages) {
        if (firstAttempts === 'base') expect(turns[0]).toEqual({ reward: 'none', kl: 'none' });
      }
    }
  });

  it('takes first attempts of the base in the rows that say so, and in no other', () => {
    const offline = methods.flatMap(({ id, stages }) =>
      stages.flatMap(({ firstAttempts }: Stage) => (firstAttempts === 'policy' ? [] : [[id, firstAttempts]])),
    );
    expect(offline).toEqual([
      ...Array.from({ length: 2 }, () => ['score_offline_turn1', 'split']),
      ...Array.from({ length: 2 }, () => ['score_offline_untrained', 'base']),
      ...Array.from({ length: 2 }, () => ['score_mixed_first', 'mixed']),
    ]);
  });

  it('refuses a method that is not in it with a sentence', () => {
    expect(() => methodById('dpo')).toThrow(/^There is no method "dpo"\. Choose one of: naive, .*self_refine\.$/);
  });
});

describe('the updates of a run', () => {
  const score = (share: number) => stagesOf({ method: 'score', stageOneShare: share });

  it('are shared between two stages as the option says', () => {
    expect(stageBoundaries(score(0.5), 500)).toEqual([0, 250, 500]);
    expect(stageBoundaries(score(0.6), 500)).toEqual([0, 300, 500]);
    expect(stageBoundaries(score(0.3), 7)).toEqual([0, 2, 7]);
  });

  it('all belong to the only stage of a method that has one', () => {
    const stages = stagesOf({ method: 'naive', stageOneShare: 0.3 });
    expect(stageBoundaries(stages, 500)).toEqual([0, 500]);
    for (const step of [0, 149, 150, 499]) expect(stageAt(stages, 500, step)).toBe(0);
  });

  it('are shared between both applications of both stages where they are interleaved', () => {
    const stages = stagesOf({ method: 'score_interleaved', stageOneShare: 0.8 });
    expect(stageBoundaries(stages, 500)).toEqual([0, 200, 250, 450, 500]);
    expect(stages.map(({ name }) => name)).toEqual(['Stage I, round 1', 'Stage II, round 1', 'Stage I, round 2', 'Stage II, round 2']);
  });

  it('are shared equally between the parts of Stage I', () => {
    const stages = stagesOf({ method: 'score_three_turns', stageOneShare: 0.4 });
    expect(stageBoundaries(stages, 500)).toEqual([0, 100, 200, 500]);
    expect(stages.map(({ name }) => name)).toEqual(['Stage I(a)', 'Stage I(b)', 'Stage II']);
  });

  it('are none where nothing is trained', () => {
    expect(['naive', 'base', 'self_refine'].map((id) => updatesOf(methodById(id), 500))).toEqual([500, 0, 0]);
  });

  it('credit the first turn with the second only where γ says so and the policy wrote first answers that are trained with theirs', () => {
    const credited = (id: string, gamma: number): boolean[] => methodById(id).stages.map((stage) => creditsFirstTurn(stage, gamma));
    expect(credited('score', 0)).toEqual([false, false]);
    expect(credited('score', 0.5)).toEqual([true, true]);
    expect(credited('score_mixed_first', 1)).toEqual([true, true]);
    expect(['score_offline_turn1', 'score_offline_untrained', 'star', 'single_turn'].flatMap((id) => credited(id, 1))).not.toContain(true);
  });

  it('change stage exactly at the boundary', () => {
    expect([0, 249, 250, 499].map((step) => stageAt(score(0.5), 500, step))).toEqual([0, 0, 1, 1]);
  });

  it('are in both stages whatever the share, if there are more than ten of them', () => {
    for (let percent = 5; percent <= 95; percent++) {
      for (const steps of [11, 12, 99, 500]) {
        const stages = score(percent / 100);
        const [start, middle, end] = stageBoundaries(stages, steps);
        expect([start, end]).toEqual([0, steps]);
        expect(stageAt(stages, steps, 0), `${steps} steps, share ${percent}%`).toBe(0);
        expect(stageAt(stages, steps, steps - 1), `${steps} steps, share ${percent}%`).toBe(1);
        expect(stageAt(stages, steps, middle - 1)).toBe(0);
        expect(stageAt(stages, steps, middle)).toBe(1);
      }
    }
  });
});
