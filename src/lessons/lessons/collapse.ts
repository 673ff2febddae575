import { rewards, stageBoundaries, stagesOf } from '../../../workers/protocol.ts';
import { fractionText, plusMinusText } from '../../pictures/kit/estimateText.ts';
import { defaultColumns, type Setting } from '../../state/setup.ts';
import { copiesOf, deltaOf, firstKlOf, recordedRows, shareOf, studyAccuracies, studyRewriting } from '../expectation.ts';
import type { LabState, Lesson } from '../lesson.ts';
import { allBut } from '../parts.ts';

const pair: Omit<LabState, 'hide'> = { task: 'addition', methods: ['naive', 'score'] };

/** A run that a laptop without a GPU makes while the class looks at the recordings. */
export const shortRun: readonly Setting[] = [
  { key: 'steps', value: '200', column: 'both' },
  { key: 'heldOut', value: '500', column: 'both' },
];

const [, score] = defaultColumns('addition');
const { alpha } = score;
/** The update that ends Stage I of the recording. */
const stageOneEnd = stageBoundaries(stagesOf(score), score.steps)[1];
const paid = (r1: number, r2: number): string => String(rewards.bonus.value({ r1, r2 }, alpha)).replace('-', '−');

export const collapse: Lesson = {
  id: 'collapse',
  steps: [
    { minutes: 5, lab: { ...pair, settings: shortRun, hide: allBut('setup', 'accuracy', 'transitions') }, expects: [] },
    {
      minutes: 9,
      lab: { ...pair, view: { step: 0 }, hide: allBut('accuracy', 'portrait') },
      expects: [
        recordedRows('addition', ['naive'], 0, 1, (row) => ({ copies: copiesOf(row) })),
        recordedRows('addition', ['naive'], null, 1, (row) => ({
          copies: copiesOf(row),
          first: shareOf(row, 'acc_t1'),
          second: shareOf(row, 'acc_t2'),
          delta: deltaOf(row),
        })),
        studyRewriting('addition', ['naive'], ({ shares }) => ({ copies: fractionText(shares[0]) })),
      ],
    },
    {
      minutes: 9,
      lab: { ...pair, hide: allBut('rewards') },
      expects: [],
      numbers: { alpha: String(alpha), corrected: paid(0, 1), kept: paid(1, 1), broken: paid(1, 0), wrong: paid(0, 0) },
    },
    {
      minutes: 8,
      lab: { ...pair, view: { step: stageOneEnd }, hide: allBut('rewards', 'accuracy', 'drift') },
      expects: [
        recordedRows('addition', ['naive', 'score'], stageOneEnd, 1, (naive, score) => ({
          first: shareOf(score, 'acc_t1'),
          second: shareOf(score, 'acc_t2'),
          delta: deltaOf(score),
          naiveDelta: deltaOf(naive),
        })),
        recordedRows('addition', ['naive', 'score'], stageOneEnd, 1, (naive, score) => ({
          score: firstKlOf(score),
          naive: firstKlOf(naive),
        })),
      ],
      numbers: { end: String(stageOneEnd) },
    },
    {
      minutes: 7,
      lab: { ...pair, hide: allBut('accuracy', 'transitions') },
      expects: [
        recordedRows('addition', ['naive', 'score'], null, 1, (naive, score) => ({
          naiveDelta: deltaOf(naive),
          delta: deltaOf(score),
          fixed: shareOf(score, 'i_to_c'),
          broke: shareOf(score, 'c_to_i'),
        })),
        studyAccuracies('addition', 1, ['naive', 'score'], (naive, score) => ({
          naiveDelta: plusMinusText(naive.delta),
          delta: plusMinusText(score.delta),
        })),
      ],
    },
    { minutes: 7, lab: null, expects: [] },
  ],
};
