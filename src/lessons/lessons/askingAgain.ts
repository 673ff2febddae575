import { fractionText, plusMinusText } from '../../pictures/kit/estimateText.ts';
import { deltaOf, recordedRows, shareOf, studyAccuracies } from '../expectation.ts';
import type { LabState, Lesson } from '../lesson.ts';
import { allBut } from '../parts.ts';

const base: Omit<LabState, 'hide'> = { task: 'addition', methods: ['naive', 'score'], view: { step: 0 } };

export const askingAgain: Lesson = {
  id: 'askingAgain',
  steps: [
    { minutes: 5, lab: null, expects: [] },
    {
      minutes: 8,
      lab: { ...base, hide: allBut('problem', 'reader') },
      expects: [recordedRows('addition', ['naive'], 0, 1, (row) => ({ changed: shareOf(row, 'change_rate') }))],
    },
    {
      minutes: 9,
      lab: { ...base, hide: allBut('accuracy', 'transitions') },
      expects: [
        recordedRows('addition', ['naive'], 0, 1, (row) => ({
          first: shareOf(row, 'acc_t1'),
          second: shareOf(row, 'acc_t2'),
          delta: deltaOf(row),
        })),
        recordedRows('addition', ['naive'], 0, 1, (row) => ({ fixed: shareOf(row, 'i_to_c'), broke: shareOf(row, 'c_to_i') })),
      ],
    },
    {
      minutes: 7,
      lab: { ...base, view: { step: 0, temperature: 0 }, hide: allBut('accuracy', 'transitions') },
      expects: [recordedRows('addition', ['naive'], 0, 0, (row) => ({ changed: shareOf(row, 'change_rate'), delta: deltaOf(row) }))],
    },
    {
      minutes: 11,
      lab: { task: 'addition', methods: ['star_plus', 'pair_sft'], view: { dialog: 'study' }, hide: [] },
      expects: [
        studyAccuracies('addition', 1, ['star_plus', 'pair_sft'], (star, pairs) => ({
          starDelta: plusMinusText(star.delta),
          starFirst: fractionText(star.first),
          pairsDelta: plusMinusText(pairs.delta),
          pairsFirst: fractionText(pairs.first),
        })),
        studyAccuracies('addition', 1, ['star_plus', 'pair_sft', 'score'], (star, pairs, score) => ({
          star: fractionText(star.second),
          pairs: fractionText(pairs.second),
          score: fractionText(score.second),
          scoreFirst: fractionText(score.first),
        })),
      ],
    },
    { minutes: 5, lab: null, expects: [] },
  ],
};
