import { rewards } from '../../../workers/protocol.ts';
import { words } from '../../languages/words.ts';
import { fractionText, plusMinusText } from '../../pictures/kit/estimateText.ts';
import { defaultColumns } from '../../state/setup.ts';
import { fixedBehind, recordedRows, recordedSwaps, rightBehind, shareOf, studyAccuracies } from '../expectation.ts';
import type { LabState, Lesson } from '../lesson.ts';
import { allBut } from '../parts.ts';
import { shortRun } from './collapse.ts';

const pair: Omit<LabState, 'hide'> = { task: 'addition', methods: ['naive', 'score'] };

const [, { alpha, gamma }] = defaultColumns('addition', ['score', 'score_leaky']);
/** What the first answer's tokens earn in Stage II where the bonus leaks: r₁ + γ (r₂ + α (r₂ − r₁)). */
const earned = (r1: number, r2: number): string => String(r1 + gamma * rewards.bonus.value({ r1, r2 }, alpha)).replace('-', '−');

export const correctingOrCopying: Lesson = {
  id: 'correctingOrCopying',
  steps: [
    {
      minutes: 8,
      lab: { ...pair, hide: allBut('portrait', 'reader') },
      expects: [
        recordedRows('addition', ['naive', 'score'], null, 1, (naive, score) => ({
          naive: shareOf(naive, 'copied_wrong'),
          score: shareOf(score, 'copied_wrong'),
        })),
      ],
    },
    {
      minutes: 12,
      lab: { ...pair, view: { temperature: 0 }, hide: allBut('closer') },
      expects: [
        recordedSwaps('addition', ['naive', 'score'], 0, (naive, score) => ({
          naive: words().closer.verdicts[naive.mode].word,
          score: words().closer.verdicts[score.mode].word,
        })),
        recordedSwaps('addition', ['naive', 'score'], 0, (naive, score) => ({
          naiveWrong: rightBehind(naive, 'wrong'),
          scoreWrong: rightBehind(score, 'wrong'),
          naiveOwn: fixedBehind(naive, 'own'),
          scoreOwn: fixedBehind(score, 'own'),
        })),
      ],
    },
    {
      minutes: 10,
      lab: {
        task: 'recall',
        methods: ['naive', 'score'],
        settings: shortRun,
        hide: allBut('setup', 'problem', 'accuracy', 'transitions'),
      },
      expects: [
        studyAccuracies('recall', 0, ['naive', 'score'], (naive, score) => ({
          naiveDelta: plusMinusText(naive.delta),
          delta: plusMinusText(score.delta),
        })),
      ],
    },
    {
      minutes: 10,
      lab: {
        task: 'addition',
        methods: ['score', 'score_leaky'],
        view: { step: 0 },
        hide: allBut('rewards', 'accuracy'),
      },
      expects: [
        studyAccuracies('addition', 1, ['score_leaky', 'base'], (leaky, base) => ({
          first: fractionText(leaky.first),
          second: fractionText(leaky.second),
          base: fractionText(base.first),
        })),
      ],
      numbers: {
        alpha: String(alpha),
        gamma: String(gamma),
        corrected: earned(0, 1),
        kept: earned(1, 1),
        broken: earned(1, 0),
        wrong: earned(0, 0),
      },
    },
    { minutes: 5, lab: null, expects: [] },
  ],
};
