import type { Task } from '../tasks/task.ts';

/** Where the parts of an episode lie in its token sequence: prompt, first answer, separator, second answer. Fixed for a task. */
export interface EpisodeLayout {
  promptLength: number;
  answerLength: number;
  separator: number;
  endOfAnswer: number | null;
  padding: number;
  /** Tokens that are fed to the model: all but the last. */
  length: number;
  vocabulary: number;
  /** The tokens by which the policy says whether it revises its first answer, where it is asked. */
  verdicts?: VerdictTokens;
}

/** The two tokens between which a verdict is. */
export interface VerdictTokens {
  keep: number;
  revise: number;
}

/**
 * How the second answer is asked for: as in training, in the other wording that the base was shown, or only where the policy's own verdict on
 * its first answer is to revise it.
 */
export const instructions = ['plain', 'reworded', 'verify'] as const;

export type Instruction = (typeof instructions)[number];

export function layoutOf(task: Task, instruction: Instruction = 'plain'): EpisodeLayout {
  const { promptLength, answerLength, separator, rewordedSeparator, endOfAnswer, padding } = task;
  return {
    promptLength,
    answerLength,
    separator: instruction === 'reworded' ? rewordedSeparator : separator,
    endOfAnswer,
    padding,
    length: promptLength + 2 * answerLength,
    vocabulary: task.vocabulary.length,
    // To revise is to go on: the token that follows in every episode.
    ...(instruction === 'verify' ? { verdicts: { keep: rewordedSeparator, revise: separator } } : {}),
  };
}

/** Position whose logits give the first token of a turn's answer. Later tokens follow one by one. */
export const firstLogit = ({ promptLength, answerLength }: EpisodeLayout, turn: 1 | 2): number =>
  turn === 1 ? promptLength - 1 : promptLength + answerLength;

/** A batch of two-turn episodes as token ids. */
export interface EpisodeTokens {
  batch: number;
  /** [batch, promptLength] */
  prompts: Int32Array;
  /** [batch, answerLength], padded behind the end of the answer */
  y1: Int32Array;
  y2: Int32Array;
  /** Whether the policy revised its first answer, by episode, where it was asked for a verdict; else y₂ is y₁. */
  revises?: readonly boolean[];
}

/** What the model is fed: prompt, y₁, separator and all but the last token of y₂. [batch, length] */
export function inputTokens({ batch, prompts, y1, y2 }: EpisodeTokens, layout: EpisodeLayout): Int32Array {
  const { promptLength, answerLength, separator, length } = layout;
  const tokens = new Int32Array(batch * length);
  for (let row = 0; row < batch; row++) {
    const at = row * length;
    tokens.set(prompts.subarray(row * promptLength, (row + 1) * promptLength), at);
    tokens.set(y1.subarray(row * answerLength, (row + 1) * answerLength), at + promptLength);
    tokens[at + promptLength + answerLength] = separator;
    tokens.set(y2.subarray(row * answerLength, (row + 1) * answerLength - 1), at + promptLength + answerLength + 1);
  }
  return tokens;
}

/** 1 for every token the policy chose, up to and with the end of the answer; 0 for the padding behind it. [batch, answerLength] */
export function answerMask(answers: Int32Array, { answerLength, endOfAnswer }: EpisodeLayout): Float32Array {
  const mask = new Float32Array(answers.length).fill(1);
  if (endOfAnswer === null) return mask;
  for (let start = 0; start < answers.length; start += answerLength) {
    const end = answers.subarray(start, start + answerLength).indexOf(endOfAnswer);
    if (end >= 0) mask.fill(0, start + end + 1, start + answerLength);
  }
  return mask;
}

/** Tokens of every answer, its end included. [batch] */
export function answerLengths(answers: Int32Array, layout: EpisodeLayout): number[] {
  const mask = answerMask(answers, layout);
  return Array.from({ length: mask.length / layout.answerLength }, (_, row) =>
    mask.subarray(row * layout.answerLength, (row + 1) * layout.answerLength).reduce((sum, counted) => sum + counted, 0),
  );
}

/** The answer's own tokens, without the padding behind its end. */
export function writtenTokens(answer: Int32Array, { endOfAnswer }: Pick<EpisodeLayout, 'endOfAnswer'>): Int32Array {
  const end = endOfAnswer === null ? -1 : answer.indexOf(endOfAnswer);
  return end < 0 ? answer : answer.subarray(0, end);
}
