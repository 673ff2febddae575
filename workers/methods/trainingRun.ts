/** One reinforcement-learning run: its policy, its frozen references, its optimiser, and what one update does. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Grade, Grader } from '../grader/verdict.ts';
import type { EvaluationRow } from '../measures/outcome.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { FixedInputs } from '../model/fixedInputs.ts';
import { answerLengths } from '../model/layout.ts';
import { adamDefaults } from '../model/optimiser.ts';
import { Parameters } from '../model/parameters.ts';
import { forward } from '../model/transformer.ts';
import type { PaidProblem, StageOfUpdate, UpdateReport } from '../protocol.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { taskById } from '../tasks/index.ts';
import { advantages, meanOf, verdictAdvantages } from './advantages.ts';
import { requireBaseOf } from './baseOf.ts';
import type { SampledEpisodes } from './episodes.ts';
import { EpisodeSource } from './episodeSource.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { NotFiniteError } from './gradient.ts';
import type { LossTerms } from './gradient.ts';
import { GradientStep } from './gradientStep.ts';
import { drawPairs, Imitator, pairsOf } from './imitation.ts';
import { coefficient, creditValues, episodeValues, lossInputs, lossQuantities, surrogateLoss, verdictValues } from './objective.ts';
import type { LossInput, Trained } from './objective.ts';
import type { RunOptions } from './options.ts';
import { paidProblemOf } from './paidProblem.ts';
import { heldOutProblems } from './problems.ts';
import { References } from './references.ts';
import { Schedule } from './schedule.ts';
import type { PlannedUpdate } from './schedule.ts';
import type { Stage } from './stage.ts';
import { noBaselines } from './state.ts';
import type { PlayBaselines, TrainingState } from './state.ts';
import { methodById } from './table.ts';
import { TrainingRow } from './trainingRow.ts';
import { stageOfUpdate } from './updateStages.ts';
import type { StageDone } from './updateStages.ts';

/** Training cannot go on: a quantity was not finite. The parameters are those of the update before. */
export class TrainingStoppedError extends Error {
  constructor(step: number, quantity: string) {
    super(`Stopped at step ${step}: the ${quantity} is not a finite number.`);
  }
}

const wasStopped = ({ verdict }: Grade): boolean => verdict === 'timeout' || verdict === 'memory';

export class TrainingRun {
  private readonly task: Task;
  private readonly schedule: Schedule;
  private readonly source: EpisodeSource;
  private readonly heldOut: readonly Problem[];
  private readonly policy: Parameters;
  private readonly references: References;
  private readonly inputs: FixedInputs<LossInput>;
  private readonly gradientStep: GradientStep;
  private readonly row: TrainingRow;
  private stepsDone: number;
  /** Made when an evaluation asks for it: most updates are not shown. */
  private lastPaid: (() => PaidProblem) | undefined;
  private baselines: PlayBaselines;
  private readonly imitator: Imitator;
  /** An update that has begun, suspended behind one of its stages. */
  private inHand: AsyncGenerator<StageDone> | null = null;

