import type { Chapter } from '../chapter.ts';
import { accuracyClaim, share } from '../study.ts';

export const leak: Chapter = {
  id: 'leak',
  setup: { task: 'addition', methods: ['score', 'score_leaky'], playhead: 'end', temperature: 1 },
  points: 'rewards-title',
  column: 1,
  exercise: { control: 'button.train', isDone: ({ live }) => (live[1]?.step ?? 0) > 0 },
  // G₁ = r₁ + γ (r₂ + α (r₂ − r₁)) = (1 − γα) r₁ + γ (1 + α) r₂.
  numbers: ([, { alpha, gamma }]) => ({
    alpha: String(alpha),
    gamma: String(gamma),
    own: String(1 - gamma * alpha).replace('-', '−'),
    later: String(gamma * (1 + alpha)),
  }),
  claims: [
    accuracyClaim('addition', 1, ['score_leaky'], 'leak', ({ first, second, seeds }) => ({
      seeds: String(seeds),
      first: share(first.value),
      second: share(second.value),
    })),
  ],
};
