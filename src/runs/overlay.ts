import { stageBoundaries, stagesOf, type EvaluationRow, type RunOptions } from '../../workers/protocol.ts';
import type { TrainingCurves } from '../pictures/curves/geometry.ts';
import { words } from '../languages/words.ts';
import { armName, settingsBut, sharedSettings, taskName } from './groups.ts';

export interface MeasuredRun {
  options: RunOptions;
  rows: readonly EvaluationRow[];
}

export interface Overlay {
  /** A panel for the runs that differ only in their seed. Its name leaves out what all of them share. */
  panels: TrainingCurves[];
  /** Settings of all of them that are not those of their methods' rows. */
  shared: string[];
}

/** What training measured of these runs. Those without a training row are left out. */
export function overlayOf(runs: readonly MeasuredRun[]): Overlay {
  const measured = runs
    .map(({ options, rows }) => ({ options, training: rows.filter(({ split }) => split === 'train') }))
    .filter(({ training }) => training.length > 0);
  const shared = sharedSettings(measured);
  const panels = new Map<string, TrainingCurves>();
  const severalTasks = new Set(measured.map(({ options }) => options.task)).size > 1;
  for (const { options, training } of measured) {
    const stages = stagesOf(options);
    const arm = armName(options, settingsBut(shared, options));
    const name = severalTasks ? `${arm}${words().figure.comma}${taskName(options.task)}` : arm;
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
  return { panels: [...panels.values()], shared };
}