  private constructor(
    readonly options: RunOptions,
    /** The model that it started from. */
    readonly base: Checkpoint,
    private readonly grader: Grader,
    state: TrainingState | null,
  ) {
    const { model, weights } = base;
    this.task = taskById(options.task).configure(options.dials);
    this.schedule = new Schedule(options);
    this.source = new EpisodeSource(options, grader);
    this.heldOut = heldOutProblems(this.task, options.heldOut);
    this.policy = new Parameters(model, state?.policy ?? weights);
    const { batch, temperature, gradientNorm: largestNorm, estimator, klGradient } = options;
    // In a tree a group holds the same first answer several times: the KL to come of a copy is no baseline.
    const group = estimator === 'tree' ? 1 : options.group;
    const { layout } = this.source;
    this.inputs = new FixedInputs(lossInputs(layout, batch), this.policy.packed !== null);
    const { tensors } = this.inputs;
    this.references = new References(base, this.schedule.stages, state?.stageBefore ?? null, (parameters) =>
      forward(parameters, model, tensors.tokens as tf.Tensor1D, batch, layout.length),
    );
    const lossOf = (): LossTerms =>
      surrogateLoss(this.policy.variables, model, layout, { batch, group, temperature, klGradient }, tensors, this.references.logits);
    this.gradientStep = new GradientStep(this.policy, { ...adamDefaults, largestNorm }, lossQuantities, lossOf, state?.optimiser);
    this.stepsDone = state?.step ?? 0;
    this.row = new TrainingRow(state?.training);
    this.baselines = structuredClone(state?.baselines ?? noBaselines());
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

  /** Some episodes of the last update and what they were paid, if it learnt from rewards. */
  get paid(): PaidProblem | undefined {
    return this.lastPaid?.();
  }

  /** Updates done. */
  get step(): number {
    return this.stepsDone;
  }

  get finished(): boolean {
    return this.stepsDone >= this.schedule.steps;
  }

  /** True where an evaluation is due: every `evaluateEvery` updates, and at the end. */
  get evaluationDue(): boolean {
    return this.finished || this.stepsDone % this.options.evaluateEvery === 0;
  }

  /** The next update. */
  private get here(): PlannedUpdate {
    return this.schedule.at(this.stepsDone);
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
    const { stage } = this.here;
    const { imitates } = stage;
    if (this.batchesToSample === 0 || !imitates) throw new Error('There is nothing to sample before the next update.');
    const first = this.stepsDone;
    const step = first + this.imitator.batchesFrom(first);
    const { seed, group } = this.options;
    const sampled = await this.source.sample(stage, step, this.policy, this.references.base);
    const { episodes, layout } = sampled;
    const { r1, r2 } = await this.source.grade(sampled, step);
    this.row.addEpisodes(episodes, r1, r2, layout, () => true);
    this.imitator.add(first, pairsOf(imitates, episodes, r1, r2, layout, group, { seed, step }));
  }

  /**
   * One update, or what is left of the one in hand.
   * @throws TrainingStoppedError if a quantity is not finite; with a sentence if there is something to sample first, or no pair was found
   */
  async update(): Promise<UpdateReport> {
    for (;;) {
      const done = await this.advance();
      if (done.stage === 'gradient') return done.report;
    }
  }

  /** One stage of an update, with what it made. @throws as `update` */
  async advanceStage(): Promise<StageOfUpdate> {
    const before = await this.policy.weights();
    return stageOfUpdate(this.task, await this.advance(), before, await this.policy.weights());
  }

  /** Whether an update has begun. Nothing of it is in the run's state before its end. */
  get isMidUpdate(): boolean {
    return this.inHand !== null;
  }

  private async advance(): Promise<StageDone> {
    const update = (this.inHand ??= this.stages());
    this.inHand = null;
    const { value } = (await update.next()) as IteratorYieldResult<StageDone>;
    if (value.stage !== 'gradient') this.inHand = update;
    return value;
  }

  /** An update, stage by stage: in an imitating stage of the method it is the gradient of one batch of chosen pairs. */
  private async *stages(): AsyncGenerator<StageDone> {
    if (this.batchesToSample > 0) throw new Error('An imitating stage has to sample episodes before it can learn from them.');
    const { stage, first, played, play } = this.here;
    if (this.stepsDone === first) {
      this.baselines = noBaselines();
      await this.references.enter(stage, this.policy);
    }
    yield* stage.imitates ? this.imitate(stage) : this.reinforce(played, play);
  }

  private async *reinforce(stage: Stage, play: number): AsyncGenerator<StageDone> {
    const { options } = this;
    const sampled = await this.source.sample(stage, this.stepsDone, this.policy, this.references.base);
    // The reference reads the episodes while the grader runs their programs.
    const grading = this.source.grade(sampled, this.stepsDone);
    // An update may be given up here; whoever goes on with it hears of a failure below.
    grading.catch(() => undefined);
    this.read(stage, sampled);
    yield { stage: 'sample', sampled, by: stage };

    const graded = await grading;
    yield { stage: 'grade', sampled, graded };

    const { episodes, layout, trained, problems } = sampled;
    const { revises } = episodes;
    const { r1, r2, grades1, grades2 } = graded;
    const lengths = (turn: 0 | 1): number[] => answerLengths(turn === 0 ? episodes.y1 : episodes.y2, layout);
    const baselines = structuredClone(this.baselines[play]);
    const paid = advantages(stage, { r1, r2, lengths }, options, baselines);
    if (revises) this.inputs.write(verdictValues(revises, verdictAdvantages(stage, revises, { r1 }, options.group)));
    yield { stage: 'advantage', sampled, paid };

    const { update, ...gradient } = await this.descend(stage, paid, trained);
    this.baselines[play] = baselines;
    this.lastPaid = () => paidProblemOf(this.task, problems, sampled, graded, paid, stage);
    const isPolicys = (row: number): boolean => trained[0]?.[row] ?? stage.firstAttempts === 'base';
    const change_rate = this.row.addEpisodes(episodes, r1, r2, layout, isPolicys);
    const stopped_programs = [...grades1, ...grades2].filter(wasStopped).length;
    yield { stage: 'gradient', ...gradient, report: { ...update, r1: meanOf(r1), r2: meanOf(r2), change_rate, stopped_programs } };
  }

  private async *imitate(stage: Stage): AsyncGenerator<StageDone> {
    const { batch, seed } = this.options;
    const { layout } = this.source;
    const episodes = drawPairs(this.imitator.samples.pairs, layout, batch, { seed, step: this.stepsDone });
    const ofAll = <T>(value: T): T[] => Array.from({ length: batch }, () => value);
    const trained: Trained = [null, ofAll(true)];
    this.read(stage, { episodes, layout, trained });
    const none = ofAll(0);
    const paid = advantages(stage, { r1: none, r2: none, lengths: () => none }, this.options, this.baselines[0]);
    const { update, ...gradient } = await this.descend(stage, paid, trained);
    this.lastPaid = undefined;
    yield { stage: 'gradient', ...gradient, report: { ...update, r1: null, r2: null, change_rate: null, stopped_programs: 0 } };
  }

  /** Writes episodes where the gradient step finds them, and has the stage's reference read them. */
  private read(stage: Stage, { episodes, layout, trained }: SampledEpisodes): void {
    this.inputs.write(episodeValues(episodes, layout, trained));
    this.references.read(stage);
  }

  /** The gradient step of the batch that was read before. */
  private async descend(
    stage: Stage,
    paid: [Float64Array, Float64Array],
    trained: Trained,
  ): Promise<{ update: Omit<UpdateReport, 'r1' | 'r2' | 'change_rate' | 'stopped_programs'>; loss: number; betas: [number, number] }> {
    const learningRate = this.schedule.learningRateAt(this.stepsDone);
    const [beta1, beta2] = stage.turns.map(({ kl }) => coefficient(kl, this.options));
    this.inputs.write(creditValues(paid, [beta1, beta2]));
    const { norm, loss, aside } = await this.gradientStep.run(learningRate).catch((error: unknown) => {
      throw error instanceof NotFiniteError ? new TrainingStoppedError(this.stepsDone + 1, error.quantity) : error;
    });
    this.stepsDone++;
    // The kernel's means are over all episodes; these are over those whose tokens counted, 0 where none did.
    const { batch } = this.options;
    const measures = aside.map((mean, index) => (mean * batch) / Math.max(1, trained[index % 2]?.filter(Boolean).length ?? batch));
    const [kl_t1, kl_t2, entropy_t1, entropy_t2] = measures;
    // The rows of a run are about its first two turns.
    if (stage.firstAttempts !== 'second turn') this.row.addUpdate([kl_t1, kl_t2, entropy_t1, entropy_t2]);
    const measured = { kl_t1, kl_t2, entropy_t1, entropy_t2, gradient_norm: norm, learning_rate: learningRate };
    return { update: { step: this.stepsDone, stage: stage.name, ...measured }, loss, betas: [beta1, beta2] };
  }

  /** The training row since the last one, and evaluations of the held-out problems at temperatures 0 and 1. */
  async evaluate(): Promise<{ rows: EvaluationRow[]; heldOut: Evaluation[] }> {
    const about = { step: this.stepsDone, stage: this.schedule.stageNameAfter(this.stepsDone) };
    const trained = this.row.take({ ...about, temperature: this.options.temperature });
    const rows: EvaluationRow[] = trained ? [trained] : [];
    const { task, grader, heldOut, options } = this;
    const setting = {
      task,
      grader,
      model: this.policy.model,
      policy: this.policy.variables,
      base: this.references.base.variables,
      problems: heldOut,
      seed: options.seed,
      instruction: methodById(options.method).instruction,
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
      base: this.base,
      step: this.stepsDone,
      policy: await this.policy.weights(),
      stageBefore: this.references.stageBefore,
      optimiser: await this.gradientStep.state(),
      training: this.row.state(),
      baselines: structuredClone(this.baselines),
      samples: this.imitator.samples,
    };
  }

  /** A copy of the policy as it is now. */
  async model(): Promise<Checkpoint> {
    const { base, options, stepsDone } = this;
    const origin = { command: 'train', step: stepsDone, options, base: base.origin };
    return { ...base, origin, weights: await this.policy.weights() };
  }

  dispose(): void {
    for (const owner of [this.policy, this.references, this.inputs, this.gradientStep]) owner.dispose();
  }
}
