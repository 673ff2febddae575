import { wilsonInterval, type Estimate } from './intervals.ts';
import { differenceOfFractions } from './newcombe.ts';
import type { EvaluationRow } from './outcome.ts';

/** What became of every problem between the two answers: shares of all n, adding up to 1. */
export interface Transitions {
  /** i → i */
  stayedWrong: number;
  /** i → c */
  fixed: number;
  /** c → i */
  broken: number;
  /** c → c */
  stayedRight: number;
}

/** What the second answer does, given whether the first was right. Null where no first answer was of that kind. */
export interface ConditionalRates {
  /** P(c₂ | ¬c₁): how many of the wrong first answers are fixed. */
  fixRate: Estimate | null;
  /** P(c₂ | c₁): how many of the right first answers are still right. */
  keepRate: Estimate | null;
  /**
   * P(change | ¬c₁) − P(change | c₁): 0 for one who copies or changes blindly, 1 for one who knows which answers are wrong. Null where
   * all first answers were of one kind.
   */
  editSelectivity: Estimate | null;
}

type Fractions = Pick<EvaluationRow, 'n' | 'acc_t1' | 'i_to_c' | 'c_to_i' | 'change_rate' | 'copied_wrong'>;

/** Whole numbers of problems behind a row's fractions. */
function countsOf(row: Fractions): { [name in keyof Transitions | 'changed' | 'copiedWrong']: number } {
  const count = (fraction: number): number => Math.round(fraction * row.n);
  const firstRight = count(row.acc_t1);
  const fixed = count(row.i_to_c);
  const broken = count(row.c_to_i);
  return {
    stayedWrong: row.n - firstRight - fixed,
    fixed,
    broken,
    stayedRight: firstRight - broken,
    changed: count(row.change_rate),
    copiedWrong: count(row.copied_wrong),
  };
}

/** How many first answers were wrong, and how many right. */
export function firstAnswersOf(row: Fractions): { wrong: number; right: number } {
  const { stayedWrong, fixed, broken, stayedRight } = countsOf(row);
  return { wrong: stayedWrong + fixed, right: stayedRight + broken };
}

/** The four transition shares of an evaluation. */
export function transitionsOf(row: EvaluationRow): Transitions {
  const { stayedWrong, fixed, broken, stayedRight } = countsOf(row);
  return { stayedWrong: stayedWrong / row.n, fixed: fixed / row.n, broken: broken / row.n, stayedRight: stayedRight / row.n };
}

/** Rates among the problems whose first answer was wrong, or right, with Wilson's 95% intervals; Newcombe's for their difference. */
export function conditionalRatesOf(row: Fractions): ConditionalRates {
  const { fixed, stayedRight, changed, copiedWrong } = countsOf(row);
  const { wrong, right } = firstAnswersOf(row);
  const rate = (count: number, of: number): Estimate | null => (of === 0 ? null : { value: count / of, ...wilsonInterval(count, of) });
  const changedWrong = wrong - copiedWrong;
  return {
    fixRate: rate(fixed, wrong),
    keepRate: rate(stayedRight, right),
    editSelectivity:
      wrong === 0 || right === 0
        ? null
        : differenceOfFractions({ fraction: changedWrong / wrong, n: wrong }, { fraction: (changed - changedWrong) / right, n: right }),
  };
}
