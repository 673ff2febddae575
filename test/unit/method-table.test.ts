import { describe, expect, it } from 'vitest';
import { methodById, methods, rewards, stageAt, stageBoundaries, stagesOf } from '../../workers/methods/table.ts';
import type { Stage } from '../../workers/methods/table.ts';

/** Each stage as [reward of turn 1, its KL, reward of turn 2, its KL]. */
const cells = (id: string): string[][] =>
  methodById(id).stages.map(({ turns }) => turns.flatMap(({ reward, klToBase }) => [reward, klToBase]));

describe('the method table', () => {
  it.each<[string, string[][]]>([
    ['naive', [['r1', 'beta1', 'r2', 'beta1']]],
    ['naive_final_only', [['none', 'none', 'r2', 'beta1']]],
    [
      'score',
      [
        ['none', 'beta2', 'r2', 'beta1'],
        ['r1', 'beta1', 'bonus', 'beta1'],
      ],
    ],
    ['score_no_stage1', [['r1', 'beta1', 'bonus', 'beta1']]],
    [
      'score_no_bonus',
      [
        ['none', 'beta2', 'r2', 'beta1'],
        ['r1', 'beta1', 'r2', 'beta1'],
      ],
    ],
    [
      'score_offline_first',
      [
        ['none', 'none', 'r2', 'beta1'],
        ['none', 'none', 'bonus', 'beta1'],
      ],
    ],
    ['single_turn', [['r1', 'beta1', 'none', 'none']]],
  ])('has in the row of %s what the paper has', (id, expected) => {
    expect(cells(id)).toEqual(expected);
  });

  it('has no other rows', () => {
    expect(methods.map(({ id }) => id)).toEqual([
      'naive',
      'naive_final_only',
      'score',
      'score_no_stage1',
      'score_no_bonus',
      'score_offline_first',
      'single_turn',
    ]);
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
      expect(stages.reduce((sum, { share }) => sum + share, 0)).toBe(1);
      for (const { firstAttempts, turns } of stages) {
        if (firstAttempts === 'base') expect(turns[0]).toEqual({ reward: 'none', klToBase: 'none' });
      }
    }
  });

  it('takes first attempts of the base in the row that says so, and in no other', () => {
    const offline = methods.filter(({ stages }) => stages.some(({ firstAttempts }: Stage) => firstAttempts === 'base'));
    expect(offline.map(({ id }) => id)).toEqual(['score_offline_first']);
    expect(offline[0].stages.map(({ firstAttempts }) => firstAttempts)).toEqual(['base', 'base']);
  });

  it('refuses a method that is not in it with a sentence', () => {
    expect(() => methodById('dpo')).toThrow(/^There is no method "dpo"\. Choose one of: naive, .*single_turn\.$/);
  });
});

describe('the updates of a run', () => {
  const score = (share: number) => stagesOf(methodById('score'), share);

  it('are shared between two stages as the option says', () => {
    expect(stageBoundaries(score(0.5), 500)).toEqual([0, 250, 500]);
    expect(stageBoundaries(score(0.6), 500)).toEqual([0, 300, 500]);
    expect(stageBoundaries(score(0.3), 7)).toEqual([0, 2, 7]);
  });

  it('all belong to the only stage of a method that has one', () => {
    const stages = stagesOf(methodById('naive'), 0.3);
    expect(stageBoundaries(stages, 500)).toEqual([0, 500]);
    for (const step of [0, 149, 150, 499]) expect(stageAt(stages, 500, step)).toBe(0);
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
