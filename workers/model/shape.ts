import { randomSource } from './random.ts';

/** Size of a model. The head width is width/heads, the MLP is four times as wide as the model. */
export interface ModelShape {
  layers: number;
  heads: number;
  width: number;
  /** Positions: the longest sequence. */
  context: number;
  vocabulary: number;
}

export interface TensorShape {
  name: string;
  shape: [number] | [number, number];
}

/** Every parameter of a model, in the order in which they are packed. docs/CHECKPOINT.md explains them. */
export function parameterShapes({ layers, width, context, vocabulary }: ModelShape): TensorShape[] {
  const list: TensorShape[] = [
    { name: 'embed.tokens', shape: [vocabulary, width] },
    { name: 'embed.positions', shape: [context, width] },
  ];
  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string): string => `layers.${layer}.${name}`;
    list.push(
      { name: of('norm1.gain'), shape: [width] },
      { name: of('norm1.bias'), shape: [width] },
      { name: of('attention.qkv'), shape: [width, 3 * width] },
      { name: of('attention.out'), shape: [width, width] },
      { name: of('norm2.gain'), shape: [width] },
      { name: of('norm2.bias'), shape: [width] },
      { name: of('mlp.up'), shape: [width, 4 * width] },
      { name: of('mlp.up_bias'), shape: [4 * width] },
      { name: of('mlp.down'), shape: [4 * width, width] },
      { name: of('mlp.down_bias'), shape: [width] },
    );
  }
  list.push({ name: 'norm.gain', shape: [width] }, { name: 'norm.bias', shape: [width] }, { name: 'head', shape: [width, vocabulary] });
  return list;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

export const parameterCount = (model: ModelShape): number => parameterShapes(model).reduce((count, { shape }) => count + sizeOf(shape), 0);

/** Plain parameters by name: how weights are stored, sent and compared. */
export type Weights = Map<string, Float32Array>;

/**
 * A fresh model: matrices normal with standard deviation 0.02, the two that write into the residual stream scaled by 1/√(2·layers)
 * (GPT-2's rule), gains one, biases zero.
 */
export function initialWeights(model: ModelShape, seed: number): Weights {
  const weights: Weights = new Map();
  parameterShapes(model).forEach(({ name, shape }, index) => {
    const values = new Float32Array(sizeOf(shape));
    if (name.endsWith('gain')) values.fill(1);
    else if (!name.endsWith('bias')) {
      const residual = name.endsWith('attention.out') || name.endsWith('mlp.down');
      const deviation = residual ? 0.02 / Math.sqrt(2 * model.layers) : 0.02;
      const random = randomSource(seed, 'weights', 0, index);
      for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
    }
    weights.set(name, values);
  });
  return weights;
}
