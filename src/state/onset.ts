import type { MeasuredDiagnosis, MeasuredKey } from '../../workers/measures/diagnosis.ts';
import type { Words } from '../languages/words.ts';

export interface Onset {
  step: number;
  tone: 'gain' | 'loss';
  /** What it has done since. */
  what: keyof Words['onset'];
}

const whats: Partial<Record<MeasuredKey, Onset['what']>> = {
  collapsed: 'copies',
  collapsing: 'copies',
  'fails-first': 'failsFirst',
  corrects: 'corrects',
  'fixes-more': 'corrects',
  worse: 'worse',
};

/** Since which evaluation the verdict has had the tone it has at the last of these; null while it says nothing. */
export function onsetOf(verdicts: readonly MeasuredDiagnosis[]): Onset | null {
  const now = verdicts.at(-1);
  const what = now && whats[now.key];
  if (!what || now.tone === 'neutral') return null;
  const other = verdicts.findLastIndex(({ tone }) => tone !== now.tone);
  return { step: verdicts[other + 1].last.step, tone: now.tone, what };
}
