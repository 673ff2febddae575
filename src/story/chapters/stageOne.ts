import { stageBoundaries, stagesOf } from '../../../workers/protocol.ts';
import type { Columns } from '../../state/setup.ts';
import type { Chapter } from '../chapter.ts';
import { firstStageClaim, share } from '../study.ts';

/** The update that ends Stage I of the right run. */
function stageOneEnd([, { method, stageOneShare, steps }]: Columns): number {
  return stageBoundaries(stagesOf({ method, stageOneShare }), steps)[1];
}

export const stageOne: Chapter = {
  id: 'stageOne',
  setup: { task: 'addition', methods: ['naive', 'score'], playhead: 'start', temperature: 1 },
  points: 'drift-title',
  exercise: { control: '.track input', isDone: ({ setup, playhead }) => playhead.step >= stageOneEnd(setup.columns) },
  numbers: (columns) => ({ end: String(stageOneEnd(columns)) }),
  claims: [
    firstStageClaim('addition', 'score', 'stageOne', (from, to, { seeds }) => ({
      seeds: String(seeds),
      firstFrom: share(from.first),
      firstTo: share(to.first),
      secondFrom: share(from.second),
      secondTo: share(to.second),
    })),
  ],
};
