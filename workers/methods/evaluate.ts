/** Evaluation on held-out problems: both turns, executed, with what the policy and the base say about them. */
import * as tf from '@tensorflow/tfjs-core';
import type { Grader } from '../grader/verdict.ts';
import { turnStatistics } from '../kernels/turnStatistics.ts';
import { editDistanceRatio } from '../measures/editDistance.ts';
import type { EvaluationRow, Outcome } from '../measures/outcome.ts';
import { summarise } from '../measures/summarise.ts';
import { layoutOf, writtenTokens } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens, Instruction } from '../model/layout.ts';
import type { ParameterTensors } from '../model/parameters.ts';
import { rollOut } from '../model/rollout.ts';
import type { ModelShape } from '../model/shape.ts';
import { forward } from '../model/transformer.ts';
import { turnShape } from '../model/turns.ts';
import type { AttemptView, EpisodeView } from '../protocol.ts';
import { sketchOf } from '../tasks/mapDrawing.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { NotFiniteError } from './gradient.ts';
import { gradeEpisodes } from './grading.ts';
import type { GradedEpisodes } from './grading.ts';
import { episodeValues } from './objective.ts';
import { promptsOf } from './problems.ts';
import { verdictRewards } from './stage.ts';

export interface EvaluationSetting {
  task: Task;
  grader: Grader;
  model: ModelShape;
  policy: ParameterTensors;
  /** The frozen base, for KL; null leaves KL unmeasured. */
  base: ParameterTensors | null;
  problems: readonly Problem[];
  seed: number;
  /** How the second answer is asked for; `plain` if it is not given. */
  instruction?: Instruction;
}

/** One evaluated episode, with log-probabilities of whole answers under the policy, nats. */
export interface EvaluatedEpisode {
  problem: Problem;
  y1: Int32Array;
  y2: Int32Array;
  logp1: number;
  logp2: number;
  view: EpisodeView;
}

export interface Evaluation {
  row: EvaluationRow;
  episodes: EvaluatedEpisode[];
}

/** Episodes decoded at once; the last batch is filled up, so that shapes never change. */
const evaluationBatch = 250;
/** Hidden tests of evaluations: the same for every evaluation, and of no training step. */
export const evaluationTests = 2 ** 24 - 1;

/** Problems that are decoded at once. */
export interface ProblemBatch {
  /** Number of the first among all problems. */
  first: number;
  real: readonly Problem[];
  /** The real ones, and copies of the first where they are fewer than a batch. */
  filled: readonly Problem[];
}

/** Problems in batches of one size, in their order. */
export function batchesOf(problems: readonly Problem[]): ProblemBatch[] {
  const size = Math.min(evaluationBatch, problems.length);
  return Array.from({ length: Math.ceil(problems.length / evaluationBatch) }, (_, batch) => {
    const real = problems.slice(batch * size, (batch + 1) * size);
    return { first: batch * size, real, filled: [...real, ...Array.from({ length: size - real.length }, () => real[0])] };
  });
}

interface TurnSums {
  logp: number[];
  kl: number[];
  entropy: number[];
}

/** Per episode and turn: log-probability of the answer, KL(policy ‖ base) and the policy's entropy, summed over its tokens. */
async function measureTurns(setting: EvaluationSetting, layout: EpisodeLayout, episodes: EpisodeTokens): Promise<[TurnSums, TurnSums]> {
  const { model, policy, base } = setting;
  const { answerLength, length } = layout;
  const { batch } = episodes;
  const { tokens, answers, mask } = episodeValues(episodes, layout);
  const statistics = tf.tidy(() => {
    const fed = tf.tensor1d(tokens, 'int32');
    const own = forward(policy, model, fed, batch, length);
    const reference = base ? forward(base, model, fed, batch, length) : own;
    return turnStatistics(own, reference, tf.tensor3d(answers, [2, batch, answerLength], 'int32'), turnShape(layout, batch, 1));
  });
  const values = (await statistics.data()) as Float32Array;
  statistics.dispose();
  if (!values.every(Number.isFinite)) throw new NotFiniteError('log-probability, KL or entropy of an evaluated answer');
  const summed = (statistic: number, turn: number): number[] =>
    Array.from({ length: batch }, (_, row) => {
      const first = (turn * batch + row) * answerLength;
      let sum = 0;
      for (let place = first; place < first + answerLength; place++) sum += mask[place] * values[statistic * answers.length + place];
      return sum;
    });
  const ofTurn = (turn: number): TurnSums => ({ logp: summed(0, turn), kl: summed(1, turn), entropy: summed(2, turn) });
  return [ofTurn(0), ofTurn(1)];
}

