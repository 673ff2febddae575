/** What is happening to a run, in words: computed from its evaluations, never scripted. */
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

type MeasuredKey = 'collapsed' | 'collapsing' | 'fails-first' | 'corrects' | 'fixes-more' | 'worse' | 'no-gain';

export type DiagnosisKey = 'untrained' | 'unmeasured' | MeasuredKey;

export interface Diagnosis {
  key: DiagnosisKey;
  tone: 'gain' | 'loss' | 'neutral';
  /** A label of two or three words. */
  chip: string;
  /** `${subject} ${verb}${detail}` is a whole sentence; the detail starts with its own punctuation. */
  sentence: { subject: string; verb: string; detail: string };
}

export interface RunProgress {
  /** Name of the run in a sentence, like "Naive RL". */
  subject: string;
  /** Updates done. */
  step: number;
  /** Updates done at the first evaluation after the base's. */
  firstEvaluationAt: number;
}

/** 52%, and one decimal within a percent of none or all, where rounding would say "none" or "all". */
const percent = (fraction: number): string => {
  const nearAnEnd = (fraction > 0 && fraction < 0.01) || (fraction > 0.99 && fraction < 1);
  return `${(100 * fraction).toFixed(nearAnEnd ? 1 : 0)}%`;
};

const points = (difference: number): string => {
  const size = Math.abs(100 * difference);
  return `${size.toFixed(size < 2 ? 1 : 0)} points`;
};

const copies = (row: EvaluationRow): string => percent(1 - row.change_rate);

interface Rule {
  key: MeasuredKey;
  tone: Diagnosis['tone'];
  chip: string;
  verb: string;
  applies(row: EvaluationRow, base: EvaluationRow): boolean;
  detail(row: EvaluationRow, base: EvaluationRow): string;
}

const fixedAndBroken = (row: EvaluationRow): string => `${percent(row.i_to_c)} fixed, ${percent(row.c_to_i)} broken.`;

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
    chip: 'Collapsed',
    verb: 'has collapsed',
    applies: (row, base) => copiesMore(row, base, thresholds.collapsedChange),
    detail: (row) => `: ${copies(row)} of its second answers copy the first.`,
  },
  {
    key: 'collapsing',
    tone: 'loss',
    chip: 'Collapsing',
    verb: 'is collapsing',
    applies: (row, base) => copiesMore(row, base, thresholds.collapsingChange),
    detail: (row, base) => `: ${copies(row)} of second answers are copies, up from ${copies(base)}.`,
  },
  {
    key: 'fails-first',
    tone: 'loss',
    chip: 'Fails first',
    verb: 'fails first',
    applies: failsFirst,
    detail: (row, base) => `: its first answer fell ${points(base.acc_t1 - row.acc_t1)} below the base.`,
  },
  {
    key: 'corrects',
    tone: 'gain',
    chip: 'Correcting',
    verb: 'corrects itself',
    applies: (row) => isGain(row) && row.i_to_c > thresholds.fixedPerBroken * row.c_to_i,
    detail: (row) => `: its second look is right ${points(row.delta)} more often.`,
  },
  {
    key: 'fixes-more',
    tone: 'gain',
    chip: 'Net correction',
    verb: 'fixes more than it breaks',
    applies: isGain,
    detail: (row) => `: ${fixedAndBroken(row)}`,
  },
  {
    key: 'worse',
    tone: 'loss',
    chip: 'Second look hurts',
    verb: 'gets worse on reflection',
    applies: (row) => row.delta < -deltaHalfWidth(row),
    detail: (row) => `: ${percent(row.c_to_i)} broken, ${percent(row.i_to_c)} fixed.`,
  },
  {
    key: 'no-gain',
    tone: 'neutral',
    chip: 'No net gain',
    verb: 'gains nothing yet',
    applies: () => true,
    detail: (row) => `: ${fixedAndBroken(row)}`,
  },
];

const ruleFor = (row: EvaluationRow, base: EvaluationRow): Rule => rules.find((rule) => rule.applies(row, base)) ?? rules[rules.length - 1];

/**
 * The rule to show: it changes only when two evaluations in a row do not bear it out, so one noisy evaluation cannot flip the verb. "No
 * gain yet" is no verdict to hold on to: it would stand beside a Δ that is certain.
 */
function settle(evaluations: readonly EvaluationRow[], suggestions: readonly Rule[]): Rule {
  let shown = suggestions[0];
  suggestions.forEach((suggestion, index) => {
    const isCertain = Math.abs(evaluations[index].delta) > deltaHalfWidth(evaluations[index]);
    if (suggestion !== shown && (suggestions[index - 1] !== shown || (shown.key === 'no-gain' && isCertain))) shown = suggestion;
  });
  return shown;
}

function untrained(base: EvaluationRow): Diagnosis {
  const effect =
    base.delta === 0 ? 'gains nothing' : `${base.delta < 0 ? 'loses' : 'gains'} ${(100 * Math.abs(base.delta)).toFixed(1)} points`;
  const detail = `: asked to look again, the base model changes ${percent(base.change_rate)} of its answers and ${effect}.`;
  return { key: 'untrained', tone: 'neutral', chip: 'Base model', sentence: { subject: 'Nothing', verb: 'is trained yet', detail } };
}

/**
 * Says what is happening to a run.
 * @param history evaluations of one split at one temperature in the order of their steps, the base's first; empty before that is measured
 * @throws if the rows mix splits or temperatures.
 */
export function diagnose(history: readonly EvaluationRow[], { subject, step, firstEvaluationAt }: RunProgress): Diagnosis {
  const [base, ...evaluations] = history;
  if (evaluations.some((row) => row.split !== base.split || row.temperature !== base.temperature)) {
    throw new Error('A diagnosis compares evaluations of one split at one temperature; got a mixture. Filter the rows first.');
  }
  if (base && step === 0) return untrained(base);
  if (evaluations.length === 0) {
    const sentence = { subject, verb: 'is training', detail: `: first measured at step ${firstEvaluationAt}.` };
    return { key: 'unmeasured', tone: 'neutral', chip: 'Not measured yet', sentence };
  }

  const last = evaluations[evaluations.length - 1];
  const suggestions = evaluations.map((row) => ruleFor(row, base));
  const { key, tone, chip, verb, ...rule } = settle(evaluations, suggestions);
  // A verb that outlives one evaluation must not pass that evaluation's numbers off as its reason.
  const suggestion = suggestions[suggestions.length - 1];
  const doubt = suggestion.tone === tone ? '' : `, though step ${last.step} does not bear it out`;
  const detail = suggestion.key === key ? rule.detail(last, base) : `${doubt}: ${fixedAndBroken(last)}`;
  return { key, tone, chip, sentence: { subject, verb, detail } };
}
