/** What is measured: three models, one episode layout, and data that a float64 reference can check cheaply. */
import type { EpisodeLayout } from '../model/layout.ts';
import { randomSource } from '../model/random.ts';
import { parameterCount, parameterShapes, sizeOf } from '../model/shape.ts';
import type { ModelShape, Weights } from '../model/shape.ts';

export interface BenchModel {
  name: string;
  shape: ModelShape;
}

/** Both answers have a fixed length, so that every side decodes the same number of tokens. */
export const layout: EpisodeLayout = {
  promptLength: 12,
  answerLength: 10,
  separator: 31,
  endOfAnswer: null,
  padding: 31,
  length: 32,
  vocabulary: 32,
};

export const shapeOf = (layers: number, heads: number, width: number, context = layout.length): ModelShape => ({
  layers,
  heads,
  width,
  context,
  vocabulary: layout.vocabulary,
});

export const models: readonly BenchModel[] = [
  { name: '0.2M', shape: shapeOf(2, 4, 96) },
  { name: '1M', shape: shapeOf(5, 4, 128) },
  { name: '5M', shape: shapeOf(6, 8, 256) },
];

/** "0.24M parameters: 2 layers, width 96, 4 heads, context 32, vocabulary 32" */
export const describeModel = ({ shape }: BenchModel): string =>
  `${(parameterCount(shape) / 1e6).toFixed(2)}M parameters: ${shape.layers} layers, width ${shape.width}, ${shape.heads} heads, ` +
  `context ${shape.context}, vocabulary ${shape.vocabulary}`;

/** Different rows of a batch. Longer batches repeat them, so that the mean loss does not depend on the batch and few rows check it. */
export const distinctRows = 8;

/** Weights large enough that the logits are far apart. */
export function livelyWeights(shape: ModelShape, seed = 1): Weights {
  return new Map(
    parameterShapes(shape).map(({ name, shape: size }, index) => {
      const random = randomSource(seed, 'weights', 0, index);
      const centre = name.endsWith('gain') ? 1 : 0;
      return [name, Float32Array.from({ length: sizeOf(size) }, () => centre + 0.08 * random.normal())];
    }),
  );
}

function drawTokens(batch: number, length: number, seed: number, vocabulary: number): Int32Array {
  const random = randomSource(seed, 'mixture');
  const rows = Int32Array.from({ length: distinctRows * length }, () => random.integer(vocabulary));
  return Int32Array.from({ length: batch * length }, (_, i) => rows[i % rows.length]);
}

/** Whole sequences and what follows each of their positions, both [batch, length]. */
export function trainingBatch({ context, vocabulary }: ModelShape, batch: number): { tokens: Int32Array; targets: Int32Array } {
  const sequences = drawTokens(batch, context + 1, 2, vocabulary);
  const cut = (first: number): Int32Array => {
    const part = new Int32Array(batch * context);
    for (let row = 0; row < batch; row++) {
      const start = row * (context + 1) + first;
      part.set(sequences.subarray(start, start + context), row * context);
    }
    return part;
  };
  return { tokens: cut(0), targets: cut(1) };
}

/** Prompts, [batch, promptLength]. The separator is not among their tokens. */
export const promptBatch = (batch: number): Int32Array => drawTokens(batch, layout.promptLength, 3, layout.separator);

/** The optimiser of every side. Stock TensorFlow.js has no decoupled weight decay, so nobody decays. */
export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0, largestNorm: 1 };

/** What everybody's optimiser does, for the table. */
export const describeOptimiser = (): string =>
  `Adam, learning rate ${adam.learningRate}, β₁ ${adam.beta1}, β₂ ${adam.beta2}, gradients clipped to a global norm of ${adam.largestNorm}`;
