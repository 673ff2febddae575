import type { Chapter } from '../chapter.ts';
import { accuracyClaim, deltaText, share } from '../study.ts';

export const imitation: Chapter = {
  id: 'imitation',
  setup: { task: 'addition', methods: ['star', 'pair_sft'], playhead: 'end', temperature: 1 },
  points: 'rewards-title',
  exercise: { control: 'button.train', isDone: ({ live }) => live.some((run) => run && run.step > 0) },
  claims: [
    accuracyClaim('addition', 1, ['star', 'pair_sft'], 'chosenPairs', (star, pairs) => ({
      starDelta: deltaText(star),
      starFirst: share(star.first.value),
      pairsDelta: deltaText(pairs),
      pairsFirst: share(pairs.first.value),
    })),
  ],
};
