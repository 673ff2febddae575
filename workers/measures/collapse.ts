/**
 * The three degenerate ways of answering twice, told apart by what happens when the first answer is replaced. Δ ≈ 0 on a model's own first
 * answers is what all three give; the swap test is what they differ in.
 */
import { deltaHalfWidth, fractionEstimate } from './intervals.ts';
import type { Estimate } from './intervals.ts';
import { differenceOfFractions } from './newcombe.ts';
import type { EvaluationRow } from './outcome.ts';

/** Who wrote the first answer: the model, its frozen base, somebody right, somebody wrong, or somebody right about another problem. */
export const firstAnswerSources = ['own', 'base', 'right', 'wrong', 'another'] as const;

export type FirstAnswerSource = (typeof firstAnswerSources)[number];

/** What second answers to first ones of one source are like; acc_t1 is the accuracy of what was fed. */
export type SwapRates = Pick<EvaluationRow, 'n' | 'acc_t1' | 'acc_t2' | 'delta' | 'i_to_c' | 'c_to_i' | 'change_rate'>;

/** Set beforehand, not fitted: what counts as none and as the same, in fractions of problems. */
const collapseThresholds = {
  /** copy: fewer than this many answers are changed. */
  changed: 0.1,
  /** ignore: Acc@t2 is constant up to this, whatever is fed. flip: so is the change rate. */
  same: 0.1,
  /** corrects: at least this many of the wrong answers that are fed get fixed. */
  fixed: 0.05,
} as const;

/**
 * copy: y₂ = y₁. ignore: Acc@t2 does not depend on what is fed. flip: right answers are changed as readily as wrong ones. corrects: none of
 * these, wrong answers are changed more readily than right ones, and the model gains on its own.
 */
export type SecondAnswerMode = 'copy' | 'ignore' | 'flip' | 'corrects' | 'unclear';

export interface Collapse {
  mode: SecondAnswerMode;
  /** Acc@t2 after right first answers minus Acc@t2 after wrong ones: 1 for one who copies, 0 for one who ignores. */
  dependence: Estimate;
  /** The same, minus Acc@t2 after another problem's answers. */
  dependenceOnProblem: Estimate;
  /** Change rate of wrong first answers minus that of right ones: 0 for one who copies or flips. */
  selectivity: Estimate;
  /** Acc@t2 − Acc@t1 after its own first answers. */
  ownDelta: Estimate;
}

const within = ({ low, high }: Estimate, margin: number): boolean => low > -margin && high < margin;

/**
 * Which of the modes the swap test bears out at 95%: every condition has to hold for the whole interval of the number it is about, else the
 * mode is "unclear". A few hundred problems are needed to tell that two rates are the same up to 0.1. Intervals of differences are
 * Newcombe's for independent fractions. The conditions are tried in the order of the modes:
 * - copy: the change rate is below 0.1 on own, base's, right and wrong answers. Another problem's answer may be told by its looks.
 * - ignore: Acc@t2 after right answers is within 0.1 of that after wrong and after another problem's, and above 0.1: where nothing is ever
 *   right, whoever ignores the first answer and whoever changes all of them look the same, and it is called flip.
 *   One who corrects almost every answer perfectly looks like this as well: its second answer owes nothing to what was fed.
 * - flip: the change rates of wrong and right answers are within 0.1 of each other, and that of right ones is above 0.1.
 * - corrects: wrong answers are changed more often than right ones, more than 0.05 of them get right, Acc@t2 depends on what is fed, and
 *   Δ on its own first answers is above 0.
 * @throws if the answers fed as right or wrong are not what they should be.
 */
export function collapseOf(rates: Readonly<Record<FirstAnswerSource, SwapRates>>): Collapse {
  const { own, right, wrong, another } = rates;
  if (right.acc_t1 !== 1) throw new Error(`Of the right answers that were fed only ${right.acc_t1} are right; all must be.`);
  if (wrong.acc_t1 !== 0) throw new Error(`Of the wrong answers that were fed ${wrong.acc_t1} are right; none must be.`);
  const fraction = ({ n }: SwapRates, value: number) => ({ fraction: value, n });
  const changed = (source: FirstAnswerSource): Estimate => fractionEstimate(rates[source].change_rate, rates[source].n);
  const accuracy = (source: SwapRates) => fraction(source, source.acc_t2);
  const half = deltaHalfWidth(own);
  const measured = {
    dependence: differenceOfFractions(accuracy(right), accuracy(wrong)),
    dependenceOnProblem: differenceOfFractions(accuracy(right), accuracy(another)),
    selectivity: differenceOfFractions(fraction(wrong, wrong.change_rate), fraction(right, right.change_rate)),
    ownDelta: { value: own.delta, low: own.delta - half, high: own.delta + half },
  };
  const { dependence, dependenceOnProblem, selectivity, ownDelta } = measured;
  const { changed: fewChanges, same, fixed } = collapseThresholds;

  const holds: Record<Exclude<SecondAnswerMode, 'unclear'>, boolean> = {
    copy: (['own', 'base', 'right', 'wrong'] as const).every((source) => changed(source).high < fewChanges),
    ignore: within(dependence, same) && within(dependenceOnProblem, same) && fractionEstimate(right.acc_t2, right.n).low > same,
    flip: within(selectivity, same) && changed('right').low > fewChanges,
    corrects: selectivity.low > 0 && fractionEstimate(wrong.acc_t2, wrong.n).low > fixed && dependence.low > 0 && ownDelta.low > 0,
  };
  const mode = (['copy', 'ignore', 'flip', 'corrects'] as const).find((each) => holds[each]) ?? 'unclear';
  return { mode, ...measured };
}
