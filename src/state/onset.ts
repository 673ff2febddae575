import { diagnose, type Diagnosis, type DiagnosisKey } from '../../workers/measures/diagnosis.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';
import type { Words } from '../languages/words.ts';

export interface Onset {
  step: number;
  tone: 'gain' | 'loss';
  /** What it has done since. */
  what: keyof Words['onset'];
}

const whats: Partial<Record<DiagnosisKey, Onset['what']>> = {
  collapsed: 'copies',
  collapsing: 'copies',
  'fails-first': 'failsFirst',
  corrects: 'corrects',
  'fixes-more': 'corrects',
  worse: 'worse',
};

/** Since which evaluation the diagnosis has had the tone it has at the last of these rows; null while it says nothing. */
export function onsetOf(rows: readonly EvaluationRow[]): Onset | null {
  const at = (count: number): Diagnosis => diagnose(rows.slice(0, count), { step: rows[count - 1].step, firstEvaluationAt: 0 });
  if (rows.length < 2) return null;
  const { key, tone } = at(rows.length);
  const what = whats[key];
  if (tone === 'neutral' || !what) return null;
  let first = rows.length;
  while (first > 2 && at(first - 1).tone === tone) first--;
  return { step: rows[first - 1].step, tone, what };
}
