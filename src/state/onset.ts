import { diagnose, type Diagnosis, type DiagnosisKey } from '../../workers/measures/diagnosis.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';

export interface Onset {
  step: number;
  tone: 'gain' | 'loss';
  text: string;
}

const texts: Partial<Record<DiagnosisKey, string>> = {
  collapsed: 'copying from here',
  collapsing: 'copying from here',
  'fails-first': 'failing first from here',
  corrects: 'correcting from here',
  'fixes-more': 'correcting from here',
  worse: 'worse from here',
};

/** Since which evaluation the diagnosis has had the tone it has at the last of these rows; null while it says nothing. */
export function onsetOf(rows: readonly EvaluationRow[], subject: string): Onset | null {
  const at = (count: number): Diagnosis => diagnose(rows.slice(0, count), { subject, step: rows[count - 1].step, firstEvaluationAt: 0 });
  if (rows.length < 2) return null;
  const { key, tone } = at(rows.length);
  const text = texts[key];
  if (tone === 'neutral' || !text) return null;
  let first = rows.length;
  while (first > 2 && at(first - 1).tone === tone) first--;
  return { step: rows[first - 1].step, tone, text };
}
