/** One reinforcement-learning run: its policy, its frozen base, its optimiser, and what one update does. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Grade, Grader } from '../grader/verdict.ts';
import { editDistanceRatio } from '../measures/editDistance.ts';
import type { EvaluationRow, Outcome } from '../measures/outcome.ts';
import { summarise } from '../measures/summarise.ts';
import { writeCheckpoint } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { FixedInputs } from '../model/fixedInputs.ts';
import { FixedPass } from '../model/fixedPass.ts';
import { layoutOf } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import { adamDefaults, warmedUp } from '../model/optimiser.ts';
import { Parameters } from '../model/parameters.ts';
import { rollOut } from '../model/rollout.ts';
import { forward } from '../model/transformer.ts';
import type { UpdateReport } from '../protocol.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { taskById } from '../tasks/index.ts';
import { advantages } from './advantages.ts';
import { evaluate, writtenTokens } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { NotFiniteError } from './gradient.ts';
import type { LossTerms } from './gradient.ts';
import { GradientStep } from './gradientStep.ts';
import type { StepReport } from './gradientStep.ts';
import { gradeEpisodes } from './grading.ts';
import { coefficient, creditValues, episodeValues, lossInputs, lossQuantities, surrogateLoss } from './objective.ts';
import type { LossInput } from './objective.ts';
import type { RunOptions } from './options.ts';
import { heldOutProblems, problemSource, promptsOf } from './problems.ts';
import type { ProblemSource } from './problems.ts';
import type { TrainingState } from './state.ts';
import { methodById, stageAt, stagesOf } from './table.ts';
import type { Stage } from './table.ts';

/** Training cannot go on: a quantity was not finite. The parameters are those of the update before. */
export class TrainingStoppedError extends Error {
  constructor(step: number, quantity: string) {
    super(`Stopped at step ${step}: the ${quantity} is not a finite number.`);
  }
}

const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const wasStopped = ({ verdict }: Grade): boolean => verdict === 'timeout' || verdict === 'memory';

export class TrainingRun {
  private readonly task: Task;
  private readonly layout: EpisodeLayout;
  private readonly stages: readonly Stage[];
  private readonly problems: ProblemSource;
  private readonly heldOut: readonly Problem[];
  private readonly policy: Parameters;
  private readonly base: Parameters;
  private readonly inputs: FixedInputs<LossInput>;
  /** The base's logits for the episodes in the inputs. */
  private readonly reference: FixedPass<tf.Tensor2D>;
  private readonly gradientStep: GradientStep;
  private stepsDone: number;
  /** Training episodes since the last evaluation. */
  private outcomes: Outcome[];
  /** Sums over the updates since then of both turns' KL and both turns' entropy. */
  private sums: TrainingState['sums'];

  private constructor(
    readonly options: RunOptions,
    private readonly checkpoint: Checkpoint,
    private readonly grader: Grader,
    state: TrainingState | null,
  ) {
    const { model, weights } = checkpoint;
    this.task = taskById(options.task).configure(options.dials);
    this.layout = layoutOf(this.task);
    this.stages = stagesOf(methodById(options.method), options.stageOneShare);
    this.problems = problemSource(this.task, options.seed, options.pool);
    this.heldOut = heldOutProblems(this.task, options.heldOut);
    this.base = new Parameters(model, weights);
    this.policy = new Parameters(model, state?.policy ?? weights);
    const { batch, group, temperature, gradientNorm: largestNorm } = options;
    this.inputs = new FixedInputs(lossInputs(this.layout, batch), this.policy.packed !== null);
    const { tensors } = this.inputs;
    this.reference = new FixedPass(() => forward(this.base.variables, model, tensors.tokens as tf.Tensor1D, batch, this.layout.length));
    const lossOf = (): LossTerms =>
      surrogateLoss(this.policy.variables, model, this.layout, { batch, group, temperature }, tensors, this.reference.output);
    this.gradientStep = new GradientStep(this.policy, { ...adamDefaults, largestNorm }, lossQuantities, lossOf, state?.optimiser);
    this.stepsDone = state?.step ?? 0;
    this.outcomes = [...(state?.outcomes ?? [])];
    this.sums = [...(state?.sums ?? ([0, 0, 0, 0] as const))];
  }

