import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { registerWasmKernel } from './wasmModule.ts';

/** Name of the fused kernel; a backend that registers it also registers {@link EMBED_GRADIENT}. */
const EMBED = 'Embed';
/** Inputs dy, tokens; attribute vocabulary; output the gradient of the table. */
const EMBED_GRADIENT = 'EmbedGradient';

/**
 * The table's row of each token. A token outside 0..V−1 gives a row of zeros, as its one-hot vector would.
 * @param tokens int32 [n]
 * @param table [V, d]
 * @returns [n, d]
 */
export function embed(tokens: tf.Tensor1D, table: tf.Tensor2D): tf.Tensor2D {
  if (hasKernel(EMBED)) return runKernel(EMBED, { tokens, table }) as tf.Tensor2D;
  return stockEmbed(tokens, table);
}

/**
 * {@link embed} as a product with one-hot rows: the gradient of `tf.gather` adds in no fixed order on WebGPU, that of a product
 * does not. The cast is not idle: `tf.oneHot` with dtype float32 writes the bits of the integer 1 on the WASM backend.
 */
export function stockEmbed(tokens: tf.Tensor1D, table: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(tf.cast(tf.oneHot(tokens, table.shape[0]), 'float32'), table));
}

/** Registers the fused kernels for the WebAssembly backend. */
export function registerEmbed(): void {
  registerWasmKernel(EMBED, ({ kernels, address, output }, { tokens, table }) => {
    const [vocabulary, d] = table.shape;
    const [n] = tokens.shape;
    const rows = output([n, d]);
    kernels.embed(address(tokens), address(table), address(rows), n, d, vocabulary);
    return rows;
  });
  registerWasmKernel(EMBED_GRADIENT, ({ kernels, address, output }, { dy, tokens }, { vocabulary }) => {
    const [n, d] = dy.shape;
    const dtable = output([vocabulary, d]);
    kernels.embedGradient(address(dy), address(tokens), address(dtable), n, d, vocabulary);
    return dtable;
  });
}

/** Row v of the table's gradient is the sum of dy over the rows whose token is v. */
tf.registerGradient({
  kernelName: EMBED,
  inputsToSave: ['tokens', 'table'],
  gradFunc: (dy, [tokens, table]) => ({
    table: () => runKernel(EMBED_GRADIENT, { dy: dy as tf.Tensor, tokens }, { vocabulary: table.shape[0] }) as tf.Tensor,
  }),
});

/** The float64 reference. */
export function referenceEmbed(tokens: ArrayLike<number>, table: ArrayLike<number>, width: number): Float64Array {
  return Float64Array.from({ length: tokens.length * width }, (_, i) => table[tokens[Math.floor(i / width)] * width + (i % width)]);
}
