import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { registerWasmKernel } from './wasmModule.ts';

/** Name of the fused kernel; a backend that registers it also registers {@link BIAS_GELU_GRADIENT}. */
const BIAS_GELU = 'BiasGelu';
/** Inputs dy, x, bias; outputs the gradients of x and bias. */
const BIAS_GELU_GRADIENT = 'BiasGeluGradient';

export const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
export const GELU_CUBIC = 0.044715;

/**
 * GELU of x + bias in the tanh approximation: with z = x + bias, ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))).
 * @param x [n, h]
 * @param bias [h]
 * @returns [n, h]
 */
export function biasGelu(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (hasKernel(BIAS_GELU)) return runKernel(BIAS_GELU, { x, bias }) as tf.Tensor2D;
  return stockBiasGelu(x, bias);
}

/** {@link biasGelu} composed from stock operations. */
export function stockBiasGelu(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return tf.tidy(() => {
    const z = tf.add(x, bias);
    const cubed = tf.mul(tf.square(z), z);
    const gate = tf.tanh(tf.mul(tf.add(z, tf.mul(cubed, GELU_CUBIC)), SQRT_2_OVER_PI));
    return tf.mul(tf.mul(z, 0.5), tf.add(gate, 1)) as tf.Tensor2D;
  });
}

/** Registers the fused kernels for the WebAssembly backend. */
export function registerBiasGelu(): void {
  registerWasmKernel(BIAS_GELU, ({ kernels, address, output }, { x, bias }) => {
    const [n, h] = x.shape;
    const y = output([n, h]);
    kernels.biasGelu(address(x), address(bias), address(y), n, h);
    return y;
  });
  registerWasmKernel(BIAS_GELU_GRADIENT, ({ kernels, address, output }, { dy, x, bias }) => {
    const [n, h] = x.shape;
    const [dx, dbias] = [output([n, h]), output([h])];
    kernels.biasGeluGradient(address(dy), address(x), address(bias), address(dx), address(dbias), n, h);
    return [dx, dbias];
  });
}

/** With s = ½ (1 + tanh u), u = √(2/π) (z + 0.044715 z³): dx = dy (s + z s (1 − s) 2 du/dz), dbias = Σ dx over rows. */
tf.registerGradient({
  kernelName: BIAS_GELU,
  inputsToSave: ['x', 'bias'],
  gradFunc: (dy, [x, bias]) => {
    const [dx, dbias] = runKernel(BIAS_GELU_GRADIENT, { dy: dy as tf.Tensor, x, bias }) as tf.Tensor[];
    return { x: () => dx, bias: () => dbias };
  },
});

/** The float64 reference. */
export function referenceBiasGelu(x: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: x.length }, (_, i) => {
    const z = x[i] + bias[i % bias.length];
    return 0.5 * z * (1 + Math.tanh(SQRT_2_OVER_PI * (z + GELU_CUBIC * z ** 3)));
  });
}
