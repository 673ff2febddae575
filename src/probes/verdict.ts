import type { SecondAnswerMode } from '../../workers/measures/collapse.ts';

export interface Verdict {
  /** What the second answer does, as the end of a sentence about it. */
  word: string;
  tone: 'gain' | 'loss' | 'neutral';
  meaning: string;
}

/** What the swap test says of second answers, in words. */
export const verdicts: Record<SecondAnswerMode, Verdict> = {
  copy: { word: 'copies', tone: 'loss', meaning: 'The second answer repeats the first, whoever wrote it and whether it is right.' },
  ignore: {
    word: 'ignores',
    tone: 'loss',
    meaning: 'The second answer is as often right whatever the first one was: it does not read it.',
  },
  flip: { word: 'flips', tone: 'loss', meaning: 'It changes right answers as readily as wrong ones: it does not know which are which.' },
  corrects: {
    word: 'corrects',
    tone: 'gain',
    meaning: 'It changes wrong answers more readily than right ones, and gains on its own.',
  },
  unclear: {
    word: 'no verdict',
    tone: 'neutral',
    meaning: 'It fits none of copies, ignores, flips and corrects for certain: each asks that whole 95% intervals lie where they should.',
  },
};

export const whenText = (temperature: number): string => (temperature === 0 ? 'greedy' : `temperature ${temperature}`);
