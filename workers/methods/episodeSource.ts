/** The episodes of an update: its problems, the answers to them, and what the sandbox says of those. */
import type { Grader } from '../grader/verdict.ts';
import { layoutOf } from '../model/layout.ts';
import type { EpisodeLayout } from '../model/layout.ts';
import type { Parameters } from '../model/parameters.ts';
import { taskById } from '../tasks/index.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { sampleEpisodes } from './episodes.ts';
import type { SampledEpisodes } from './episodes.ts';
import { gradeEpisodes } from './grading.ts';
import type { GradedEpisodes } from './grading.ts';
import type { RunOptions } from './options.ts';
import { problemSource, promptsOf } from './problems.ts';
import type { ProblemSource } from './problems.ts';
import type { Stage } from './stage.ts';
import { methodById } from './table.ts';

/** Episodes of an update, with their problems in order. */
export interface DrawnEpisodes extends SampledEpisodes {
  problems: readonly Problem[];
}

export class EpisodeSource {
  private readonly task: Task;
  private readonly problems: ProblemSource;
  /** How second answers are asked for, and third ones. */
  private readonly layouts: readonly [EpisodeLayout, EpisodeLayout];

  constructor(
    private readonly options: RunOptions,
    private readonly grader: Grader,
  ) {
    const { instruction, laterInstruction = instruction } = methodById(options.method);
    this.task = taskById(options.task).configure(options.dials);
    this.problems = problemSource(this.task, options.seed, options.pool);
    this.layouts = [layoutOf(this.task, instruction), layoutOf(this.task, laterInstruction)];
  }

  /** Of the first two turns; those of the others have the same lengths. */
  get layout(): EpisodeLayout {
    return this.layouts[0];
  }

  /** Samples the episodes of update `step`. */
  async sample(stage: Stage, step: number, policy: Parameters, base: Parameters): Promise<DrawnEpisodes> {
    const { options, task, layouts } = this;
    const { seed, batch, group, temperature } = options;
    const problems = Array.from({ length: batch / group }, (_, index) => this.problems.draw(step, index));
    const sampling = { temperature, stream: 'tokens', seed, step, firstEpisode: 0 } as const;
    const sampled = await sampleEpisodes(stage, policy, base, layouts, promptsOf(task, problems, group), sampling, options);
    return { ...sampled, problems };
  }

  /** Grades the episodes of update `step`. */
  grade({ episodes, problems }: DrawnEpisodes, step: number): Promise<GradedEpisodes> {
    return gradeEpisodes(this.task, this.grader, episodes, problems, this.options.seed, step);
  }
}
