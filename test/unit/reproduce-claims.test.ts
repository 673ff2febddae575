import { describe, expect, it } from 'vitest';
import { armName } from '../../cli/reproduce/arm.ts';
import { arms } from '../../cli/reproduce/arms.ts';
import { claimsOf } from '../../cli/reproduce/claims.ts';
import type { Claim } from '../../cli/reproduce/claims.ts';
import { questions } from '../../cli/reproduce/questions.ts';
import { paperTableOf } from '../../cli/reproduce/paperTables.ts';
import { taskLabels } from '../../workers/tasks/index.ts';

/** A claim as "metric of arm − what it is compared with: what it should be, at its only temperature", with the paper's numbers. */
const inShort = ({ metric, arm, against, expected, temperature, paper }: Claim): string[] => [
  `${metric} of ${arm}${against ? ` − ${against}` : ''}: ${expected}${temperature === undefined ? '' : ` at ${temperature}`}`,
  paper,
];

const aboveNaive = [
  ['delta of score − naive: above', 'about +5 against 0'],
  ['acc_t2 of score − naive: above', 'not tabulated'],
];

/** What the paper shows on MATH alone, and what its equations say. */
const everywhere = [
  ['delta of naive: near zero', 'Δ about 0'],
  ['change_rate of naive − base: below at 1', '.38 falls to .16'],
  ['change_rate of score − base: above', 'away from 0; the base has a peak there'],
  ['change_rate of pair_sft − base: below', 'piled up at 0'],
  ['change_rate of score − pair_sft: above', 'away from 0 against piled up there'],
  ['delta of naive_final_only: near zero', 'Δ about 0'],
  ['delta of naive_discounted: near zero', 'Δ about 0'],
  ['delta of single_turn − score: below', '−2.4 against +4.4'],
  ['delta of score_no_stage1 − score: below', '+2.2 against +4.4'],
  ['delta of score_no_bonus − score: below', '+2.6 against +4.4'],
  ['delta of score_star_stage2 − score: below', '+2.2 against +4.4'],
  ['delta of score_offline_turn1 − score: below', '+0.2 against +4.4'],
  ['tenth_attempt of score: near zero', '64 at the second, 66 at the tenth'],
  ['acc_t2 of pag − score: above', '65.2 against 63.9'],
  ['third_attempt of score_three_turns: near zero', '24.0 against 24.0'],
  ['delta of score_reweighted − score: near zero', 'derived'],
  ['acc_t1 of score_leaky − base: below', 'derived: −9 r₁ + 11 r₂'],
];

const probed = [
  ['voting_gain of score: above', '+10.5 against +7.4'],
  ['own_repair of pair_sft: below', '.020 against .052, of all problems'],
  ['broken_easiest of score: at most zero', '0 and 0'],
];

describe('the claims', () => {
  it('of mathematics are those of the paper’s tables of MATH', () => {
    const { headline, others, probed: ofProbes } = claimsOf('addition');
    expect(headline.map(inShort)).toEqual([['delta of score: above', 'Δ +4.4'], ...aboveNaive]);
    expect(others.map(inShort)).toEqual([
      ['delta of base: at most zero', 'Δ −11.2'],
      ['acc_t2 of score − base: above', '64.4 against 41.4'],
      ['fix_rate of score − base: above', '14.5 against 9.5'],
      ['delta of self_refine − base: above', '−1.0 against −11.2'],
      ['delta of star: below', 'Δ −14.2'],
      ['delta of star_plus: near zero', 'Δ +0.4'],
      ['delta of pair_sft: near zero', 'Δ +1.8'],
      ['delta of pair_sft_plus: near zero', 'Δ 0'],
      ...everywhere,
    ]);
    expect(ofProbes.map(inShort)).toEqual(probed);
    for (const task of ['countdown', 'colouring']) expect(claimsOf(task), task).toBe(claimsOf('addition'));
  });

  it('of code are those of its table of HumanEval and MBPP-R, which says nothing of a base that gets worse', () => {
    const { headline, others, probed: ofProbes } = claimsOf('functions');
    expect(headline.map(inShort)).toEqual([['delta of score: above', 'Δ +12.2'], ...aboveNaive]);
    expect(others.map(inShort)).toEqual([
      ['acc_t2 of score − base: above', '64.6 against 56.7'],
      ['fix_rate of score − base: above', '31.9 against 17.1'],
      ['delta of self_refine − base: below', '−1.2 against +3.0'],
      ['delta of pair_sft: near zero', 'Δ −1.8'],
      ...everywhere,
    ]);
    expect(ofProbes.map(inShort)).toEqual([
      ['repair_rate of score − base: above', '60.6 against 47.3'],
      ['repair_rate of pair_sft − base: above', '59.8 against 47.3'],
      ...probed,
    ]);
    expect(claimsOf('transpile')).toBe(claimsOf('functions'));
  });

  it('of the negative control are that a second look gains nothing', () => {
    const { headline, others, probed: ofProbes } = claimsOf('recall');
    expect([...headline, ...others, ...ofProbes].map(inShort)).toEqual([
      ['delta of naive: near zero', 'none'],
      ['delta of score: near zero', 'none'],
      ['delta of base: at most zero', 'none'],
    ]);
  });

  it('are about arms that are trained', () => {
    const known = new Set(arms.map(armName));
    const ofTasks = taskLabels.flatMap(({ id }) => Object.values(claimsOf(id)).flat() as Claim[]);
    const claims = [...ofTasks, ...questions.flatMap((question) => question.claims)];
    for (const { arm, against } of claims) for (const name of [arm, against ?? arm]) expect(known, name).toContain(name);
  });
});

describe('the paper’s tables', () => {
  it('add up in every row: Δ is Acc@t2 − Acc@t1, and Δi→c − Δc→i', () => {
    for (const family of ['mathematics', 'code'] as const)
      for (const [method, row] of Object.entries(paperTableOf(family)!.rows)) {
        expect(row.acc_t2 - row.acc_t1, method).toBeCloseTo(row.delta, 9);
        if (row.i_to_c !== null) expect(row.i_to_c - row.c_to_i!, method).toBeCloseTo(row.delta, 9);
      }
  });

  it('have the rows of MATH for mathematics and map colouring, of HumanEval for code, and none for the control', () => {
    expect(paperTableOf('mathematics')!.rows.score).toEqual({ acc_t1: 60, acc_t2: 64.4, delta: 4.4, i_to_c: 5.8, c_to_i: 1.4 });
    expect(paperTableOf('code')!.rows.score).toEqual({ acc_t1: 52.4, acc_t2: 64.6, delta: 12.2, i_to_c: 15.2, c_to_i: 3 });
    expect(paperTableOf('visual')).toBe(paperTableOf('mathematics'));
    expect(paperTableOf('control')).toBeNull();
  });
});