  /**
   * A run from a base model.
   * @throws with a sentence if the base was made for another task or other dials
   */
  static start(options: RunOptions, base: Checkpoint, grader: Grader): TrainingRun {
    const task = taskById(options.task).configure(options.dials);
    if (base.task !== options.task) throw new Error(`The base checkpoint was made for the task "${base.task}", not for "${options.task}".`);
    for (const [dial, value] of Object.entries(task.dials)) {
      if (base.dials[dial] !== value)
        throw new Error(
          `The base checkpoint was made with ${dial} = ${base.dials[dial]}; the run has ${dial} = ${value}. Pretrain a base for it.`,
        );
    }
    const { length, vocabulary } = layoutOf(task);
    if (base.model.vocabulary !== vocabulary || base.model.context < length)
      throw new Error('The base checkpoint has another vocabulary or a shorter context than this task needs.');
    return new TrainingRun(options, base, grader, null);
  }

  /** Goes on exactly where the state was saved. */
  static resume(state: TrainingState, grader: Grader): TrainingRun {
    return new TrainingRun(state.options, state.base, grader, state);
  }

  /** Updates done. */
  get step(): number {
    return this.stepsDone;
  }

  get finished(): boolean {
    return this.stepsDone >= this.options.steps;
  }

  /** True where an evaluation is due: every `evaluateEvery` updates, and at the end. */
  get evaluationDue(): boolean {
    return this.finished || this.stepsDone % this.options.evaluateEvery === 0;
  }

  /** Name of the stage of the last update. */
  private get stageName(): string {
    return this.stepsDone === 0 ? 'base' : this.stages[stageAt(this.stages, this.options.steps, this.stepsDone - 1)].name;
  }

  /** The learning rate of the next update: warmed up, and lower in the second half of the run, whatever the method. */
  private get learningRate(): number {
    const { learningRate, lateLearningRate, steps, warmUp } = this.options;
    return warmedUp(this.stepsDone < steps / 2 ? learningRate : lateLearningRate, this.stepsDone, warmUp);
  }

  /**
   * One update: sample, grade, advantage, gradient.
   * @throws TrainingStoppedError if a quantity is not finite
   */
  async update(): Promise<UpdateReport> {
    const { options, task, layout, policy } = this;
    const { seed, batch, group } = options;
    const step = this.stepsDone;
    const stage = this.stages[stageAt(this.stages, options.steps, step)];
    const { learningRate } = this;

    const problems = Array.from({ length: batch / group }, (_, index) => this.problems.draw(step, index));
    const sampling = { temperature: options.temperature, stream: 'tokens', seed, step, firstEpisode: 0 } as const;
    const prompts = promptsOf(task, problems, group);
    const given =
      stage.firstAttempts === 'base'
        ? (await rollOut(this.base.variables, policy.model, layout, prompts, { ...sampling, turns: 1 })).y1
        : undefined;
    const episodes = await rollOut(policy.variables, policy.model, layout, prompts, sampling, given);
    // The base reads the episodes while the grader runs their programs.
    this.inputs.write(episodeValues(episodes, layout));
    this.reference.run();
    const graded = await gradeEpisodes(task, this.grader, episodes, problems, seed, step);
    const { norm, aside } = await this.descend(stage, advantages(stage, graded.r1, graded.r2, options));

    this.stepsDone++;
    const changes = this.recordOutcomes(episodes, graded.r1, graded.r2);
    aside.forEach((value, index) => (this.sums[index] += value));
    const [kl_t1, kl_t2, entropy_t1, entropy_t2] = aside;
    return {
      step: this.stepsDone,
      stage: stage.name,
      r1: meanOf(graded.r1),
      r2: meanOf(graded.r2),
      change_rate: changes / batch,
      stopped_programs: [...graded.grades1, ...graded.grades2].filter(wasStopped).length,
      kl_t1,
      kl_t2,
      entropy_t1,
      entropy_t2,
      gradient_norm: norm,
      learning_rate: learningRate,
    };
  }

