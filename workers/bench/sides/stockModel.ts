/** The model as somebody would write it in stock TensorFlow.js: nothing of the project's kernels, nothing that only one backend has. */
import * as tf from '@tensorflow/tfjs-core';
import { parameterShapes } from '../../model/shape.ts';
import type { ModelShape, Weights } from '../../model/shape.ts';

export type Variables = ReadonlyMap<string, tf.Variable>;

/** How one layer's attention mixes positions; both are [batch, heads, positions, width/heads]. */
export type Attention = (layer: number, query: tf.Tensor4D, key: tf.Tensor4D, value: tf.Tensor4D) => tf.Tensor4D;

export function makeVariables(shape: ModelShape, weights: Weights): Variables {
  return new Map(parameterShapes(shape).map(({ name, shape: size }) => [name, tf.variable(tf.tensor(weights.get(name)!, size))]));
}

function normalise(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), gain), bias);
}

function gelu(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x)))));
  return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)));
}

/**
 * softmax(query · keyᵀ / √width + mask) · value.
 * @param mask added to the scores: 0 where a position is seen, −10⁹ where not
 */
export function attend(query: tf.Tensor4D, key: tf.Tensor4D, value: tf.Tensor4D, mask: tf.Tensor | null): tf.Tensor4D {
  const scores = tf.div(tf.matMul(query, key, false, true), Math.sqrt(query.shape[3]));
  return tf.matMul(tf.softmax(mask ? tf.add(scores, mask) : scores), value);
}

/** 0 on and below the diagonal, −10⁹ above it. */
export function causalMask(length: number): tf.Tensor2D {
  const values = Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? -1e9 : 0));
  return tf.tensor2d(values, [length, length]);
}

/** By a product with one-hot rows: the gradient of `tf.gather` adds with atomics on WebGPU and does not exist on WebAssembly. */
export function oneHot(tokens: tf.Tensor1D, vocabulary: number): tf.Tensor2D {
  // tf.oneHot's own float32 is wrong on WebAssembly.
  return tf.cast(tf.oneHot(tokens, vocabulary), 'float32') as tf.Tensor2D;
}

/**
 * Logits of the token after each of `length` consecutive positions.
 * @param tokens int32 [batch·length]
 * @returns [batch·length, vocabulary]
 */
export function stockLogits(
  variables: Variables,
  shape: ModelShape,
  tokens: tf.Tensor1D,
  { batch, first, length }: { batch: number; first: number; length: number },
  attention: Attention,
): tf.Tensor2D {
  const { layers, heads, width, vocabulary } = shape;
  const headWidth = width / heads;
  const positions = tf.slice(variables.get('embed.positions')!, [first, 0], [length, width]);
  const embedded = tf.matMul(oneHot(tokens, vocabulary), variables.get('embed.tokens') as tf.Tensor2D);
  let x = tf.reshape(tf.add(tf.reshape(embedded, [batch, length, width]), positions), [batch * length, width]);
  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string): tf.Tensor2D => variables.get(`layers.${layer}.${name}`) as tf.Tensor as tf.Tensor2D;
    const qkv = tf.matMul(normalise(x, of('norm1.gain'), of('norm1.bias')) as tf.Tensor2D, of('attention.qkv'));
    const [query, key, value] = tf
      .split(qkv, 3, -1)
      .map((part) => tf.transpose(tf.reshape(part, [batch, length, heads, headWidth]), [0, 2, 1, 3]) as tf.Tensor4D);
    const mixed = tf.transpose(attention(layer, query, key, value), [0, 2, 1, 3]);
    x = tf.add(x, tf.matMul(tf.reshape(mixed, [batch * length, width]), of('attention.out')));
    const up = tf.add(tf.matMul(normalise(x, of('norm2.gain'), of('norm2.bias')) as tf.Tensor2D, of('mlp.up')), of('mlp.up_bias'));
    x = tf.add(x, tf.add(tf.matMul(gelu(up) as tf.Tensor2D, of('mlp.down')), of('mlp.down_bias')));
  }
  const normed = normalise(x, variables.get('norm.gain')!, variables.get('norm.bias')!);
  return tf.matMul(normed as tf.Tensor2D, variables.get('head') as tf.Tensor2D);
}
