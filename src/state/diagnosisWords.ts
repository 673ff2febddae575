/** What is happening to a run, in the words of the page's language. */
import type { Diagnosis, MeasuredDiagnosis } from '../../workers/measures/diagnosis.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';
import { words } from '../languages/words.ts';

/** With what the language has between them, subject, verb and detail are a whole sentence. */
export interface Sentence {
  subject: string;
  verb: string;
  /** Starts with its own punctuation. */
  detail: string;
}

/** 52%, and one decimal within a percent of none or all, where rounding would say "none" or "all". */
const percent = (fraction: number): string => {
  const nearAnEnd = (fraction > 0 && fraction < 0.01) || (fraction > 0.99 && fraction < 1);
  return `${(100 * fraction).toFixed(nearAnEnd ? 1 : 0)}%`;
};

const points = (difference: number): string => {
  const size = Math.abs(100 * difference);
  return size.toFixed(size < 2 ? 1 : 0);
};

const copies = (row: EvaluationRow): string => percent(1 - row.change_rate);

/** Why the verdict stands, by the numbers of the last evaluation. */
function reasonOf({ key, last, base, evidence }: MeasuredDiagnosis): string {
  const { diagnosis } = words();
  const [fixed, broken] = [percent(last.i_to_c), percent(last.c_to_i)];
  const counts = diagnosis.counts(fixed, broken);
  if (evidence !== 'same') return evidence === 'else' ? counts : `${diagnosis.doubt(last.step)}${counts}`;
  switch (key) {
    case 'collapsed':
      return diagnosis.collapsed(copies(last));
    case 'collapsing':
      return diagnosis.collapsing(copies(last), copies(base));
    case 'fails-first':
      return diagnosis.failsFirst(points(base.acc_t1 - last.acc_t1));
    case 'corrects':
      return diagnosis.corrects(points(last.delta));
    case 'worse':
      return diagnosis.worse(fixed, broken);
    case 'fixes-more':
    case 'no-gain':
      return counts;
  }
}

/** @param subject what the run is called, like "Naive RL" */
export function diagnosisSentence(diagnosis: Diagnosis, subject: string): Sentence {
  const { verbs, nothing, untrained, unmeasured } = words().diagnosis;
  const verb = verbs[diagnosis.key];
  if (diagnosis.key === 'unmeasured') return { subject, verb, detail: unmeasured(diagnosis.firstEvaluationAt) };
  if (diagnosis.key !== 'untrained') return { subject, verb, detail: reasonOf(diagnosis) };
  const { delta, change_rate } = diagnosis.base;
  const size = (100 * Math.abs(delta)).toFixed(1);
  return { subject: nothing, verb, detail: untrained(percent(change_rate), delta === 0 ? null : { size, isLoss: delta < 0 }) };
}
