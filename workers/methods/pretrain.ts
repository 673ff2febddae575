/**
 * Makes a base model, in two phases, so that it can be asked again and yet has never been shown a correction.
 *
 * Phase A: right single answers, by cross-entropy, until the accuracy of sampled answers reaches `baseAccuracy`.
 * Phase B: two-turn episodes. y₁ is sampled from the phase-A model, at temperature 1 in every other batch and hot in the rest, because
 * copying is only learnt from answers that could not have been guessed. y₂ is a copy of y₁ with probability `copyShare`, else a sample
 * at temperature 1 for the same problem, drawn without a look at y₁. Whether y₂ copies does not depend on whether y₁ is right: nothing
 * tells the base when to change its answer. y₁ is held at the phase-A model by distillation. No right answer is shown in a two-turn episode.
 * Some batches ask for y₂ by another token, so that the base knows two wordings of the instruction (`self_refine` uses that one).
 */
import type { Grader } from '../grader/verdict.ts';
import { layoutOf } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens, Instruction } from '../model/layout.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { warmedUp } from '../model/optimiser.ts';
import { Parameters } from '../model/parameters.ts';
import { randomSource } from '../model/random.ts';
import { rollOut } from '../model/rollout.ts';
import { initialWeights } from '../model/shape.ts';
import type { ModelShape } from '../model/shape.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { taskById } from '../tasks/index.ts';
import { NotFiniteError } from './gradient.ts';
import type { GradientStep } from './gradientStep.ts';
import { gradeEpisodes } from './grading.ts';
import type { RunOptions } from './options.ts';
import { SecondAnswers, SingleAnswers } from './pretrainSteps.ts';
import { promptsOf } from './problems.ts';

/** What no option says; every base's file tells it. */
export const recipe = {
  /** Phase A. The learning rate falls linearly to a floor, this share of its largest value. */
  a: { learningRate: 2e-3, warmUp: 100, floor: 0.1, weightDecay: 0.01 },
  /** Phase B. The first answers' temperatures take turns, batch by batch; the last round of them in every `rewordedEvery` has the other wording. */
  b: { learningRate: 1e-3, warmUp: 50, floor: 0.05, firstAnswerTemperatures: [1, 2.5], rewordedEvery: 10 },
};

/** The instruction of phase B's update `step`. */
function instructionAt(step: number): Instruction {
  const { firstAnswerTemperatures, rewordedEvery } = recipe.b;
  const round = Math.floor(step / firstAnswerTemperatures.length);
  return round % rewordedEvery === rewordedEvery - 1 ? 'reworded' : 'plain';
}

/** The learning rate of update `step` of `steps`. */
const learningRateAt = ({ learningRate, warmUp, floor }: typeof recipe.a | typeof recipe.b, step: number, steps: number): number =>
  warmedUp(learningRate, step, warmUp) * Math.max(floor, 1 - step / steps);

/** Phase A looks at its accuracy every so many updates. */
const accuracyEvery = 10;
const accuracyProblems = 500;

export interface PretrainReport {
  phase: 'A' | 'B';
  /** Updates done in this phase, and how many it may take. */
  step: number;
  steps: number;
  loss: number;
  /** Accuracy of single answers sampled at temperature 1, where it was just measured. */
  accuracy: number | null;
}

function shapeFor(options: RunOptions, layout: EpisodeLayout): ModelShape {
  const { layers, heads, width } = options;
  return { layers, heads, width, context: layout.length, vocabulary: layout.vocabulary };
}

/** Training problems of one pretraining step: always fresh, never from a run's pool. */
function drawProblems(task: Task, seed: number, step: number, batch: number): Problem[] {
  return Array.from({ length: batch }, (_, index) => task.draw(randomSource(seed, 'trainingProblems', step, index), 'train'));
}

/** Fraction of held-back training-split problems answered right at temperature 1. Held-out problems are not touched. */
async function sampledAccuracy(policy: Parameters, layout: EpisodeLayout, task: Task, grader: Grader, seed: number): Promise<number> {
  const problems = Array.from({ length: accuracyProblems }, (_, index) => task.draw(randomSource(seed, 'mixture', 0, index), 'train'));
  const sampling = { temperature: 1, stream: 'evaluationTokens', seed, step: 0, firstEpisode: 0, turns: 1 } as const;
  const episodes = await rollOut(policy.variables, policy.model, layout, promptsOf(task, problems), sampling);
  const { r1 } = await gradeEpisodes(task, grader, { ...episodes, y2: episodes.y1 }, problems, seed, 0);
  return r1.reduce((sum, right) => sum + right, 0) / r1.length;
}

/**
 * Two-turn episodes whose second answers are copies or blind second samples of the phase-A model.
 * @param step of pretraining, both phases: what random numbers are keyed by
 */
export async function drawMixture(
  phaseA: Parameters,
  layout: EpisodeLayout,
  task: Task,
  { baseSeed: seed, batch, copyShare }: Pick<RunOptions, 'baseSeed' | 'batch' | 'copyShare'>,
  step: number,
): Promise<EpisodeTokens> {
  const prompts = promptsOf(task, drawProblems(task, seed, step, batch));
  const sample = async (temperature: number, firstEpisode: number): Promise<Int32Array> =>
    (await rollOut(phaseA.variables, phaseA.model, layout, prompts, { temperature, stream: 'tokens', seed, step, firstEpisode, turns: 1 }))
      .y1;
  const { firstAnswerTemperatures } = recipe.b;
  const y1 = await sample(firstAnswerTemperatures[step % firstAnswerTemperatures.length], 0);
  const again = await sample(1, batch);
  const { answerLength } = layout;
  const y2 = Int32Array.from(again);
  for (let row = 0; row < batch; row++) {
    const isCopy = randomSource(seed, 'mixture', step + 1, row).uniform() < copyShare;
    if (isCopy) y2.set(y1.subarray(row * answerLength, (row + 1) * answerLength), row * answerLength);
  }
  return { batch, prompts, y1, y2 };
}

