/**
 * Gradients of the stock operations that the project differentiates. TensorFlow.js ships them only as ES modules that Node cannot load beside
 * its own CommonJS build, so they are stated here, once for every environment. Importing this file registers them, unless somebody has.
 */
import * as tf from '@tensorflow/tfjs-core';

/** The gradient of each input by name, computed only for the inputs that something depends on. */
type Gradient = (dy: tf.Tensor, saved: tf.Tensor[], attributes: tf.NamedAttrMap) => Record<string, () => tf.Tensor>;

/** `dy` summed over the dimensions along which an input of this shape was broadcast. */
function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

/** `dy` of a reduction over `axis`, repeated to the shape that was reduced. */
function expand(dy: tf.Tensor, shape: number[], axis: number | number[]): tf.Tensor {
  const reduced = tf.util.parseAxisParam(axis, shape);
  const kept = shape.map((size, i) => (reduced.includes(i) ? 1 : size));
  // tf.broadcastTo is ten times slower than this on the WebAssembly backend.
  return tf.mul(tf.reshape(dy, kept), tf.ones(shape));
}

/** Operations whose gradient needs their inputs, by the names of those inputs. */
const fromInputs: Record<string, [inputs: string[], Gradient]> = {
  [tf.Add]: [['a', 'b'], (dy, [a, b]) => ({ a: () => unbroadcast(dy, a.shape), b: () => unbroadcast(dy, b.shape) })],
  [tf.Sub]: [['a', 'b'], (dy, [a, b]) => ({ a: () => unbroadcast(dy, a.shape), b: () => unbroadcast(tf.neg(dy), b.shape) })],
  [tf.Multiply]: [
    ['a', 'b'],
    (dy, [a, b]) => ({ a: () => unbroadcast(tf.mul(dy, b), a.shape), b: () => unbroadcast(tf.mul(dy, a), b.shape) }),
  ],
  [tf.RealDiv]: [
    ['a', 'b'],
    (dy, [a, b]) => ({
      a: () => unbroadcast(tf.div(dy, b), a.shape),
      b: () => unbroadcast(tf.neg(tf.div(tf.mul(dy, a), tf.square(b))), b.shape),
    }),
  ],
  [tf.Square]: [['x'], (dy, [x]) => ({ x: () => tf.mul(dy, tf.mul(x, 2)) })],
  [tf.Log]: [['x'], (dy, [x]) => ({ x: () => tf.div(dy, x) })],
  [tf.Reshape]: [['x'], (dy, [x]) => ({ x: () => tf.reshape(dy, x.shape) })],
  [tf.Slice]: [
    ['x'],
    (dy, [x], { begin }) => {
      const first = [begin as number | number[]].flat();
      const paddings = x.shape.map((size, i): [number, number] => [first[i] ?? 0, size - (first[i] ?? 0) - dy.shape[i]]);
      return { x: () => tf.pad(dy, paddings) };
    },
  ],
  [tf.Sum]: [['x'], (dy, [x], { axis }) => ({ x: () => expand(dy, x.shape, axis as number[]) })],
  [tf.Mean]: [['x'], (dy, [x], { axis }) => ({ x: () => expand(tf.mul(dy, dy.size / x.size), x.shape, axis as number[]) })],
  [tf.Select]: [
    ['condition'],
    (dy, [condition]) => ({
      condition: () => tf.cast(tf.zerosLike(condition), 'float32'),
      t: () => tf.mul(dy, tf.cast(condition, 'float32')),
      e: () => tf.mul(dy, tf.cast(tf.logicalNot(condition), 'float32')),
    }),
  ],
  [tf.BatchMatMul]: [
    ['a', 'b'],
    (dy, [a, b], attributes) => {
      const [ta, tb] = [attributes.transposeA as boolean, attributes.transposeB as boolean];
      return {
        a: () => unbroadcast(ta ? tf.matMul(b, dy, tb, true) : tf.matMul(dy, b, false, !tb), a.shape),
        b: () => unbroadcast(tb ? tf.matMul(dy, a, true, ta) : tf.matMul(a, dy, !ta, false), b.shape),
      };
    },
  ],
};

/** Operations whose gradient needs their output y. */
const fromOutput: Record<string, Gradient> = {
  [tf.Sqrt]: (dy, [y]) => ({ x: () => tf.div(dy, tf.mul(y, 2)) }),
  [tf.Rsqrt]: (dy, [y]) => ({ x: () => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5)) }),
  [tf.Exp]: (dy, [y]) => ({ x: () => tf.mul(dy, y) }),
  [tf.Tanh]: (dy, [y]) => ({ x: () => tf.mul(dy, tf.sub(1, tf.square(y))) }),
  [tf.Softmax]: (dy, [y], { dim }) => ({
    logits: () => {
      const weighted = tf.mul(dy, y);
      return tf.sub(weighted, tf.mul(tf.sum(weighted, dim as number, true), y));
    },
  }),
  [tf.LogSoftmax]: (dy, [y], { axis }) => ({ logits: () => tf.sub(dy, tf.mul(tf.sum(dy, axis as number, true), tf.exp(y))) }),
};

/** Linear operations, whose gradient needs neither. */
const fromAttributes: Record<string, Gradient> = {
  [tf.Neg]: (dy) => ({ x: () => tf.neg(dy) }),
  [tf.Cast]: (dy) => ({ x: () => tf.cast(dy, 'float32') }),
  [tf.Identity]: (dy) => ({ x: () => tf.cast(dy, 'float32') }),
  [tf.Transpose]: (dy, _, { perm }) => ({ x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])) }),
};

/** Operations that take or give a list of tensors; one tensor is not given as a list. */
const ofLists: tf.GradConfig[] = [
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, parts, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, parts[0].shape)[0];
      const lengths = parts.map((part) => part.shape[along]);
      return byIndex(tf.split(dy as tf.Tensor, lengths, along));
    },
  },
  { kernelName: tf.Pack, gradFunc: (dy, _, { axis }) => byIndex(tf.unstack(dy as tf.Tensor, axis as number)) },
  { kernelName: tf.Unpack, gradFunc: (dy, _, { axis }) => ({ value: () => tf.stack([dy].flat(), axis as number) }) },
  { kernelName: tf.SplitV, gradFunc: (dy, _, { axis }) => ({ x: () => tf.concat([dy].flat(), axis as number) }) },
];

function byIndex(gradients: tf.Tensor[]): Record<string, () => tf.Tensor> {
  return Object.fromEntries(gradients.map((gradient, i) => [i, () => gradient]));
}

const gradients: tf.GradConfig[] = [
  ...Object.entries(fromInputs).map(([kernelName, [inputsToSave, gradient]]) => ({
    kernelName,
    inputsToSave,
    gradFunc: gradient as tf.GradFunc,
  })),
  ...Object.entries(fromOutput).map(([kernelName, gradient]) => ({ kernelName, outputsToSave: [true], gradFunc: gradient as tf.GradFunc })),
  ...Object.entries(fromAttributes).map(([kernelName, gradient]) => ({ kernelName, gradFunc: gradient as tf.GradFunc })),
  ...ofLists,
];

for (const gradient of gradients) {
  if ((tf.getGradient(gradient.kernelName) as tf.GradConfig | undefined) === undefined) tf.registerGradient(gradient);
}