/**
 * An episode as the page shows it.
 * @param answers to it, padded
 * @param row its number among the graded ones
 */
export function episodeView(
  task: Task,
  problem: Problem,
  answers: readonly [Int32Array, Int32Array],
  graded: GradedEpisodes,
  row: number,
): EpisodeView {
  const attempt = (turn: 0 | 1): AttemptView => {
    const { verdict, detail } = [graded.grades1, graded.grades2][turn][row];
    const written = writtenTokens(answers[turn], task);
    return {
      tokens: Array.from(answers[turn], (token, position) => (position < written.length ? task.vocabulary[token] : '')),
      right: verdict === 'pass',
      verdict,
      program: [graded.programs1, graded.programs2][turn][row],
      result: detail,
    };
  };
  return {
    prompt: task.promptText(problem),
    expected: task.answerText(problem.reference),
    note: task.note(problem),
    attempts: [attempt(0), attempt(1)],
    ...(task.drawing && { map: sketchOf(task.drawing(problem)) }),
  };
}

/** Null of nothing. */
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Evaluates a policy at one temperature on held-out problems.
 * @param about where in its run the policy stands
 */
export async function evaluate(
  setting: EvaluationSetting,
  temperature: number,
  about: { step: number; stage: string },
): Promise<Evaluation> {
  const { task, grader, model, policy, problems, seed, base, instruction } = setting;
  const layout = layoutOf(task, instruction);
  const episodes: EvaluatedEpisode[] = [];
  const outcomes: Outcome[] = [];
  const verdicts: number[] = [];
  const sums = { kl_t1: [] as number[], kl_t2: [] as number[], entropy_t1: [] as number[], entropy_t2: [] as number[] };
  for (const { first, real, filled } of batchesOf(problems)) {
    const sampling = { temperature, stream: 'evaluationTokens', seed, step: about.step, firstEpisode: first } as const;
    const rolled = await rollOut(policy, model, layout, promptsOf(task, filled), sampling);
    const [graded, [turn1, turn2]] = await Promise.all([
      gradeEpisodes(task, grader, rolled, filled, 0, evaluationTests),
      measureTurns(setting, layout, rolled),
    ]);
    real.forEach((problem, row) => {
      const y1 = rolled.y1.slice(row * layout.answerLength, (row + 1) * layout.answerLength);
      const y2 = rolled.y2.slice(row * layout.answerLength, (row + 1) * layout.answerLength);
      episodes.push({
        problem,
        y1,
        y2,
        logp1: turn1.logp[row],
        logp2: turn2.logp[row],
        view: episodeView(task, problem, [y1, y2], graded, row),
      });
      outcomes.push({
        r1: graded.r1[row],
        r2: graded.r2[row],
        editDistanceRatio: editDistanceRatio(writtenTokens(y1, layout), writtenTokens(y2, layout)),
      });
      sums.kl_t1.push(turn1.kl[row]);
      sums.entropy_t1.push(turn1.entropy[row]);
      const revised = rolled.revises?.[row];
      if (revised !== undefined) verdicts.push(verdictRewards.right(revised, graded.r1[row]));
      // A first answer that was kept is no second one to measure.
      if (revised === false) return;
      sums.kl_t2.push(turn2.kl[row]);
      sums.entropy_t2.push(turn2.entropy[row]);
    });
  }
  const verdictAccuracy = mean(verdicts);
  const row = summarise(outcomes, {
    ...about,
    split: 'heldout',
    temperature,
    kl_t1: base ? mean(sums.kl_t1) : null,
    kl_t2: base ? mean(sums.kl_t2) : null,
    entropy_t1: mean(sums.entropy_t1) ?? 0,
    entropy_t2: mean(sums.entropy_t2) ?? 0,
    ...(verdictAccuracy !== null && { verdict_accuracy: verdictAccuracy }),
  });
  return { row, episodes };
}
