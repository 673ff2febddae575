/** What every side of a contest does. */
import { layout } from '../models.ts';
import type { Work } from '../rows.ts';
import type { GpuCounter } from '../counters.ts';
import type { EpisodeTokens } from '../../model/layout.ts';
import type { ModelShape, Weights } from '../../model/shape.ts';

/** Trains one model on one batch, over and over. */
export interface Trainer {
  /** One update: cross-entropy of the next token, its gradient, clipping by the global norm, Adam. @returns the loss before it */
  step(): Promise<number>;
  dispose(): void;
}

/** Samples both answers of a batch of episodes. */
export interface Decoder {
  /** @param temperature 0 is greedy, 1 samples the softmax */
  decode(temperature: 0 | 1): Promise<EpisodeTokens>;
  dispose(): void;
}

export interface TrainingTask {
  shape: ModelShape;
  weights: Weights;
  batch: number;
  /** [batch, context] */
  tokens: Int32Array;
  targets: Int32Array;
}

export interface DecodingTask {
  shape: ModelShape;
  weights: Weights;
  batch: number;
  /** [batch, promptLength] */
  prompts: Int32Array;
}

/** A side cannot do what it was asked to; the message is a sentence for the table. */
export class CannotRun extends Error {
  // Told by its name, because a side may live in another realm, where this is another class.
  override name = 'CannotRun';
}

export interface Side {
  name: string;
  /** What the reader has to know to compare it with ours. */
  note: string;
  /** False if it trains a model of another architecture, whose losses cannot be compared. */
  sameModel: boolean;
  /** Makes a trainer, or throws {@link CannotRun}. */
  trainer(task: TrainingTask): Promise<Trainer>;
  /** Makes a decoder, or throws {@link CannotRun}. */
  decoder(task: DecodingTask): Promise<Decoder>;
  /** The works that it differs in from the other sides; all if it is absent. */
  works?: readonly Work[];
  /** What counts its GPU calls, where it runs in a realm of its own. */
  counter?: GpuCounter;
  /** Before each turn, where sides share an engine that has to be set up for them. */
  enter?(): Promise<void> | void;
}

/** Cuts [batch, 2·answerLength] into both answers. */
export function answersOf(tokens: ArrayLike<number>, batch: number, prompts: Int32Array): EpisodeTokens {
  const { answerLength } = layout;
  const answer = (turn: number): Int32Array =>
    Int32Array.from({ length: batch * answerLength }, (_, i) => {
      const row = Math.floor(i / answerLength);
      return tokens[(2 * row + turn) * answerLength + (i % answerLength)];
    });
  return { batch, prompts, y1: answer(0), y2: answer(1) };
}
