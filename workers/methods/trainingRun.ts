/** One reinforcement-learning run: its policy, its frozen base, its optimiser, and what one update does. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Grade, Grader } from '../grader/verdict.ts';
import type { EvaluationRow } from '../measures/outcome.ts';
import { writeCheckpoint } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { FixedInputs } from '../model/fixedInputs.ts';
import { FixedPass } from '../model/fixedPass.ts';
import { answerLengths, layoutOf } from '../model/layout.ts';
import type { EpisodeLayout, Instruction } from '../model/layout.ts';
import { adamDefaults, warmedUp } from '../model/optimiser.ts';
import { Parameters } from '../model/parameters.ts';
import { forward } from '../model/transformer.ts';
import type { UpdateReport } from '../protocol.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { taskById } from '../tasks/index.ts';
import { advantages, meanOf, verdictAdvantages } from './advantages.ts';
import type { Baselines } from './advantages.ts';
import { requireBaseOf } from './baseOf.ts';
import { sampleEpisodes } from './episodes.ts';
import type { SampledEpisodes } from './episodes.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { NotFiniteError } from './gradient.ts';
import type { LossTerms } from './gradient.ts';
import { GradientStep } from './gradientStep.ts';
import { gradeEpisodes } from './grading.ts';
import type { GradedEpisodes } from './grading.ts';
import { drawPairs, Imitator, pairsOf } from './imitation.ts';
import { coefficient, creditValues, episodeValues, lossInputs, lossQuantities, surrogateLoss, verdictValues } from './objective.ts';
import type { LossInput } from './objective.ts';
import type { RunOptions } from './options.ts';
import { heldOutProblems, problemSource, promptsOf } from './problems.ts';
import type { ProblemSource } from './problems.ts';
import { stageAt, stageBoundaries } from './stage.ts';
import type { Stage } from './stage.ts';
import type { TrainingState } from './state.ts';
import { methodById, stagesOf, updatesOf } from './table.ts';
import { TrainingRow } from './trainingRow.ts';

/** Training cannot go on: a quantity was not finite. The parameters are those of the update before. */
export class TrainingStoppedError extends Error {
  constructor(step: number, quantity: string) {
    super(`Stopped at step ${step}: the ${quantity} is not a finite number.`);
  }
}

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
  private readonly instruction: Instruction;
  /** Updates of the whole run. */
  private readonly steps: number;
  private readonly row: TrainingRow;
  private stepsDone: number;
  private baselines: Baselines;
  private readonly imitator: Imitator;

  private constructor(
    readonly options: RunOptions,
    private readonly checkpoint: Checkpoint,
    private readonly grader: Grader,
    state: TrainingState | null,
  ) {
    const { model, weights } = checkpoint;
    this.task = taskById(options.task).configure(options.dials);
    const method = methodById(options.method);
    this.instruction = method.instruction ?? 'plain';
    this.layout = layoutOf(this.task, this.instruction);
    this.stages = stagesOf(method, options.stageOneShare);
    this.steps = updatesOf(method, options.steps);
    this.problems = problemSource(this.task, options.seed, options.pool);
    this.heldOut = heldOutProblems(this.task, options.heldOut);
    this.base = new Parameters(model, weights);
    this.policy = new Parameters(model, state?.policy ?? weights);
    const { batch, temperature, gradientNorm: largestNorm, estimator, klGradient } = options;
    // In a tree a group holds the same first answer several times: the KL to come of a copy is no baseline.
    const group = estimator === 'tree' ? 1 : options.group;
    this.inputs = new FixedInputs(lossInputs(this.layout, batch), this.policy.packed !== null);
    const { tensors } = this.inputs;
    this.reference = new FixedPass(() => forward(this.base.variables, model, tensors.tokens as tf.Tensor1D, batch, this.layout.length));
    const lossOf = (): LossTerms =>
      surrogateLoss(this.policy.variables, model, this.layout, { batch, group, temperature, klGradient }, tensors, this.reference.output);
    this.gradientStep = new GradientStep(this.policy, { ...adamDefaults, largestNorm }, lossQuantities, lossOf, state?.optimiser);
    this.stepsDone = state?.step ?? 0;
    this.row = new TrainingRow(state?.training);
    this.baselines = [...(state?.baselines ?? ([null, null] as const))];
    this.imitator = new Imitator(state?.samples);
  }

  /**
   * A run from a base model.
   * @throws with a sentence if the base was made for another task or other dials
   */
  static start(options: RunOptions, base: Checkpoint, grader: Grader): TrainingRun {
    requireBaseOf(options, base);
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
    return this.stepsDone >= this.steps;
  }

  /** True where an evaluation is due: every `evaluateEvery` updates, and at the end. */
  get evaluationDue(): boolean {
    return this.finished || this.stepsDone % this.options.evaluateEvery === 0;
  }

  /** Name of the stage of the last update. */
  private get stageName(): string {
    return this.stepsDone === 0 ? 'base' : this.stages[stageAt(this.stages, this.steps, this.stepsDone - 1)].name;
  }

  /** The learning rate of the next update: warmed up, and lower in the second half of the run, whatever the method. */
  private get learningRate(): number {
    const { learningRate, lateLearningRate, warmUp } = this.options;
    return warmedUp(this.stepsDone < this.steps / 2 ? learningRate : lateLearningRate, this.stepsDone, warmUp);
  }

  /** The stage that the next update belongs to, and the updates it begins and ends with. */
  private get here(): { stage: Stage; first: number; end: number } {
    const index = stageAt(this.stages, this.steps, this.stepsDone);
    const boundaries = stageBoundaries(this.stages, this.steps);
    return { stage: this.stages[index], first: boundaries[index], end: boundaries[index + 1] };
  }

  /** What an imitating stage still has to sample before the next update, in batches; 0 where there is nothing to imitate. */
  get batchesToSample(): number {
    if (this.finished) return 0;
    const { stage, first, end } = this.here;
    return stage.imitates ? this.imitator.batchesToSample(stage.imitates, first, end, this.stepsDone) : 0;
  }

  /**
   * Samples and grades one batch of episodes for an imitating stage, and keeps the pairs to imitate. As many batches are sampled as there are
   * updates that learn from them, all before the first of these: update for update, every method samples as much, from the same problems.
   * @throws if there is nothing to sample
   */
  async sample(): Promise<void> {
    const { imitates } = this.here.stage;
    if (this.batchesToSample === 0 || !imitates) throw new Error('There is nothing to sample before the next update.');
    const first = this.stepsDone;
    const step = first + this.imitator.batchesFrom(first);
    const { seed, group } = this.options;
    const { episodes, graded } = await this.rollOutBatch(step);
    const { r1, r2 } = graded;
    this.row.addEpisodes(episodes, r1, r2, this.layout, () => true);
    this.imitator.add(first, pairsOf(imitates, episodes, r1, r2, this.layout, group, { seed, step }));
  }

  /**
   * Samples the episodes of update `step` and grades them.
   * @param meanwhile what can be done while the grader runs their programs
   */
  private async rollOutBatch(
    step: number,
    meanwhile: (sampled: SampledEpisodes) => void = () => undefined,
  ): Promise<SampledEpisodes & { graded: GradedEpisodes }> {
    const { options, task, layout, policy, base } = this;
    const { seed, batch, group, temperature } = options;
    const problems = Array.from({ length: batch / group }, (_, index) => this.problems.draw(step, index));
    const sampling = { temperature, stream: 'tokens', seed, step, firstEpisode: 0 } as const;
    const sampled = await sampleEpisodes(this.here.stage, policy, base, layout, promptsOf(task, problems, group), sampling, options);
    meanwhile(sampled);
    return { ...sampled, graded: await gradeEpisodes(task, this.grader, sampled.episodes, problems, seed, step) };
  }

  /**
   * One update: sample, grade, advantage, gradient; or, in an imitating stage, one batch of chosen pairs.
   * @throws TrainingStoppedError if a quantity is not finite; with a sentence if there is something to sample first, or no pair was found
   */
  async update(): Promise<UpdateReport> {
    if (this.batchesToSample > 0) throw new Error('An imitating stage has to sample episodes before it can learn from them.');
    const { stage, first } = this.here;
    if (this.stepsDone === first) this.baselines = [null, null];
    return stage.imitates ? this.imitate(stage) : this.reinforce(stage);
  }

  private async reinforce(stage: Stage): Promise<UpdateReport> {
    const { options, layout } = this;
    // The base reads the episodes while the grader runs their programs.
    const { episodes, trained, graded } = await this.rollOutBatch(this.stepsDone, (sampled) => this.read(sampled));
    const { r1, r2, grades1, grades2 } = graded;
    const lengths = [episodes.y1, episodes.y2].map((answers) => answerLengths(answers, layout));
    const paid = advantages(stage, { r1, r2, lengths: [lengths[0], lengths[1]] }, options, this.baselines);
    const { revises } = episodes;
    if (revises) this.inputs.write(verdictValues(revises, verdictAdvantages(revises, { r1 }, options.group)));
    const update = await this.descend(stage, paid, trained);
    const isPolicys = (row: number): boolean => trained[0][row] || stage.firstAttempts === 'base';
    const change_rate = this.row.addEpisodes(episodes, r1, r2, layout, isPolicys);
    const stopped_programs = [...grades1, ...grades2].filter(wasStopped).length;
    return { ...update, r1: meanOf(r1), r2: meanOf(r2), change_rate, stopped_programs };
  }

  private async imitate(stage: Stage): Promise<UpdateReport> {
    const { batch, seed } = this.options;
    const episodes = drawPairs(this.imitator.samples.pairs, this.layout, batch, { seed, step: this.stepsDone });
    const ofAll = <T>(value: T): T[] => Array.from({ length: batch }, () => value);
    const trained = [ofAll(false), ofAll(true)] as const;
    this.read({ episodes, trained });
    const none = ofAll(0);
    const paid = advantages(stage, { r1: none, r2: none, lengths: [none, none] }, this.options, this.baselines);
    const update = await this.descend(stage, paid, trained);
    return { ...update, r1: null, r2: null, change_rate: null, stopped_programs: 0 };
  }

  /** Writes episodes where the gradient step finds them, and has the base read them. */
  private read({ episodes, trained }: SampledEpisodes): void {
    this.inputs.write(episodeValues(episodes, this.layout, trained));
    this.reference.run();
  }

  /** The gradient step of the batch that was read before. */
  private async descend(
    stage: Stage,
    paid: [Float64Array, Float64Array],
    trained: SampledEpisodes['trained'],
  ): Promise<Omit<UpdateReport, 'r1' | 'r2' | 'change_rate' | 'stopped_programs'>> {
    const { learningRate } = this;
    const [beta1, beta2] = stage.turns.map(({ klToBase }) => coefficient(klToBase, this.options));
    this.inputs.write(creditValues(paid, [beta1, beta2]));
    const { norm, aside } = await this.gradientStep.run(learningRate).catch((error: unknown) => {
      throw error instanceof NotFiniteError ? new TrainingStoppedError(this.stepsDone + 1, error.quantity) : error;
    });
    this.stepsDone++;
    // The kernel's means are over all episodes; these are over those whose tokens counted.
    const measures = aside.map((mean, index) => {
      const counted = trained[index % 2].filter(Boolean).length;
      return counted === 0 ? mean : (mean * this.options.batch) / counted;
    });
    const [kl_t1, kl_t2, entropy_t1, entropy_t2] = measures;
    this.row.addUpdate([kl_t1, kl_t2, entropy_t1, entropy_t2]);
    return {
      step: this.stepsDone,
      stage: stage.name,
      kl_t1,
      kl_t2,
      entropy_t1,
      entropy_t2,
      gradient_norm: norm,
      learning_rate: learningRate,
    };
  }

  /** The training row since the last one, and evaluations of the held-out problems at temperatures 0 and 1. */
  async evaluate(): Promise<{ rows: EvaluationRow[]; heldOut: Evaluation[] }> {
    const about = { step: this.stepsDone, stage: this.stageName };
    const trained = this.row.take({ ...about, temperature: this.options.temperature });
    const rows: EvaluationRow[] = trained ? [trained] : [];
    const { task, grader, heldOut, options } = this;
    const setting = {
      task,
      grader,
      model: this.policy.model,
      policy: this.policy.variables,
      base: this.base.variables,
      problems: heldOut,
      seed: options.seed,
      instruction: this.instruction,
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
      training: this.row.state(),
      baselines: [...this.baselines],
      samples: this.imitator.samples,
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
