/** Two-turn rollouts: both answers of a batch of episodes, sampled with a key-value cache, read back once. */
import * as tf from '@tensorflow/tfjs-core';
import { cachedAttention, KeyValueCache, prefillAttention } from '../kernels/cachedAttention.ts';
import { canDecodeOnGpu, decoderFor } from './gpuDecoder.ts';
import { optimisationsInUse } from '../kernels/webgpu/optimisations.ts';
import { firstLogit, inputTokens } from './layout.ts';
import type { EpisodeLayout, EpisodeTokens } from './layout.ts';
import { packedBufferOf } from './packedBuffers.ts';
import type { ParameterTensors } from './parameters.ts';
import { gumbelNoise } from './random.ts';
import type { Stream } from './random.ts';
import type { ModelShape } from './shape.ts';
import { embedTokens, readOut, runBlocks } from './transformer.ts';
import { withVerdicts } from './verdicts.ts';

export interface Sampling {
  /** 0 is greedy. */
  temperature: number;
  /** Noise is keyed by (stream, seed, step, episode, turn, position), so a rollout can be repeated token by token. */
  stream: Extract<Stream, 'tokens' | 'thirdTokens' | 'evaluationTokens'>;
  seed: number;
  step: number;
  /** Number of the batch's first episode. */
  firstEpisode: number;
  /** Ends the rollout after this turn. */
  turns?: 1 | 2;
}

/** A batch being decoded: one cache per layer and how far it is filled. */
class Decoder {
  private readonly caches: KeyValueCache[];
  private position = 0;

  constructor(
    private readonly parameters: ParameterTensors,
    private readonly model: ModelShape,
    private readonly batch: number,
    length: number,
  ) {
    this.caches = Array.from({ length: model.layers }, () => new KeyValueCache(batch, length, model.width));
  }

  /** Reads the prompts; logits of the token that follows, [batch, vocabulary]. */
  prefill(prompts: tf.Tensor1D, length: number): tf.Tensor2D {
    const { parameters, model, batch } = this;
    this.position = length;
    return tf.tidy(() => {
      const stream = runBlocks(parameters, model, embedTokens(parameters, prompts, 0, length), (layer, qkv) =>
        prefillAttention(qkv, this.caches[layer], length, model.heads),
      );
      const last = tf.slice(tf.reshape(stream, [batch, length, model.width]), [0, length - 1, 0], [batch, 1, model.width]);
      return readOut(parameters, tf.reshape(last, [batch, model.width]));
    });
  }

  /** Reads one more token of every episode; logits of the next, [batch, vocabulary]. */
  read(tokens: tf.Tensor1D): tf.Tensor2D {
    const { parameters, model } = this;
    const position = this.position++;
    return tf.tidy(() =>
      readOut(
        parameters,
        runBlocks(parameters, model, embedTokens(parameters, tokens, position, 1), (layer, qkv) =>
          cachedAttention(qkv, this.caches[layer], position, model.heads),
        ),
      ),
    );
  }

  dispose(): void {
    for (const cache of this.caches) cache.dispose();
  }
}

/**
 * The next token of every episode: the largest logit (greedy), or Gumbel-max at the temperature, which samples the softmax.
 * @param logits [batch, vocabulary]
 */
function pick(logits: tf.Tensor2D, noise: Float32Array | null, temperature: number): tf.Tensor1D {
  const [batch, vocabulary] = logits.shape;
  return tf.tidy(
    () => tf.argMax(noise ? tf.add(tf.div(logits, temperature), tf.tensor2d(noise, [batch, vocabulary])) : logits, -1) as tf.Tensor1D,
  );
}

/** What the policy reads before it writes: the prompts, and first answers that are there already. [batch, length] */
function contextsOf(prompts: Int32Array, given: Int32Array | undefined, layout: EpisodeLayout): { tokens: Int32Array; length: number } {
  const { promptLength } = layout;
  if (!given) return { tokens: prompts, length: promptLength };
  const batch = prompts.length / promptLength;
  const length = firstLogit(layout, 2) + 1;
  const whole = inputTokens({ batch, prompts, y1: given, y2: given }, layout);
  const tokens = new Int32Array(batch * length);
  for (let row = 0; row < batch; row++) tokens.set(whole.subarray(row * layout.length, row * layout.length + length), row * length);
  return { tokens, length };
}

