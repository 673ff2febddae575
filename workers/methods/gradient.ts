import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../model/parameters.ts';

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

/**
 * Gradient of a scalar loss with respect to all parameters, packed.
 * @param lossOf gives the loss and any scalars to be read back beside it, by name
 * @throws NotFiniteError naming the first quantity that is not finite
 */
export async function gradientOf(
  parameters: Parameters,
  lossOf: () => { loss: tf.Scalar; aside: Record<string, tf.Scalar> },
): Promise<GradientReport> {
  const variables = [...parameters.variables.values()];
  let names: string[] = [];
  const [gradient, scalars] = tf.tidy(() => {
    let aside: Record<string, tf.Scalar> = {};
    const { value, grads } = tf.variableGrads(() => {
      const terms = lossOf();
      aside = Object.fromEntries(Object.entries(terms.aside).map(([name, scalar]) => [name, tf.keep(scalar.clone())]));
      return terms.loss;
    }, variables);
    names = Object.keys(aside);
    const packed = tf.concat(variables.map((variable) => tf.reshape(grads[variable.name], [-1]))) as tf.Tensor1D;
    const read = tf.stack([tf.sqrt(tf.sum(tf.square(packed))), value, ...Object.values(aside)]);
    for (const scalar of Object.values(aside)) scalar.dispose();
    return [packed, read];
  });
  const [norm, loss, ...aside] = await scalars.data();
  scalars.dispose();
  const quantities: [string, number][] = [
    ['loss', loss],
    ...names.map((name, index): [string, number] => [name, aside[index]]),
    ['gradient norm', norm],
  ];
  const bad = quantities.find(([, value]) => !Number.isFinite(value));
  if (bad) {
    gradient.dispose();
    throw new NotFiniteError(bad[0]);
  }
  return { gradient, norm, loss, aside };
}
