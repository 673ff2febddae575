import type { SecondAnswerMode } from '../../workers/measures/collapse.ts';

/** Whether what the swap test says of second answers is good news. */
export const tones: Record<SecondAnswerMode, 'gain' | 'loss' | 'neutral'> = {
  copy: 'loss',
  ignore: 'loss',
  flip: 'loss',
  corrects: 'gain',
  unclear: 'neutral',
};
