import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { paddedLength, registerWasmKernel } from './wasmModule.ts';

/**
 * Name of the fused kernel; a backend that registers it also registers {@link CAUSAL_ATTENTION_GRADIENT}. Outputs y and, where the backend likes to
 * keep it, what it knows of each softmax.
 */
export const CAUSAL_ATTENTION = 'CausalAttention';
/** Inputs dy, qkv, y and, if it was kept, softmax; output the gradient of qkv. */
export const CAUSAL_ATTENTION_GRADIENT = 'CausalAttentionGradient';

/** Shape of an attention call; the attributes of the fused kernels. */
export interface AttentionShape {
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
}

/** Added to the score of a later position: large enough that its probability is exactly 0 in float32. */
const MASKED_SCORE = -1e9;

/**
 * Head width up to which the fused kernel runs on WebGPU. Its shader spells out a line for every four numbers of a head and keeps them in
 * registers: a wider head would take drivers many seconds to compile. The WebAssembly kernel loops over the head and has no such limit.
 */
const WIDEST_UNROLLED_HEAD = 64;

/**
 * Multi-head causal self-attention. A row of `qkv` is [query | key | value], each `width` long; a head is a contiguous slice of
 * each. Scores are scaled by 1/√(head width); position t attends to positions 0..t of its own sequence.
 * @param qkv [batch·length, 3·width], the positions of one sequence being consecutive rows
 * @returns [batch·length, width]
 * @throws if the shape of `qkv` does not agree with batch, length and heads
 */
export function causalAttention(qkv: tf.Tensor2D, batch: number, length: number, heads: number): tf.Tensor2D {
  const width = qkv.shape[1] / 3;
  requireHeads(width, heads);
  if (!(batch >= 1 && length >= 1) || qkv.shape[0] !== batch * length) {
    throw new Error(`qkv must have batch·length = ${batch}·${length} rows, at least one; got ${qkv.shape[0]}.`);
  }
  const isTooWide = tf.getBackend() === 'webgpu' && width / heads > WIDEST_UNROLLED_HEAD;
  if (isTooWide || !hasKernel(CAUSAL_ATTENTION)) return stockCausalAttention(qkv, batch, length, heads);
  const [y, ...saved] = [runKernel(CAUSAL_ATTENTION, { qkv }, { batch, length, heads })].flat() as tf.Tensor2D[];
  tf.dispose(saved);
  return y;
}

/** {@link causalAttention} composed from stock operations. */
export function stockCausalAttention(qkv: tf.Tensor2D, batch: number, length: number, heads: number): tf.Tensor2D {
  return tf.tidy(() => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const perHead = tf.transpose(tf.reshape(qkv, [batch, length, 3, heads, headWidth]), [2, 0, 3, 1, 4]);
    const [query, key, value] = tf.unstack(perHead) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(headWidth));
    const probabilities = tf.softmax(tf.add(scores, causalMask(length)));
    const mixed = tf.transpose(tf.matMul(probabilities, value), [0, 2, 1, 3]);
    return tf.reshape(mixed, [batch * length, width]);
  });
}

/** Registers the fused kernels for the WebAssembly backend. */
export function registerCausalAttention(): void {
  registerWasmKernel<{ qkv: tf.TensorInfo }, AttentionShape>(CAUSAL_ATTENTION, (call, { qkv }, { batch, length, heads }) => {
    const { kernels, address, output, withScratch } = call;
    const width = qkv.shape[1] / 3;
    const mixed = output([batch * length, width]);
    const headWidth = width / heads;
    withScratch((headWidth + 1) * paddedLength(length), (scratch) => {
      kernels.causalAttention(address(qkv), address(mixed), scratch, batch, length, heads, headWidth);
    });
    return mixed;
  });
  registerWasmKernel<{ dy: tf.TensorInfo; qkv: tf.TensorInfo }, AttentionShape>(
    CAUSAL_ATTENTION_GRADIENT,
    ({ kernels, address, output, withScratch }, { dy, qkv }, { batch, length, heads }) => {
      const dqkv = output(qkv.shape);
      const headWidth = qkv.shape[1] / 3 / heads;
      withScratch(2 * (headWidth + length) * paddedLength(length), (scratch) => {
        kernels.causalAttentionGradient(address(dy), address(qkv), address(dqkv), scratch, batch, length, heads, headWidth);
      });
      return dqkv;
    },
  );
}

/**
 * With P the probabilities and dP = dy·valueᵀ: dS = P (dP − Σ P dP)/√(head width), dquery = dS·key, dkey = dSᵀ·query, dvalue = Pᵀ·dy. P is
 * computed again: that is cheaper than keeping [batch, heads, length, length].
 */
tf.registerGradient({
  kernelName: CAUSAL_ATTENTION,
  inputsToSave: ['qkv'],
  outputsToSave: [true, true],
  gradFunc: (dys, [qkv, y, softmax], attributes) => {
    const inputs = { dy: [dys].flat()[0], qkv, y, ...(softmax && { softmax }) };
    return { qkv: () => runKernel(CAUSAL_ATTENTION_GRADIENT, inputs, attributes) as tf.Tensor };
  },
});

/** @throws if `heads` equal heads do not make up `width` */
export function requireHeads(width: number, heads: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(heads) || heads < 1 || width % heads !== 0) {
    throw new Error(`The width must be a whole multiple of the number of heads; got width ${width} and ${heads} heads.`);
  }
}

/** [length, length]: 0 on and below the diagonal, {@link MASKED_SCORE} above it. */
function causalMask(length: number): tf.Tensor2D {
  const mask = new Float32Array(length * length);
  for (let t = 0; t < length; t++) mask.fill(MASKED_SCORE, t * length + t + 1, (t + 1) * length);
  return tf.tensor2d(mask, [length, length]);
}

/** The float64 reference: softmax over the past, spelled out. */
export function referenceCausalAttention(qkv: ArrayLike<number>, { batch, length, heads }: AttentionShape): Float64Array {
  const width = qkv.length / (batch * length * 3);
  const headWidth = width / heads;
  const mixed = new Float64Array(batch * length * width);
  for (let row = 0; row < batch * length; row++) {
    const t = row % length;
    for (let h = 0; h < heads; h++) {
      const at = (position: number, third: number, i: number) => qkv[(row - t + position) * 3 * width + third * width + h * headWidth + i];
      const scores = new Float64Array(t + 1);
      for (let s = 0; s <= t; s++) for (let i = 0; i < headWidth; i++) scores[s] += (at(t, 0, i) * at(s, 1, i)) / Math.sqrt(headWidth);
      const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
      const total = weights.reduce((sum, weight) => sum + weight);
      for (let s = 0; s <= t; s++) {
        for (let i = 0; i < headWidth; i++) mixed[row * width + h * headWidth + i] += (weights[s] / total) * at(s, 2, i);
      }
    }
  }
  return mixed;
}
