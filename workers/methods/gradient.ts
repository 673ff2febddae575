import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../model/parameters.ts';

/** A loss, and numbers computed on the way that are read back beside it. */
export interface LossTerms {
  /** What is differentiated. */
  loss: tf.Scalar;
  /** [quantities], or null where there are none. */
  aside: tf.Tensor1D | null;
}

/** A gradient and the numbers computed on the way, read back once. */
export interface GradientReport {
  /** Packed in the order of the parameters; the caller disposes of it. */
  gradient: tf.Tensor1D;
  /** Euclidean norm of the gradient. */
  norm: number;
  loss: number;
  /** The values of `aside`, in order. */
  aside: number[];
}

/** A quantity was NaN or infinite. Nothing was changed by it. */
export class NotFiniteError extends Error {
  constructor(readonly quantity: string) {
    super(`the ${quantity} is not a finite number`);
  }
}

/** An error that names the first quantity that is not finite, or null if all are. @param names of `aside`, in order */
export function firstNotFinite(names: readonly string[], { norm, loss, aside }: Omit<GradientReport, 'gradient'>): NotFiniteError | null {
  const quantities: [string, number][] = [
    ['loss', loss],
    ...names.map((name, index): [string, number] => [name, aside[index]]),
    ['gradient norm', norm],
  ];
  const bad = quantities.find(([, value]) => !Number.isFinite(value));
  return bad ? new NotFiniteError(bad[0]) : null;
}

/**
 * Gradient of a scalar loss with respect to all parameters, packed.
 * @param names what the entries of `aside` are called
 * @throws NotFiniteError naming the first quantity that is not finite
 */
export async function gradientOf(parameters: Parameters, names: readonly string[], lossOf: () => LossTerms): Promise<GradientReport> {
  const variables = [...parameters.variables.values()];
  const [gradient, scalars] = tf.tidy(() => {
    const beside: tf.Tensor1D[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const { loss, aside } = lossOf();
      if (aside) beside.push(tf.keep(aside.clone()));
      return loss;
    }, variables);
    const packed = tf.concat(variables.map((variable) => tf.reshape(grads[variable.name], [-1]))) as tf.Tensor1D;
    const scalar = (x: tf.Tensor): tf.Tensor1D => tf.reshape(x, [1]);
    const read = tf.concat([scalar(tf.sqrt(tf.sum(tf.square(packed)))), scalar(value), ...beside]);
    tf.dispose(beside);
    return [packed, read];
  });
  const [norm, loss, ...aside] = await scalars.data();
  scalars.dispose();
  const bad = firstNotFinite(names, { norm, loss, aside });
  if (bad) {
    gradient.dispose();
    throw bad;
  }
  return { gradient, norm, loss, aside };
}
