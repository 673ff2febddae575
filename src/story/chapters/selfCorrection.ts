import type { Chapter } from '../chapter.ts';
import { accuracyClaim, share } from '../study.ts';

export const selfCorrection: Chapter = {
  id: 'selfCorrection',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'end', temperature: 1 },
  points: 'specimen-title',
  exercise: { control: '[aria-labelledby="specimen-title"] .label button' },
  claims: [
    accuracyClaim('addition', 1, ['score'], 'episode', ({ first, second, seeds }) => ({
      seeds: String(seeds),
      first: share(first.value),
      second: share(second.value),
    })),
  ],
};
