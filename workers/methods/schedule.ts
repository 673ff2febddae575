/** Which update of a run does what: the stage it belongs to, the turns it plays, and its learning rate. Updates are counted from 0. */
import { warmedUp } from '../model/optimiser.ts';
import { stagesOf } from './cells.ts';
import type { RunOptions } from './options.ts';
import { playsOf, stageAt, stageBoundaries } from './stage.ts';
import type { Stage } from './stage.ts';
import { methodById, updatesOf } from './table.ts';

export interface PlannedUpdate {
  stage: Stage;
  /** The updates that the stage begins and ends with. */
  first: number;
  end: number;
  /** Number of the play among those that the stage's updates make in turn. */
  play: number;
  /** The stage as this update plays it. */
  played: Stage;
}

export class Schedule {
  readonly stages: readonly Stage[];
  /** Updates of the whole run. */
  readonly steps: number;

  constructor(private readonly options: RunOptions) {
    this.stages = stagesOf(options);
    this.steps = updatesOf(methodById(options.method), options.steps);
  }

  at(step: number): PlannedUpdate {
    const { stages, steps } = this;
    const index = stageAt(stages, steps, step);
    const boundaries = stageBoundaries(stages, steps);
    const [stage, first, end] = [stages[index], boundaries[index], boundaries[index + 1]];
    const plays = playsOf(stage);
    const play = (step - first) % plays.length;
    return { stage, first, end, play, played: plays[play] };
  }

  /** Name of the stage of the last of so many updates. */
  stageNameAfter(updates: number): string {
    return updates === 0 ? 'base' : this.at(updates - 1).stage.name;
  }

  /** Warmed up, and lower in the second half of the run, whatever the method. */
  learningRateAt(step: number): number {
    const { learningRate, lateLearningRate, warmUp } = this.options;
    return warmedUp(step < this.steps / 2 ? learningRate : lateLearningRate, step, warmUp);
  }
}
