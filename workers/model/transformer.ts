/**
 * A decoder-only transformer: learned positions, pre-norm blocks of causal attention and a GELU MLP, an untied head. Written in
 * TensorFlow.js operations and the fused ones of `kernels/`, so that `tf.grads` differentiates it on every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { causalAttention } from '../kernels/causalAttention.ts';
import { embedAtPositions } from '../kernels/embedding.ts';
import { layerNorm } from '../kernels/layerNorm.ts';
import { linear } from '../kernels/linear.ts';
import type { ParameterTensors } from './parameters.ts';
import type { ModelShape } from './shape.ts';

/** How one layer's attention mixes positions: causally over a whole sequence, or one position over a key-value cache. */
export type Mix = (layer: number, qkv: tf.Tensor2D) => tf.Tensor2D;

/**
 * Residual stream from tokens and their positions, which are firstPosition..firstPosition+length−1 in every sequence.
 * @param tokens int32 [batch·length]
 * @returns [batch·length, width]
 */
export function embedTokens(parameters: ParameterTensors, tokens: tf.Tensor1D, firstPosition: number, length: number): tf.Tensor2D {
  const all = parameters.get('embed.positions') as tf.Tensor2D;
  const positions = firstPosition === 0 ? all : tf.slice(all, [firstPosition, 0], [length, all.shape[1]]);
  return embedAtPositions(tokens, parameters.get('embed.tokens') as tf.Tensor2D, positions, length);
}

/** All blocks over the residual stream [rows, width]. */
export function runBlocks(parameters: ParameterTensors, model: ModelShape, stream: tf.Tensor2D, mix: Mix): tf.Tensor2D {
  const vector = (name: string): tf.Tensor1D => parameters.get(name) as tf.Tensor1D;
  const matrix = (name: string): tf.Tensor2D => parameters.get(name) as tf.Tensor2D;
  let x = stream;
  for (let layer = 0; layer < model.layers; layer++) {
    const of = (name: string): string => `layers.${layer}.${name}`;
    const forAttention = layerNorm(x, vector(of('norm1.gain')), vector(of('norm1.bias')));
    const mixed = mix(layer, linear(forAttention, matrix(of('attention.qkv'))));
    x = linear(mixed, matrix(of('attention.out')), { residual: x });
    const forMlp = layerNorm(x, vector(of('norm2.gain')), vector(of('norm2.bias')));
    const hidden = linear(forMlp, matrix(of('mlp.up')), { bias: vector(of('mlp.up_bias')), activation: 'gelu' });
    x = linear(hidden, matrix(of('mlp.down')), { bias: vector(of('mlp.down_bias')), residual: x });
  }
  return x;
}

/** Logits [rows, vocabulary] from the residual stream [rows, width]. */
export function readOut(parameters: ParameterTensors, stream: tf.Tensor2D): tf.Tensor2D {
  const normed = layerNorm(stream, parameters.get('norm.gain') as tf.Tensor1D, parameters.get('norm.bias') as tf.Tensor1D);
  return linear(normed, parameters.get('head') as tf.Tensor2D);
}

/**
 * Logits of the next token after every position of whole sequences.
 * @param tokens int32 [batch·length], the positions of one sequence being consecutive
 * @returns [batch·length, vocabulary]
 */
export function forward(parameters: ParameterTensors, model: ModelShape, tokens: tf.Tensor1D, batch: number, length: number): tf.Tensor2D {
  const stream = embedTokens(parameters, tokens, 0, length);
  return readOut(
    parameters,
    runBlocks(parameters, model, stream, (_layer, qkv) => causalAttention(qkv, batch, length, model.heads)),
  );
}
