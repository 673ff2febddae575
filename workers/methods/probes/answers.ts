/** Answers of a model to many problems, sampled in batches of one shape and graded: what every probe is made of. */
import { editDistanceRatio } from '../../measures/editDistance.ts';
import { conditionalRatesOf } from '../../measures/transitions.ts';
import type { ConditionalRates } from '../../measures/transitions.ts';
import type { SwapRates } from '../../measures/collapse.ts';
import type { Outcome } from '../../measures/outcome.ts';
import { summarise } from '../../measures/summarise.ts';
import { layoutOf, writtenTokens } from '../../model/layout.ts';
import type { Instruction } from '../../model/layout.ts';
import type { ParameterTensors } from '../../model/parameters.ts';
import { rollOut } from '../../model/rollout.ts';
import type { Problem } from '../../tasks/task.ts';
import { batchesOf, evaluationTests } from '../evaluate.ts';
import type { EvaluationSetting } from '../evaluate.ts';
import { gradeEpisodes } from '../grading.ts';
import { promptsOf } from '../problems.ts';
import { probeStep } from './randomKeys.ts';

/** What a probe needs: what an evaluation needs, and the frozen base. */
export interface ProbeSetting extends EvaluationSetting {
  base: ParameterTensors;
  /** How attempts from the third on are asked for; as the second if it is not given. */
  laterInstruction?: Instruction;
  /** Awaited before every batch of answers; one that throws ends the probe. */
  beforeBatch?: () => Promise<void>;
}

/** Both answers to every problem, in their order. [problems, answerLength], padded */
export interface Answers {
  y1: Int32Array;
  y2: Int32Array;
}

export interface ProbeSampling {
  /** 0 is greedy. */
  temperature: number;
  /** See `probeStep`. */
  step: number;
  /** Which of several samples of every problem: each has its own random numbers. */
  sample?: number;
  /** Ends the episodes after this turn; their y2 is empty after the first. */
  turns?: 1 | 2;
}

/** Answer number `index`, padded. */
export const answerAt = ({ task }: Pick<ProbeSetting, 'task'>, answers: Int32Array, index: number): Int32Array =>
  answers.subarray(index * task.answerLength, (index + 1) * task.answerLength);

/** Answer number `index`, without padding. */
export const writtenAt = (setting: ProbeSetting, answers: Int32Array, index: number): Int32Array =>
  writtenTokens(answerAt(setting, answers, index), setting.task);

/** The tokens, and zeros up to the length: what is read behind those is thrown away. */
function lengthened(tokens: Int32Array, length: number): Int32Array {
  const result = new Int32Array(length);
  result.set(tokens);
  return result;
}

/**
 * Answers of a model to problems.
 * @param writer whose answers
 * @param given first answers that somebody else wrote, [problems, answerLength]; then only second ones are sampled, with the same random
 *   numbers whatever is given
 */
export async function sampleAnswers(
  setting: ProbeSetting,
  writer: ParameterTensors,
  problems: readonly Problem[],
  { temperature, step, sample = 0, turns = 2 }: ProbeSampling,
  given?: Int32Array,
): Promise<Answers> {
  const { task, model, seed, instruction } = setting;
  const layout = layoutOf(task, instruction);
  const y1 = new Int32Array(problems.length * task.answerLength);
  const y2 = new Int32Array(turns === 2 ? y1.length : 0);
  for (const { first, real, filled } of batchesOf(problems)) {
    await setting.beforeBatch?.();
    const start = first * task.answerLength;
    const end = start + real.length * task.answerLength;
    const fed = given && lengthened(given.subarray(start, end), filled.length * task.answerLength);
    const sampling = {
      temperature,
      stream: 'evaluationTokens',
      seed,
      step,
      turns,
      firstEpisode: sample * problems.length + first,
    } as const;
    const rolled = await rollOut(writer, model, layout, promptsOf(task, filled), sampling, fed);
    y1.set(rolled.y1.subarray(0, end - start), start);
    if (turns === 2) y2.set(rolled.y2.subarray(0, end - start), start);
  }
  return { y1, y2 };
}

/** 1 for every answer that passes and 0 for every other, on the hidden tests that evaluations of these problems use. */
export async function gradeAnswers({ task, grader }: ProbeSetting, problems: readonly Problem[], { y1, y2 }: Answers) {
  const [r1, r2]: [number[], number[]] = [[], []];
  for (const { first, real } of batchesOf(problems)) {
    const rows = (answers: Int32Array): Int32Array =>
      answers.subarray(first * task.answerLength, (first + real.length) * task.answerLength);
    const episodes = { batch: real.length, prompts: promptsOf(task, real), y1: rows(y1), y2: rows(y2) };
    const graded = await gradeEpisodes(task, grader, episodes, real, 0, evaluationTests);
    r1.push(...graded.r1);
    r2.push(...graded.r2);
  }
  return { r1, r2 };
}

/** What became of every problem between a first answer, whoever wrote it, and the second. */
export async function outcomesOf(setting: ProbeSetting, problems: readonly Problem[], answers: Answers): Promise<Outcome[]> {
  const { r1, r2 } = await gradeAnswers(setting, problems, answers);
  return problems.map((_, index) => ({
    r1: r1[index],
    r2: r2[index],
    editDistanceRatio: editDistanceRatio(writtenAt(setting, answers.y1, index), writtenAt(setting, answers.y2, index)),
  }));
}

/** Fractions of outcomes, as in an evaluation's row. @throws if there are none */
export function ratesOf(outcomes: readonly Outcome[]): SwapRates & ConditionalRates {
  // The row is only counted with: what it would say about where it comes from is left out.
  const nowhere = { step: 0, stage: '', split: 'heldout', temperature: 0, kl_t1: null, kl_t2: null, entropy_t1: 0, entropy_t2: 0 } as const;
  const row = summarise(outcomes, nowhere);
  const { n, acc_t1, acc_t2, delta, i_to_c, c_to_i, change_rate } = row;
  return { n, acc_t1, acc_t2, delta, i_to_c, c_to_i, change_rate, ...conditionalRatesOf(row) };
}

/**
 * The base's first answers at temperature 1: the same for every probe, so that what they find can be compared.
 * @param part tells groups of problems apart
 */
export async function firstAnswersOfBase(setting: ProbeSetting, problems: readonly Problem[], part = 0): Promise<Int32Array> {
  const sampling = { temperature: 1, step: probeStep('firstAnswersOfBase', part), turns: 1 } as const;
  return (await sampleAnswers(setting, setting.base, problems, sampling)).y1;
}
