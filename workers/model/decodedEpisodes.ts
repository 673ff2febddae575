/** Between a batch of episodes and the rows of tokens and traces that the decoding kernel works on. */
import { answerMask } from './layout.ts';
import type { EpisodeLayout, EpisodeTokens } from './layout.ts';

/** What was known of each token when it was sampled, [batch, answerLength], nats; 0 where nothing was sampled. At temperature 0 it is of temperature 1. */
export interface TurnTrace {
  logProbs: Float32Array;
  /** Of the next-token distribution. */
  entropies: Float32Array;
}

export interface DecodedEpisodes extends EpisodeTokens {
  /** Of each turn. */
  traces: [TurnTrace, TurnTrace];
}

/** Whole episodes with padding for every token that is to be sampled, [batch, length + 1]. */
export function unsampledRows(prompts: Int32Array, given: Int32Array | undefined, layout: EpisodeLayout): Int32Array<ArrayBuffer> {
  const { promptLength, answerLength, separator, padding, length } = layout;
  const batch = prompts.length / promptLength;
  const rows = new Int32Array(batch * (length + 1)).fill(padding);
  for (let row = 0; row < batch; row++) {
    const at = row * (length + 1);
    rows.set(prompts.subarray(row * promptLength, (row + 1) * promptLength), at);
    if (given) rows.set(given.subarray(row * answerLength, (row + 1) * answerLength), at + promptLength);
    rows[at + promptLength + answerLength] = separator;
  }
  return rows;
}

/**
 * The answers in decoded rows, and their traces.
 * @param tokens [batch, length + 1]
 * @param traces [batch, turn, answerLength, log-probability and entropy]; where nothing was sampled anything may stand
 * @param turns how many turns were decoded
 */
export function decodedEpisodes(
  { tokens, traces }: { tokens: Int32Array; traces: Float32Array },
  prompts: Int32Array,
  turns: 1 | 2,
  given: Int32Array | undefined,
  layout: EpisodeLayout,
): DecodedEpisodes {
  const { promptLength, answerLength, length } = layout;
  const batch = prompts.length / promptLength;
  const answers = (turn: 1 | 2): Int32Array => {
    const result = new Int32Array(turn > turns ? 0 : batch * answerLength);
    const start = promptLength + (turn - 1) * (answerLength + 1);
    for (let at = 0, from = start; at < result.length; at += answerLength, from += length + 1) {
      result.set(tokens.subarray(from, from + answerLength), at);
    }
    return result;
  };
  const traceOf = (turn: 1 | 2, wasSampled: Float32Array): TurnTrace => {
    const [logProbs, entropies] = [new Float32Array(wasSampled.length), new Float32Array(wasSampled.length)];
    wasSampled.forEach((sampled, i) => {
      if (sampled === 0) return;
      const at = 2 * ((2 * Math.floor(i / answerLength) + turn - 1) * answerLength + (i % answerLength));
      logProbs[i] = traces[at];
      entropies[i] = traces[at + 1];
    });
    return { logProbs, entropies };
  };
  const [y1, y2] = [given ?? answers(1), answers(2)];
  return {
    batch,
    prompts,
    y1,
    y2,
    // Sorted out only when somebody asks: training does not.
    get traces(): [TurnTrace, TurnTrace] {
      const firstSampled = given ? new Float32Array(given.length) : answerMask(y1, layout);
      return [traceOf(1, firstSampled), traceOf(2, answerMask(y2, layout))];
    },
  };
}
