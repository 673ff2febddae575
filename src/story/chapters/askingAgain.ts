import type { Chapter } from '../chapter.ts';
import { accuracyClaim, share } from '../study.ts';

export const askingAgain: Chapter = {
  id: 'askingAgain',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'start', temperature: 1 },
  points: 'transitions-title',
  exercise: { control: '.meta button:last-of-type', isDone: ({ playhead }) => playhead.temperature === 0 },
  claims: [
    accuracyClaim('addition', 1, ['base'], 'blindCopies', ({ first, second }) => ({
      first: share(first.value),
      second: share(second.value),
    })),
  ],
};
