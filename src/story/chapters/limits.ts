import type { Chapter } from '../chapter.ts';
import { accuracyClaim, deltaText, share } from '../study.ts';

export const limits: Chapter = {
  id: 'limits',
  setup: { task: 'transpile', methods: ['naive', 'score'], playhead: 'end', temperature: 0 },
  points: 'accuracy-title',
  exercise: { control: 'form > label:first-of-type select', isDone: ({ setup }) => setup.columns[0].task === 'functions' },
  claims: [
    accuracyClaim('transpile', 0, ['naive', 'score'], 'transpile', (naive, score) => ({
      seeds: String(score.seeds),
      delta: deltaText(score),
      naiveSecond: share(naive.second.value),
      scoreSecond: share(score.second.value),
    })),
    accuracyClaim('recall', 0, ['score'], 'recall', (score) => ({ seeds: String(score.seeds), delta: deltaText(score) })),
  ],
};
