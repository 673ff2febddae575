/**
 * The forward pass of docs/CHECKPOINT.md, in float64 and plain loops, from tensors by name. It shares nothing with `workers/model` but
 * types, so that agreement means that two people read the same description the same way.
 */
import type { ModelShape } from '../model/shape.ts';

/** A model's tensors by name, row-major. */
export type Tensors64 = ReadonlyMap<string, ArrayLike<number>>;

const normEpsilon = 1e-5;

/** y = x · matrix for one row x; `matrix` is [x.length, columns]. */
function times(x: ArrayLike<number>, matrix: ArrayLike<number>, columns: number): Float64Array {
  const y = new Float64Array(columns);
  for (let i = 0; i < x.length; i++) for (let j = 0; j < columns; j++) y[j] += x[i] * matrix[i * columns + j];
  return y;
}

function normalise(x: Float64Array, gain: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
  let mean = 0;
  for (const value of x) mean += value / x.length;
  let variance = 0;
  for (const value of x) variance += (value - mean) ** 2 / x.length;
  const scale = 1 / Math.sqrt(variance + normEpsilon);
  return x.map((value, i) => (value - mean) * scale * gain[i] + bias[i]);
}

const gelu = (z: number): number => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));

/** What one head looks at from position t, and its output there: the softmax over positions 0..t, and the mean of their values by it. */
function attend(
  qkv: readonly Float64Array[],
  t: number,
  head: number,
  headWidth: number,
  width: number,
): { weights: Float64Array; mixed: Float64Array } {
  const first = head * headWidth;
  const scores = new Float64Array(t + 1);
  for (let s = 0; s <= t; s++) {
    for (let i = first; i < first + headWidth; i++) scores[s] += qkv[t][i] * qkv[s][width + i];
    scores[s] /= Math.sqrt(headWidth);
  }
  const largest = Math.max(...scores);
  let total = 0;
  for (let s = 0; s <= t; s++) total += scores[s] = Math.exp(scores[s] - largest);
  const weights = scores.map((score) => score / total);
  const mixed = new Float64Array(headWidth);
  for (let s = 0; s <= t; s++) for (let i = 0; i < headWidth; i++) mixed[i] += weights[s] * qkv[s][2 * width + first + i];
  return { weights, mixed };
}

/** What a model makes of one sequence. */
export interface Reading64 {
  /** Of the token that follows every position. [position][vocabulary] */
  logits: Float64Array[];
  /** How much every head looks at position s from position t ≥ s; a row of t + 1 weights has the sum 1. [layer][head][t][s] */
  attention: Float64Array[][][];
}

/** Logits of the token that follows every position of one sequence; see `read64`. */
export const logits64 = (tensors: Tensors64, model: ModelShape, tokens: ArrayLike<number>): Float64Array[] =>
  read64(tensors, model, tokens).logits;

/** @throws if the sequence is longer than the context or a tensor is missing */
export function read64(
  tensors: Tensors64,
  { layers, heads, width, context, vocabulary }: ModelShape,
  tokens: ArrayLike<number>,
): Reading64 {
  if (tokens.length > context) throw new Error(`The sequence has ${tokens.length} tokens; the context is ${context}.`);
  const of = (name: string): ArrayLike<number> => {
    const values = tensors.get(name);
    if (!values) throw new Error(`There is no tensor "${name}".`);
    return values;
  };
  const [tokenRows, positionRows] = [of('embed.tokens'), of('embed.positions')];
  const stream = Array.from(tokens, (token, t) =>
    Float64Array.from({ length: width }, (_, i) => tokenRows[token * width + i] + positionRows[t * width + i]),
  );
  const headWidth = width / heads;
  const attention: Float64Array[][][] = [];

  for (let layer = 0; layer < layers; layer++) {
    const ofLayer = (name: string): ArrayLike<number> => of(`layers.${layer}.${name}`);
    const qkv = stream.map((x) => times(normalise(x, ofLayer('norm1.gain'), ofLayer('norm1.bias')), ofLayer('attention.qkv'), 3 * width));
    const ofHeads: Float64Array[][] = Array.from({ length: heads }, () => []);
    attention.push(ofHeads);
    stream.forEach((x, t) => {
      const mixed = new Float64Array(width);
      ofHeads.forEach((ofHead, head) => {
        const attended = attend(qkv, t, head, headWidth, width);
        ofHead.push(attended.weights);
        mixed.set(attended.mixed, head * headWidth);
      });
      times(mixed, ofLayer('attention.out'), width).forEach((value, i) => (x[i] += value));
    });
    const [upBias, downBias] = [ofLayer('mlp.up_bias'), ofLayer('mlp.down_bias')];
    for (const x of stream) {
      const up = times(normalise(x, ofLayer('norm2.gain'), ofLayer('norm2.bias')), ofLayer('mlp.up'), 4 * width);
      const hidden = up.map((value, i) => gelu(value + upBias[i]));
      times(hidden, ofLayer('mlp.down'), width).forEach((value, i) => (x[i] += value + downBias[i]));
    }
  }
  const logits = stream.map((x) => times(normalise(x, of('norm.gain'), of('norm.bias')), of('head'), vocabulary));
  return { logits, attention };
}
