import { filters } from '../../pictures/rollouts/reading.ts';
import type { Chapter } from '../chapter.ts';
import { rewritingClaim, share } from '../study.ts';

const copiedFilter = filters.findIndex(({ key }) => key === 'copied') + 1;

export const copyingOrCorrecting: Chapter = {
  id: 'copyingOrCorrecting',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'end', temperature: 1 },
  points: 'portrait-title',
  exercise: { control: `[aria-labelledby="reader-title"] .filters button:nth-of-type(${copiedFilter})` },
  claims: [
    rewritingClaim('addition', ['naive', 'score'], 'editDistance', (naive, score) => ({
      naive: share(naive.copiedWrong.value),
      score: share(score.copiedWrong.value),
    })),
  ],
};
