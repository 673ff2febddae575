import * as tf from '@tensorflow/tfjs-core';
import { optimisationsInUse } from '../kernels/webgpu/optimisations.ts';
import { PackedParameters } from './packedParameters.ts';
import { parameterShapes, sizeOf } from './shape.ts';
import type { ModelShape, Weights } from './shape.ts';

/** A model's parameters as tensors on the backend, by name. */
export type ParameterTensors = ReadonlyMap<string, tf.Tensor>;

/** A model's parameters as variables that an optimiser can assign. Names on the backend get a unique prefix. */
export class Parameters {
  readonly variables: Map<string, tf.Variable>;
  /** Where the variables are views of one buffer, that buffer and the gradient's; else null. */
  readonly packed: PackedParameters | null;

  private static instances = 0;

  constructor(
    readonly model: ModelShape,
    weights: Weights,
  ) {
    const prefix = `model${Parameters.instances++}.`;
    const dense = packWeights(model, weights);
    this.packed = optimisationsInUse().packedParameters ? new PackedParameters(model, dense) : null;
    const parts = unpackWeights(model, dense);
    this.variables = new Map(
      parameterShapes(model).map(({ name, shape }) => {
        const tensor = (): tf.Tensor => this.packed?.view(name, shape) ?? tf.tensor(parts.get(name)!, shape, 'float32');
        return [name, tf.tidy(() => tf.variable(tensor(), true, prefix + name))];
      }),
    );
    this.packed?.adopt(this.variables);
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

  /** Assigns all parameters from one vector in the order of `pack`. Not for packed parameters, whose variables must stay where they are. */
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

  /** Gives all parameters other values, where they are. */
  load(weights: Weights): void {
    const dense = packWeights(this.model, weights);
    if (this.packed) this.packed.load(dense);
    else tf.tidy(() => this.assign(tf.tensor1d(dense)));
  }

  async weights(): Promise<Weights> {
    if (this.packed) return unpackWeights(this.model, await this.packed.weights());
    const packed = this.pack();
    const values = (await packed.data()) as Float32Array;
    packed.dispose();
    return unpackWeights(this.model, values);
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.packed?.dispose();
  }
}

/** Joins named parameters into one vector. @throws if one is missing */
function packWeights(model: ModelShape, weights: Weights): Float32Array {
  const shapes = parameterShapes(model);
  const dense = new Float32Array(shapes.reduce((count, { shape }) => count + sizeOf(shape), 0));
  let offset = 0;
  for (const { name, shape } of shapes) {
    const values = weights.get(name);
    if (!values) throw new Error(`The weights have no tensor "${name}".`);
    dense.set(values, offset);
    offset += sizeOf(shape);
  }
  return dense;
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