  /** The gradient step of the batch whose episodes were written before. */
  private async descend(stage: Stage, paid: [Float64Array, Float64Array]): Promise<StepReport> {
    const [beta1, beta2] = stage.turns.map(({ klToBase }) => coefficient(klToBase, this.options));
    this.inputs.write(creditValues(paid, [beta1, beta2]));
    try {
      return await this.gradientStep.run(this.learningRate);
    } catch (error) {
      throw error instanceof NotFiniteError ? new TrainingStoppedError(this.stepsDone + 1, error.quantity) : error;
    }
  }

  /** Keeps a batch's outcomes for the training row; returns how many second answers differ. */
  private recordOutcomes({ batch, y1, y2 }: EpisodeTokens, r1: Float32Array, r2: Float32Array): number {
    const { answerLength } = this.layout;
    let changes = 0;
    for (let row = 0; row < batch; row++) {
      const answer = (answers: Int32Array): Int32Array =>
        writtenTokens(answers.subarray(row * answerLength, (row + 1) * answerLength), this.layout);
      const ratio = editDistanceRatio(answer(y1), answer(y2));
      if (ratio > 0) changes++;
      this.outcomes.push({ r1: r1[row], r2: r2[row], editDistanceRatio: ratio });
    }
    return changes;
  }

  /** The training row since the last one, and evaluations of the held-out problems at temperatures 0 and 1. */
  async evaluate(): Promise<{ rows: EvaluationRow[]; heldOut: Evaluation[] }> {
    const about = { step: this.stepsDone, stage: this.stageName };
    const rows: EvaluationRow[] = [];
    if (this.outcomes.length > 0) {
      const updates = this.outcomes.length / this.options.batch;
      const [kl_t1, kl_t2, entropy_t1, entropy_t2] = this.sums.map((sum) => sum / updates);
      const means = { kl_t1, kl_t2, entropy_t1, entropy_t2 };
      rows.push(summarise(this.outcomes, { ...about, split: 'train', temperature: this.options.temperature, ...means }));
      this.outcomes = [];
      this.sums = [0, 0, 0, 0];
    }
    const { task, grader, heldOut, options } = this;
    const setting = {
      task,
      grader,
      model: this.policy.model,
      policy: this.policy.variables,
      base: this.base.variables,
      problems: heldOut,
      seed: options.seed,
    };
    const evaluations: Evaluation[] = [];
    try {
      for (const temperature of [0, 1]) evaluations.push(await evaluate(setting, temperature, about));
    } catch (error) {
      throw error instanceof NotFiniteError ? new TrainingStoppedError(this.stepsDone, error.quantity) : error;
    }
    rows.push(...evaluations.map(({ row }) => row));
    return { rows, heldOut: evaluations };
  }

  /** All that the run is, to go on from here in another process. */
  async state(): Promise<TrainingState> {
    return {
      options: this.options,
      base: this.checkpoint,
      step: this.stepsDone,
      policy: await this.policy.weights(),
      optimiser: await this.gradientStep.state(),
      outcomes: [...this.outcomes],
      sums: [...this.sums],
    };
  }

  /** The policy as a checkpoint file. */
  async modelFile(): Promise<Uint8Array<ArrayBuffer>> {
    const { checkpoint, options, stepsDone } = this;
    const origin = { command: 'train', step: stepsDone, options, base: checkpoint.origin };
    return writeCheckpoint({ ...checkpoint, origin, weights: await this.policy.weights() });
  }

  dispose(): void {
    for (const owner of [this.policy, this.base, this.inputs, this.reference, this.gradientStep]) owner.dispose();
  }
}
