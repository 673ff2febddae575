import { rewards } from '../../../workers/protocol.ts';
import type { Chapter } from '../chapter.ts';
import { accuracyClaim, deltaText } from '../study.ts';

/** The settings as a sentence has them: with a minus sign, not a hyphen. */
const signed = (value: number): string => String(value).replace('-', '−');

export const stageTwo: Chapter = {
  id: 'stageTwo',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'end', temperature: 1 },
  points: 'rewards-title',
  column: 1,
  exercise: {
    control: '[aria-labelledby="rewards-title"] > .cell:last-of-type input:not(.wide)',
    isDone: ({ setup }) => setup.columns[1].alpha === 0,
  },
  numbers: ([, { alpha }]) => ({
    alpha: String(alpha),
    corrected: signed(rewards.bonus.value({ r1: 0, r2: 1 }, alpha)),
    kept: signed(rewards.bonus.value({ r1: 1, r2: 1 }, alpha)),
    broken: signed(rewards.bonus.value({ r1: 1, r2: 0 }, alpha)),
    weight: String(1 + alpha),
  }),
  claims: [
    accuracyClaim('addition', 1, ['score', 'naive'], 'bonus', (score, naive) => ({
      seeds: String(score.seeds),
      delta: deltaText(score),
      naiveDelta: deltaText(naive),
    })),
    accuracyClaim('addition', 1, ['score_no_bonus'], 'withoutBonus', (without) => ({ delta: deltaText(without) })),
  ],
};
