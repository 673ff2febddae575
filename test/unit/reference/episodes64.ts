/** Two-turn episodes under a model, in float64: where each token stands, what it costs, which of them count. */
import type { EpisodeLayout } from '../../../workers/model/layout.ts';
import { gumbelNoise } from '../../../workers/model/random.ts';
import type { Sampling } from '../../../workers/model/rollout.ts';
import type { ModelShape } from '../../../workers/model/shape.ts';
import { logits64 } from '../../../workers/model/transformer64.ts';
import type { Tensors64 } from '../../../workers/model/transformer64.ts';

/** One episode, as plain token ids; both answers have full length, padded. */
export interface Episode {
  prompt: readonly number[];
  y1: readonly number[];
  y2: readonly number[];
}

/** What a model says about one turn of an episode; rows and entries are the answer's positions. */
export interface Turn64 {
  /** Log-probabilities of every token, [answerLength][vocabulary], nats. */
  logProbs: Float64Array[];
  /** The answer's tokens. */
  tokens: readonly number[];
  /** How many of them count: all up to and with the end of the answer. */
  written: number;
}

function logSoftmax64(logits: Float64Array): Float64Array {
  const largest = Math.max(...logits);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  return logits.map((logit) => logit - largest - Math.log(total));
}

/** Tokens of an answer up to and with the end of the answer. */
function writtenLength(answer: readonly number[], endOfAnswer: number | null): number {
  const end = endOfAnswer === null ? -1 : answer.indexOf(endOfAnswer);
  return end < 0 ? answer.length : end + 1;
}

/** Both turns of an episode under a model whose logits are divided by the temperature. */
export function turns64(
  tensors: Tensors64,
  model: ModelShape,
  layout: EpisodeLayout,
  { prompt, y1, y2 }: Episode,
  temperature: number,
): [Turn64, Turn64] {
  const sequence = [...prompt, ...y1, layout.separator, ...y2];
  const rows = logits64(tensors, model, sequence.slice(0, -1));
  const turn = (tokens: readonly number[], first: number): Turn64 => ({
    // The token at place k of the sequence is predicted by the logits at place k − 1.
    logProbs: tokens.map((_, t) => logSoftmax64(rows[first + t - 1].map((logit) => logit / temperature))),
    tokens,
    written: writtenLength(tokens, layout.endOfAnswer),
  });
  return [turn(y1, prompt.length), turn(y2, prompt.length + y1.length + 1)];
}

/** Log-probability of each token that counts, nats. */
export const tokenLogProbs64 = ({ logProbs, tokens, written }: Turn64): number[] =>
  tokens.slice(0, written).map((token, t) => logProbs[t][token]);

/** Entropy of the next-token distribution at each position that counts, nats. */
export const positionEntropy64 = ({ logProbs, written }: Turn64): number[] =>
  logProbs.slice(0, written).map((row) => row.reduce((entropy, logProb) => entropy - Math.exp(logProb) * logProb, 0));

/** KL(policy ‖ base) of the next-token distribution at each position that counts, nats. */
export const positionKl64 = (policy: Turn64, base: Turn64): number[] =>
  policy.logProbs
    .slice(0, policy.written)
    .map((row, t) => row.reduce((kl, logProb, token) => kl + Math.exp(logProb) * (logProb - base.logProbs[t][token]), 0));

/** Every answer that can be written, padded to full length. */
export function allAnswers({ vocabulary, answerLength, endOfAnswer, padding }: EpisodeLayout): number[][] {
  let answers: number[][] = [[]];
  for (let t = 0; t < answerLength; t++) {
    answers = answers.flatMap((start) =>
      endOfAnswer !== null && start.includes(endOfAnswer)
        ? [[...start, padding]]
        : Array.from({ length: vocabulary }, (_, token) => [...start, token]),
    );
  }
  return answers;
}

/**
 * An episode sampled token by token with a whole forward pass for each, and how far each choice was from a tie.
 * @param given a first answer that is there already
 */
export function rollOut64(
  tensors: Tensors64,
  model: ModelShape,
  layout: EpisodeLayout,
  prompt: readonly number[],
  { temperature, firstEpisode, ...key }: Sampling,
  row: number,
  given?: readonly number[],
): Episode & { margins: number[] } {
  const { answerLength, endOfAnswer, padding, separator, vocabulary } = layout;
  const sequence = [...prompt];
  const margins: number[] = [];
  const answer = (turn: 1 | 2): number[] => {
    const written: number[] = [];
    for (let position = 0; position < answerLength; position++) {
      let token = padding;
      let margin = Infinity;
      if (endOfAnswer === null || !written.includes(endOfAnswer)) {
        const logits = logits64(tensors, model, sequence).at(-1);
        const noise = gumbelNoise({ ...key, turn, position }, firstEpisode + row, 1, vocabulary);
        const scores = logits.map((logit, v) => (temperature === 0 ? logit : logit / temperature + noise[v]));
        const ranked = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
        token = ranked[0];
        margin = scores[ranked[0]] - scores[ranked[1]];
      }
      margins.push(margin);
      written.push(token);
      sequence.push(token);
    }
    return written;
  };
  const y1 = given ?? answer(1);
  if (given) sequence.push(...given);
  sequence.push(separator);
  return { prompt, y1, y2: answer(2), margins };
}
