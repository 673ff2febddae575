import type { Chapter } from '../chapter.ts';
import { accuracyClaim, deltaText, share } from '../study.ts';

export const imitation: Chapter = {
  id: 'imitation',
  setup: { task: 'addition', methods: ['star', 'pair_sft'], playhead: 'start', temperature: 1 },
  points: 'accuracy-title',
  exercise: { control: '.controls .play', isDone: ({ playhead }) => playhead.step > 0 },
  claims: [
    accuracyClaim('addition', 1, ['star', 'pair_sft'], 'chosenPairs', (star, pairs) => ({
      starDelta: deltaText(star),
      starFirst: share(star.first.value),
      pairsDelta: deltaText(pairs),
      pairsFirst: share(pairs.first.value),
    })),
  ],
};
