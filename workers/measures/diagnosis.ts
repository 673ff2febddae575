/** What is happening to a run, and the numbers to say it with: computed from its evaluations, never scripted. The page has the words. */
import { deltaHalfWidth, wilsonInterval } from './intervals.ts';
import type { EvaluationRow } from './outcome.ts';

/** Rates are fractions of problems; set by eye on the first runs. */
const thresholds = {
  /** |Δ| below this is no difference worth a word. */
  smallDelta: 0.02,
  /** Collapsed below this share of the base's change rate. */
  collapsedChange: 1 / 3,
  /** Collapsing below this share of the base's change rate. */
  collapsingChange: 0.6,
  /** Correcting, rather than only gaining, when this many problems are fixed for each one broken. */
  fixedPerBroken: 2,
  /** Failing first when Acc@t1 is this far below the base … */
  firstAnswerFall: 0.1,
  /** … and Δ rose by at least this share of the fall; otherwise both answers just got worse. */
  deltaRisePerFall: 0.5,
} as const;

export type MeasuredKey = 'collapsed' | 'collapsing' | 'fails-first' | 'corrects' | 'fixes-more' | 'worse' | 'no-gain';

type Tone = 'gain' | 'loss' | 'neutral';

/** A verdict on a run that was measured behind its base. */
export interface MeasuredDiagnosis {
  key: MeasuredKey;
  tone: Tone;
  /**
   * How the last evaluation bears the key out: it says the `same` by itself, says something `else` that points the same way, or is `against`
   * it. A verdict that outlives one evaluation must not pass that evaluation's numbers off as its reason.
   */
  evidence: 'same' | 'else' | 'against';
  last: EvaluationRow;
  base: EvaluationRow;
}

export type Diagnosis =
  | { key: 'untrained'; tone: 'neutral'; base: EvaluationRow }
  | { key: 'unmeasured'; tone: 'neutral'; firstEvaluationAt: number }
  | MeasuredDiagnosis;

export interface RunProgress {
  /** Updates done. */
  step: number;
  /** Updates done at the first evaluation after the base's. */
  firstEvaluationAt: number;
}

interface Rule {
  key: MeasuredKey;
  tone: Tone;
  applies(row: EvaluationRow, base: EvaluationRow): boolean;
}

const isGain = (row: EvaluationRow): boolean => row.delta > deltaHalfWidth(row);

const copiesMore = (row: EvaluationRow, base: EvaluationRow, share: number): boolean =>
  row.change_rate < share * base.change_rate && Math.abs(row.delta) < thresholds.smallDelta;

/** The first answer is certainly and much worse than the base's, and the second look earns back much of what it lost. */
function failsFirst(row: EvaluationRow, base: EvaluationRow): boolean {
  const fall = base.acc_t1 - row.acc_t1;
  const interval = ({ acc_t1, n }: EvaluationRow) => wilsonInterval(Math.round(acc_t1 * n), n);
  return (
    fall >= thresholds.firstAnswerFall &&
    interval(row).high < interval(base).low &&
    isGain(row) &&
    row.delta - base.delta >= thresholds.deltaRisePerFall * fall
  );
}

/** The first that applies is what one evaluation says by itself; the last always does. */
const rules: readonly Rule[] = [
  {
    key: 'collapsed',
    tone: 'loss',
    applies: (row, base) => copiesMore(row, base, thresholds.collapsedChange),
  },
  {
    key: 'collapsing',
    tone: 'loss',
    applies: (row, base) => copiesMore(row, base, thresholds.collapsingChange),
  },
  {
    key: 'fails-first',
    tone: 'loss',
    applies: failsFirst,
  },
  {
    key: 'corrects',
    tone: 'gain',
    applies: (row) => isGain(row) && row.i_to_c > thresholds.fixedPerBroken * row.c_to_i,
  },
  {
    key: 'fixes-more',
    tone: 'gain',
    applies: isGain,
  },
  {
    key: 'worse',
    tone: 'loss',
    applies: (row) => row.delta < -deltaHalfWidth(row),
  },
  {
    key: 'no-gain',
    tone: 'neutral',
    applies: () => true,
  },
];

const ruleFor = (row: EvaluationRow, base: EvaluationRow): Rule => rules.find((rule) => rule.applies(row, base)) ?? rules[rules.length - 1];

/**
 * What a run's evaluations say, one verdict for each behind the base's, from it and those before it alone. A verdict changes only when two
 * evaluations in a row do not bear it out, so one noisy evaluation cannot flip the verb. "No gain yet" is no verdict to hold on to: it would
 * stand beside a Δ that is certain.
 * @param history evaluations of one split at one temperature in the order of their steps, the base's first; empty before that is measured
 * @throws if the rows mix splits or temperatures.
 */
export function verdictsOf(history: readonly EvaluationRow[]): MeasuredDiagnosis[] {
  const [base, ...evaluations] = history;
  if (evaluations.some((row) => row.split !== base.split || row.temperature !== base.temperature)) {
    throw new Error('A diagnosis compares evaluations of one split at one temperature; got a mixture. Filter the rows first.');
  }
  let shown: Rule | null = null;
  let before: Rule | null = null;
  return evaluations.map((last) => {
    const suggestion = ruleFor(last, base);
    const isCertain = Math.abs(last.delta) > deltaHalfWidth(last);
    if (!shown || (suggestion !== shown && (before !== shown || (shown.key === 'no-gain' && isCertain)))) shown = suggestion;
    before = suggestion;
    const { key, tone } = shown;
    const evidence = suggestion.key === key ? 'same' : suggestion.tone === tone ? 'else' : 'against';
    return { key, tone, evidence, last, base };
  });
}

/** Says what is happening to a run, by its base and the verdict of its last evaluation so far; either may not be there yet. */
export function diagnosisOf(
  base: EvaluationRow | undefined,
  verdict: MeasuredDiagnosis | undefined,
  { step, firstEvaluationAt }: RunProgress,
): Diagnosis {
  if (base && step === 0) return { key: 'untrained', tone: 'neutral', base };
  return verdict ?? { key: 'unmeasured', tone: 'neutral', firstEvaluationAt };
}

/** The same by its whole history. */
export const diagnose = (history: readonly EvaluationRow[], progress: RunProgress): Diagnosis =>
  diagnosisOf(history[0], verdictsOf(history).at(-1), progress);
