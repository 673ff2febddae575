import { expect, it } from 'vitest';
import { TrainingRow } from '../../workers/methods/trainingRow.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { addition } from '../../workers/tasks/addition.ts';

it('a training row is of the updates since the last evaluation, though nothing was sampled before that one', () => {
  const about = { step: 2, stage: 'Imitation', temperature: 1 };
  const row = new TrainingRow();
  row.addUpdate([10, 20, 30, 40]);
  expect(row.take(about)).toBeNull();
  row.addUpdate([1, 2, 3, 4]);
  const layout = layoutOf(addition.configure({ digits: 2, chains: 0 }));
  const answer = new Int32Array(layout.answerLength);
  row.addEpisodes({ batch: 1, prompts: new Int32Array(), y1: answer, y2: answer }, [1], [1], layout, () => true);
  expect(row.take({ ...about, step: 4 })).toMatchObject({ n: 1, kl_t1: 1, kl_t2: 2, entropy_t1: 3, entropy_t2: 4 });
});
