import * as tf from '@tensorflow/tfjs-core';

/** A value computed from a tensor, through which no gradient flows. The operations of `compute` need no gradients of their own. */
export function stopGradient(x: tf.Tensor, compute: (x: tf.Tensor) => tf.Tensor = tf.clone): tf.Tensor {
  const detached = tf.customGrad((input) => {
    const value = compute(input as tf.Tensor);
    return { value, gradFunc: () => tf.zerosLike(x) };
  });
  return detached(x);
}
