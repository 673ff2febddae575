import * as tf from '@tensorflow/tfjs-core';
import { parameterShapes, sizeOf } from './shape.ts';
import type { ModelShape, Weights } from './shape.ts';

/** A model's parameters as tensors on the backend, by name. */
export type ParameterTensors = ReadonlyMap<string, tf.Tensor>;

/** A model's parameters as variables that an optimiser can assign. Names on the backend get a unique prefix. */
export class Parameters {
  readonly variables: Map<string, tf.Variable>;

  private static instances = 0;

  constructor(
    readonly model: ModelShape,
    weights: Weights,
  ) {
    const prefix = `model${Parameters.instances++}.`;
    this.variables = new Map(
      parameterShapes(model).map(({ name, shape }) => {
        const values = weights.get(name);
        if (!values) throw new Error(`The weights have no tensor "${name}".`);
        return [name, tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32'), true, prefix + name))];
      }),
    );
  }

  /** Number of parameters. */
  get count(): number {
    let count = 0;
    for (const variable of this.variables.values()) count += variable.size;
    return count;
  }

  /** All parameters as one vector, in the order of `parameterShapes`. */
  pack(): tf.Tensor1D {
    return tf.tidy(() => tf.concat([...this.variables.values()].map((variable) => tf.reshape(variable, [-1])))) as tf.Tensor1D;
  }

  /** Assigns all parameters from one vector in the order of `pack`. */
  assign(packed: tf.Tensor1D): void {
    tf.tidy(() => {
      const variables = [...this.variables.values()];
      const parts = tf.split(
        packed,
        variables.map((variable) => variable.size),
      );
      variables.forEach((variable, index) => variable.assign(tf.reshape(parts[index], variable.shape)));
    });
  }

  async weights(): Promise<Weights> {
    const packed = this.pack();
    const values = (await packed.data()) as Float32Array;
    packed.dispose();
    return unpackWeights(this.model, values);
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
  }
}

/** Cuts a packed vector into named parameters. */
function unpackWeights(model: ModelShape, packed: Float32Array): Weights {
  let offset = 0;
  return new Map(
    parameterShapes(model).map(({ name, shape }) => {
      const start = offset;
      offset += sizeOf(shape);
      return [name, packed.slice(start, offset)];
    }),
  );
}