/** A base in the making. */
interface Pretraining {
  options: RunOptions;
  task: Task;
  layout: EpisodeLayout;
  policy: Parameters;
  grader: Grader;
  listen: (report: PretrainReport) => void | Promise<void>;
}

async function descend(gradientStep: GradientStep, learningRate: number, step: number): Promise<number> {
  try {
    return (await gradientStep.run(learningRate)).loss;
  } catch (error) {
    if (error instanceof NotFiniteError)
      throw new Error(`Pretraining stopped at step ${step + 1}: the ${error.quantity} is not a finite number.`, { cause: error });
    throw error;
  }
}

/** A fraction below the wanted one, with as many decimals as show that it is: at least two. */
function fractionBelow(fraction: number, wanted: number): string {
  let decimals = 2;
  while (Number(fraction.toFixed(decimals)) >= wanted) decimals++;
  return fraction.toFixed(decimals);
}

/** Phase A. @returns the updates it took */
async function learnSingleAnswers({ options, task, layout, policy, grader, listen }: Pretraining): Promise<number> {
  const { baseSeed: seed, batch, pretrainSteps: steps, baseAccuracy } = options;
  const single = new SingleAnswers(policy, layout, batch, recipe.a.weightDecay);
  try {
    let accuracy = 0;
    let step = 0;
    while (accuracy < baseAccuracy) {
      if (step === steps) {
        throw new Error(
          `The base reached an accuracy of ${fractionBelow(accuracy, baseAccuracy)} in ${step} updates, not ${baseAccuracy}. Raise pretrainSteps, or make the task easier or the model larger.`,
        );
      }
      single.show(drawProblems(task, seed, step, batch));
      const loss = await descend(single.step, learningRateAt(recipe.a, step, steps), step);
      step++;
      const isMeasured = step % accuracyEvery === 0 || step === steps;
      if (isMeasured) accuracy = await sampledAccuracy(policy, layout, task, grader, seed);
      await listen({ phase: 'A', step, steps, loss, accuracy: isMeasured ? accuracy : null });
    }
    return step;
  } finally {
    single.dispose();
  }
}

/** Phase B. */
async function learnSecondAnswers({ options, task, layout, policy, listen }: Pretraining): Promise<void> {
  const { batch, pretrainSteps, secondLookSteps: steps } = options;
  const teacher = new Parameters(policy.model, await policy.weights());
  const second = new SecondAnswers(policy, teacher, layout, batch);
  try {
    for (let step = 0; step < steps; step++) {
      second.show(await drawMixture(teacher, layout, task, options, pretrainSteps + step), layoutOf(task, instructionAt(step)));
      const loss = await descend(second.step, learningRateAt(recipe.b, step, steps), step);
      await listen({ phase: 'B', step: step + 1, steps, loss, accuracy: null });
    }
  } finally {
    second.dispose();
    teacher.dispose();
  }
}

/**
 * Pretrains a base of the size, task and seed that the options name (`layers`, `heads`, `width`, `baseSeed`, `baseAccuracy`,
 * `pretrainSteps`, `secondLookSteps`, `copyShare`).
 * @throws with a sentence if a quantity is not finite, or phase A ends before it reaches the accuracy; whatever `listen` throws ends it
 */
export async function pretrain(options: RunOptions, grader: Grader, listen: Pretraining['listen']): Promise<Checkpoint> {
  const task = taskById(options.task).configure(options.dials);
  const layout = layoutOf(task);
  const model = shapeFor(options, layout);
  const { baseSeed: seed, batch, pretrainSteps, secondLookSteps, baseAccuracy, copyShare } = options;
  const policy = new Parameters(model, initialWeights(model, seed));
  try {
    const pretraining = { options, task, layout, policy, grader, listen };
    const stepsA = await learnSingleAnswers(pretraining);
    await learnSecondAnswers(pretraining);
    const updates = { a: stepsA, b: secondLookSteps };
    const origin = { command: 'pretrain', seed, copyShare, baseAccuracy, pretrainSteps, updates, batch, recipe };
    return { model, task: options.task, dials: { ...task.dials }, origin, weights: await policy.weights() };
  } finally {
    policy.dispose();
  }
}

/** The options that made a base: those its model shows, and those its origin tells. What neither says is left out. */
export function optionsOfBase({ model, origin }: Checkpoint): Partial<RunOptions> {
  const { layers, heads, width } = model;
  const { seed: baseSeed, copyShare, baseAccuracy, pretrainSteps } = origin;
  const secondLookSteps = (origin.updates as { b?: unknown } | null | undefined)?.b;
  const told = Object.entries({ baseSeed, copyShare, baseAccuracy, pretrainSteps, secondLookSteps });
  return { layers, heads, width, ...Object.fromEntries(told.filter(([, value]) => typeof value === 'number')) };
}