/**
 * Samples both turns of every episode, and the policy's verdict between them where the layout asks for it. The separator is the same after right and wrong first answers; behind the end of an answer
 * stands padding, which the second turn sees as it stands.
 * @param prompts [batch, promptLength]
 * @param given first answers that somebody else wrote, [batch, answerLength]; then only the second turn is sampled, with the noise it would have
 */
export async function rollOut(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  prompts: Int32Array,
  sampling: Sampling,
  given?: Int32Array,
): Promise<EpisodeTokens> {
  const episodes = await decode(parameters, model, layout, prompts, sampling, given);
  if (!layout.verdicts || sampling.turns === 1) return episodes;
  return withVerdicts(parameters, model, layout, layout.verdicts, episodes, sampling);
}

/** Both answers, whatever the verdict. */
async function decode(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  prompts: Int32Array,
  sampling: Sampling,
  given?: Int32Array,
): Promise<EpisodeTokens> {
  const packed = packedBufferOf(parameters);
  if (packed && optimisationsInUse().decodeKernel && canDecodeOnGpu(model, layout))
    return decoderFor(model, layout).rollOut(packed, prompts, sampling, given);

  const { promptLength, answerLength, separator, endOfAnswer, padding, vocabulary } = layout;
  const { temperature, turns = 2 } = sampling;
  const firstTurn = given ? 2 : 1;
  const batch = prompts.length / promptLength;
  const decoder = new Decoder(parameters, model, batch, layout.length);
  const chosen: tf.Tensor1D[] = [];

  const context = contextsOf(prompts, given, layout);
  let logits = tf.tidy(() => decoder.prefill(tf.tensor1d(context.tokens, 'int32'), context.length));
  const advance = (tokens: tf.Tensor1D): void => {
    logits.dispose();
    logits = decoder.read(tokens);
  };
  for (let turn = firstTurn; turn <= turns; turn++) {
    let ended: tf.Tensor1D | null = null;
    for (let position = 0; position < answerLength; position++) {
      const noise = temperature === 0 ? null : gumbelNoise({ ...sampling, turn, position }, sampling.firstEpisode, batch, vocabulary);
      const before: tf.Tensor1D | null = ended;
      const token = tf.tidy(() => {
        const picked = pick(logits, noise, temperature);
        return before ? (tf.where(before, tf.fill([batch], padding, 'int32'), picked) as tf.Tensor1D) : picked;
      });
      chosen.push(token);
      if (endOfAnswer !== null) {
        ended = tf.tidy(() => {
          const now = tf.equal(token, endOfAnswer) as tf.Tensor1D;
          return before ? (tf.logicalOr(before, now) as tf.Tensor1D) : now;
        });
        before?.dispose();
      }
      const isLast = turn === turns && position === answerLength - 1;
      if (!isLast) advance(token);
    }
    ended?.dispose();
    if (turn < turns) {
      const separators = tf.fill([batch], separator, 'int32') as tf.Tensor1D;
      advance(separators);
      separators.dispose();
    }
  }
  logits.dispose();
  decoder.dispose();

  const stacked = tf.tidy(() => tf.stack(chosen, 1));
  for (const token of chosen) token.dispose();
  const tokens = (await stacked.data()) as Int32Array;
  stacked.dispose();

  const perEpisode = (turns - firstTurn + 1) * answerLength;
  const answers = (turn: number): Int32Array => {
    const result = new Int32Array(turn > turns ? 0 : batch * answerLength);
    for (let row = 0; row * answerLength < result.length; row++) {
      const start = row * perEpisode + (turn - firstTurn) * answerLength;
      result.set(tokens.subarray(start, start + answerLength), row * answerLength);
    }
    return result;
  };
  return { batch, prompts, y1: given ?? answers(1), y2: answers(2) };
}
