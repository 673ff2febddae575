import { stageBoundaries, stagesOf, type EvaluationRow, type RunOptions } from '../../workers/protocol.ts';
import type { TrainingCurves } from '../pictures/curves/geometry.ts';
import { words } from '../languages/words.ts';
import { armName, taskName } from './groups.ts';

export interface MeasuredRun {
  options: RunOptions;
  rows: readonly EvaluationRow[];
}

/** What training measured of these runs: a panel for those that differ only in their seed. Runs without a training row have none. */
export function overlayOf(runs: readonly MeasuredRun[]): TrainingCurves[] {
  const panels = new Map<string, TrainingCurves>();
  const severalTasks = new Set(runs.map(({ options }) => options.task)).size > 1;
  for (const { options, rows } of runs) {
    const training = rows.filter(({ split }) => split === 'train');
    if (training.length === 0) continue;
    const stages = stagesOf(options);
    const name = severalTasks ? `${armName(options)}${words().figure.comma}${taskName(options.task)}` : armName(options);
    const panel = panels.get(name) ?? {
      name,
      problems: training[0].n,
      seeds: 0,
      boundaries: stageBoundaries(stages, options.steps),
      stageNames: stages.map((stage) => stage.name),
      runs: [],
    };
    const curve = training.map(({ step, acc_t1, acc_t2, change_rate }) => ({ step, first: acc_t1, second: acc_t2, changed: change_rate }));
    panels.set(name, { ...panel, seeds: panel.seeds + 1, runs: [...panel.runs, curve] });
  }
  return [...panels.values()];
}
