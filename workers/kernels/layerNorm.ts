import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { registerWasmKernel } from './wasmModule.ts';

/**
 * Name of the fused kernel; a backend that registers it also registers {@link LAYER_NORM_GRADIENT}. Outputs y and, where the backend likes to keep
 * them, the moments of each row.
 */
export const LAYER_NORM = 'LayerNorm';
/** Inputs dy, x, gain, bias and, if they were kept, moments; outputs the gradients of x, gain and bias. */
export const LAYER_NORM_GRADIENT = 'LayerNormGradient';

/** Added to the variance of a row before its square root is taken. */
export const LAYER_NORM_EPSILON = 1e-5;

/**
 * Normalises each row to mean 0 and (biased) variance 1, then scales by `gain` and shifts by `bias`.
 * @param x [n, d]
 * @param gain [d]
 * @param bias [d]
 * @returns [n, d]
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!hasKernel(LAYER_NORM)) return stockLayerNorm(x, gain, bias);
  const [y, ...saved] = [runKernel(LAYER_NORM, { x, gain, bias })].flat() as tf.Tensor2D[];
  tf.dispose(saved);
  return y;
}

/** {@link layerNorm} composed from stock operations: every backend can run it, and the fused kernels are tested against it. */
export function stockLayerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
    return tf.add(tf.mul(normalised, gain), bias) as tf.Tensor2D;
  });
}

/** Registers the fused kernels for the WebAssembly backend. */
export function registerLayerNorm(): void {
  registerWasmKernel(LAYER_NORM, ({ kernels, address, output }, { x, gain, bias }) => {
    const [n, d] = x.shape;
    const y = output([n, d]);
    kernels.layerNorm(address(x), address(gain), address(bias), address(y), n, d);
    return y;
  });
  registerWasmKernel(LAYER_NORM_GRADIENT, ({ kernels, address, output }, { dy, x, gain }) => {
    const [n, d] = x.shape;
    const [dx, dgain, dbias] = [output([n, d]), output([d]), output([d])];
    kernels.layerNormGradient(address(dy), address(x), address(gain), address(dx), address(dgain), address(dbias), n, d);
    return [dx, dgain, dbias];
  });
}

/**
 * With x̂ the normalised row and g = dy·gain: dx = (g − mean(g) − x̂·mean(g·x̂))/√(variance + ε), dgain = Σ dy·x̂, dbias = Σ dy, the sums
 * over rows.
 */
tf.registerGradient({
  kernelName: LAYER_NORM,
  inputsToSave: ['x', 'gain', 'bias'],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, gain, bias, moments]) => {
    const inputs = { dy: [dys].flat()[0], x, gain, bias, ...(moments && { moments }) };
    const [dx, dgain, dbias] = runKernel(LAYER_NORM_GRADIENT, inputs) as tf.Tensor[];
    return { x: () => dx, gain: () => dgain, bias: () => dbias };
  },
});

/** The float64 reference: the definition, one element at a time. */
export function referenceLayerNorm(x: ArrayLike<number>, gain: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
  const d = gain.length;
  const y = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += d) {
    let mean = 0;
    for (let i = 0; i < d; i++) mean += x[row + i] / d;
    let variance = 0;
    for (let i = 0; i < d; i++) variance += (x[row + i] - mean) ** 2 / d;
    for (let i = 0; i < d; i++) y[row + i] = ((x[row + i] - mean) / Math.sqrt(variance + LAYER_NORM_EPSILON)) * gain[i] + bias[i];
  }
  return y;
}
