import * as tf from '@tensorflow/tfjs-core';
import { biasGelu, referenceBiasGelu } from './biasGelu.ts';
import { referenceMatMul } from './matMul.ts';
import { hasKernel, runKernel } from './tfjsPrivate.ts';

/**
 * Name of the fused kernel without bias. Inputs x, w and, if any, residual; outputs y. A backend that registers it also registers the other two.
 */
export const LINEAR = 'Linear';
/** Inputs x, w, bias and, if any, residual; attribute gelu; outputs y and, with a GELU, z = x·w + bias. */
export const LINEAR_WITH_BIAS = 'LinearWithBias';
/** Inputs dy, x, w and, if the layer has them, bias and z; outputs the gradients of x, w and, if any, bias. */
export const LINEAR_GRADIENT = 'LinearGradient';

/** What follows a product. */
export type Epilogue = { residual?: tf.Tensor2D } & (
  { bias?: tf.Tensor1D; activation?: undefined } | { bias: tf.Tensor1D; activation: 'gelu' }
);

/**
 * A linear layer, activation(x·w + bias) + residual. GELU is that of {@link biasGelu}.
 * @param x [n, inner]
 * @param w [inner, columns]
 * @param epilogue bias [columns], residual [n, columns]
 * @returns [n, columns]
 * @throws if the shapes do not agree
 */
export function linear(x: tf.Tensor2D, w: tf.Tensor2D, epilogue: Epilogue = {}): tf.Tensor2D {
  requireShapes(x, w, epilogue);
  if (!hasKernel(LINEAR)) return composedLinear(x, w, epilogue);
  const { bias, residual, activation } = epilogue;
  const inputs = { x, w, ...(bias && { bias }), ...(residual && { residual }) };
  const [y, ...saved] = runKernel(bias ? LINEAR_WITH_BIAS : LINEAR, inputs, { gelu: activation === 'gelu' }) as tf.Tensor2D[];
  tf.dispose(saved);
  return y;
}

/** {@link linear} composed from a product, {@link biasGelu} and sums, fused or stock, whichever the backend has. */
export function composedLinear(x: tf.Tensor2D, w: tf.Tensor2D, { bias, residual, activation }: Epilogue = {}): tf.Tensor2D {
  return tf.tidy(() => {
    let y: tf.Tensor2D = tf.matMul(x, w);
    if (activation) y = biasGelu(y, bias);
    else if (bias) y = tf.add(y, bias);
    return residual ? tf.add(residual, y) : y;
  });
}

function requireShapes(x: tf.Tensor2D, w: tf.Tensor2D, { bias, residual }: Epilogue): void {
  const [[n, inner], columns] = [x.shape, w.shape[1]];
  const expected: [string, tf.Tensor | undefined, number[]][] = [
    ['w', w, [inner, columns]],
    ['bias', bias, [columns]],
    ['residual', residual, [n, columns]],
  ];
  for (const [name, tensor, shape] of expected) {
    if (tensor && !tf.util.arraysEqual(tensor.shape, shape)) {
      throw new Error(
        `${name} must be [${shape.join(', ')}] beside x [${n}, ${inner}] and ${columns} columns; got [${tensor.shape.join(', ')}].`,
      );
    }
  }
}

/** With dz = dy·gelu′(z), or dy: dx = dz·wᵀ, dw = xᵀ·dz, dbias = Σ dz over rows, dresidual = dy. */
const gradient =
  (bias: boolean): tf.GradFunc =>
  (dys, saved) => {
    const dy = [dys].flat()[0];
    const [x, w] = saved;
    const z = saved.at(bias ? 3 : 2);
    const inputs = { dy, x, w, ...(bias && { bias: saved[2] }), ...(z && { z }) };
    const [dx, dw, dbias] = runKernel(LINEAR_GRADIENT, inputs) as tf.Tensor[];
    // The tape disposes of a gradient once it has added another to it, and dy may be somebody else's.
    return { x: () => dx, w: () => dw, bias: () => dbias, residual: () => tf.clone(dy) };
  };

tf.registerGradient({ kernelName: LINEAR, inputsToSave: ['x', 'w'], gradFunc: gradient(false) });
tf.registerGradient({
  kernelName: LINEAR_WITH_BIAS,
  inputsToSave: ['x', 'w', 'bias'],
  outputsToSave: [false, true],
  gradFunc: gradient(true),
});

/** The float64 reference. */
export function referenceLinear(
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  columns: number,
  { bias, residual, activation }: { bias?: ArrayLike<number>; residual?: ArrayLike<number>; activation?: 'gelu' },
): Float64Array {
  const inner = w.length / columns;
  const sizes = { rows: x.length / inner, inner, columns, transposeA: false, transposeB: false };
  const shift = bias ?? new Float64Array(columns);
  const z = referenceMatMul(x, w, sizes).map((value, i) => value + shift[i % columns]);
  const y = activation ? referenceBiasGelu(z, [0]) : z;
  return residual ? y.map((value, i) => value + residual[i]) : y;
}
