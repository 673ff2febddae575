/** What the imitating stages learn from (§3.1): pairs of a first answer and a second one, chosen among sampled episodes. */
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import { randomSource } from '../model/random.ts';
import type { Imitation } from './stage.ts';

/** Pairs as they are stored: rows of [promptLength], [answerLength] and [answerLength] tokens. */
export interface StoredPairs {
  prompts: Int32Array;
  first: Int32Array;
  second: Int32Array;
}

const noPairs = (): StoredPairs => ({ prompts: new Int32Array(0), first: new Int32Array(0), second: new Int32Array(0) });

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The pairs that a batch of graded episodes gives.
 * @param group episodes of one problem are consecutive; a right answer to it is looked for among all answers of its group
 * @param key of the random choice among right answers
 */
export function pairsOf(
  { second, keepsRightFirst }: Imitation,
  episodes: EpisodeTokens,
  r1: ArrayLike<number>,
  r2: ArrayLike<number>,
  { promptLength, answerLength }: Pick<EpisodeLayout, 'promptLength' | 'answerLength'>,
  group: number,
  key: { seed: number; step: number },
): StoredPairs {
  const { batch, prompts, y1, y2 } = episodes;
  const answer = (answers: Int32Array, row: number): Int32Array => answers.subarray(row * answerLength, (row + 1) * answerLength);
  const chosen: { row: number; second: Int32Array }[] = [];
  for (let row = 0; row < batch; row++) {
    if (r1[row] === 1 && !keepsRightFirst) continue;
    if (second === 'trace') {
      if (r2[row] === 1) chosen.push({ row, second: answer(y2, row) });
      continue;
    }
    const start = row - (row % group);
    const rows = Array.from({ length: group }, (_, i) => start + i);
    const right = [
      ...rows.filter((i) => r1[i] === 1).map((i) => answer(y1, i)),
      ...rows.filter((i) => r2[i] === 1).map((i) => answer(y2, i)),
    ];
    const random = randomSource(key.seed, 'imitation', key.step, row);
    if (right.length > 0) chosen.push({ row, second: right[random.integer(right.length)] });
  }
  return {
    prompts: joined(chosen.map(({ row }) => prompts.subarray(row * promptLength, (row + 1) * promptLength))),
    first: joined(chosen.map(({ row }) => answer(y1, row))),
    second: joined(chosen.map((pair) => pair.second)),
  };
}

const morePairs = (a: StoredPairs, b: StoredPairs): StoredPairs => ({
  prompts: joined([a.prompts, b.prompts]),
  first: joined([a.first, b.first]),
  second: joined([a.second, b.second]),
});

/**
 * A batch of pairs as episodes, drawn with replacement: which ones depends on (seed, step) alone.
 * @throws with a sentence if there are none
 */
export function drawPairs(
  pairs: StoredPairs,
  { promptLength, answerLength }: Pick<EpisodeLayout, 'promptLength' | 'answerLength'>,
  batch: number,
  { seed, step }: { seed: number; step: number },
): EpisodeTokens {
  const count = pairs.prompts.length / promptLength;
  if (count === 0)
    throw new Error('No sampled episode had an answer to imitate. Raise the temperature or the base’s accuracy, or choose another method.');
  const random = randomSource(seed, 'imitation', step, 2 ** 31);
  const rows = Array.from({ length: batch }, () => random.integer(count));
  const take = (from: Int32Array, length: number): Int32Array => joined(rows.map((row) => from.subarray(row * length, (row + 1) * length)));
  return { batch, prompts: take(pairs.prompts, promptLength), y1: take(pairs.first, answerLength), y2: take(pairs.second, answerLength) };
}

/** What an imitating stage has sampled for the updates from `first` on. */
export interface Samples {
  first: number;
  batches: number;
  pairs: StoredPairs;
}

export const noSamples = (): Samples => ({ first: -1, batches: 0, pairs: noPairs() });

/**
 * The time of sampling and learning that update `step` is in: its first update, and how many it has.
 * @param first, end the updates of the stage
 */
export function iterationAt(first: number, end: number, iterations: number, step: number): { first: number; updates: number } {
  const boundary = (index: number): number => first + Math.round(((end - first) * index) / iterations);
  let index = 0;
  while (index < iterations - 1 && step >= boundary(index + 1)) index++;
  return { first: boundary(index), updates: boundary(index + 1) - boundary(index) };
}

/** What a run's imitating stages sample, and how much of it is still to come. */
export class Imitator {
  constructor(private held: Samples = noSamples()) {}

  get samples(): Samples {
    return this.held;
  }

  /** Batches that were sampled for the updates from `first` on. */
  batchesFrom(first: number): number {
    return this.held.first === first ? this.held.batches : 0;
  }

  /**
   * Batches to sample before update `step`: as many in all as updates learn from them.
   * @param first, end the updates of the stage
   */
  batchesToSample({ iterations }: Imitation, first: number, end: number, step: number): number {
    const iteration = iterationAt(first, end, iterations, step);
    return iteration.updates - this.batchesFrom(iteration.first);
  }

  /** Keeps the pairs of one batch more; those of an earlier iteration are left behind. */
  add(first: number, pairs: StoredPairs): void {
    const held = this.held.first === first ? this.held : { ...noSamples(), first };
    this.held = { first, batches: held.batches + 1, pairs: morePairs(held.pairs, pairs) };
  }
}
