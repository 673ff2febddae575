import type { Chapter } from '../chapter.ts';
import { accuracyClaim, deltaText, rewritingClaim, share } from '../study.ts';

export const naiveRl: Chapter = {
  id: 'naiveRl',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'start', temperature: 1 },
  points: 'accuracy-title',
  exercise: { control: '.controls .play', isDone: ({ playhead }) => playhead.step > 0 },
  claims: [
    accuracyClaim('addition', 1, ['naive'], 'naive', (naive) => ({ seeds: String(naive.seeds), delta: deltaText(naive) })),
    rewritingClaim('addition', ['naive', 'base'], 'leaveOneOut', (naive, base) => ({
      copies: share(naive.shares[0].value),
      baseCopies: share(base.shares[0].value),
    })),
  ],
};
