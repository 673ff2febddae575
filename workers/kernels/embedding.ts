import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { registerWasmKernel } from './wasmModule.ts';

/** Name of the fused kernel of the table alone; a backend that registers it also registers {@link EMBED_GRADIENT}. */
const EMBED = 'Embed';
/** Inputs dy, tokens; attribute vocabulary; output the gradient of the table. */
const EMBED_GRADIENT = 'EmbedGradient';

/**
 * Name of the fused kernel of table and positions; a backend that registers it also registers {@link EMBED_AT_POSITIONS_GRADIENT}. Inputs tokens,
 * table, positions; attribute length.
 */
export const EMBED_AT_POSITIONS = 'EmbedAtPositions';
/** Inputs dy, tokens, table, positions; attribute length; outputs the gradients of table and positions. */
export const EMBED_AT_POSITIONS_GRADIENT = 'EmbedAtPositionsGradient';

/**
 * The table's row of each token plus that of its position. A token outside 0..V−1 counts as a row of zeros, as its one-hot vector would.
 * @param tokens int32 [batch·length], the positions of one sequence being consecutive
 * @param table [V, d]
 * @param positions [at least length, d]
 * @returns [batch·length, d]
 * @throws if the tokens are not whole sequences of the length, or there are fewer positions
 */
export function embedAtPositions(tokens: tf.Tensor1D, table: tf.Tensor2D, positions: tf.Tensor2D, length: number): tf.Tensor2D {
  if (!(length >= 1) || tokens.size % length !== 0 || positions.shape[0] < length) {
    throw new Error(
      `Tokens must be whole sequences of ${length}, at least one, and the positions as many; got ${tokens.size} tokens and ${positions.shape[0]} positions.`,
    );
  }
  if (!hasKernel(EMBED_AT_POSITIONS)) return composedEmbedAtPositions(tokens, table, positions, length);
  return runKernel(EMBED_AT_POSITIONS, { tokens, table, positions }, { length }) as tf.Tensor2D;
}

/** {@link embedAtPositions} composed from {@link embed} and a sum. */
export function composedEmbedAtPositions(tokens: tf.Tensor1D, table: tf.Tensor2D, positions: tf.Tensor2D, length: number): tf.Tensor2D {
  return tf.tidy(() => {
    const d = table.shape[1];
    const used = positions.shape[0] === length ? positions : tf.slice(positions, [0, 0], [length, d]);
    return tf.reshape(tf.add(tf.reshape(embed(tokens, table), [-1, length, d]), used), [-1, d]);
  });
}

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

/** As above, and row t of the positions' gradient is the sum of dy over position t of all sequences. */
tf.registerGradient({
  kernelName: EMBED_AT_POSITIONS,
  inputsToSave: ['tokens', 'table', 'positions'],
  gradFunc: (dy, [tokens, table, positions], attributes) => {
    const inputs = { dy: dy as tf.Tensor, tokens, table, positions };
    const [dtable, dpositions] = runKernel(EMBED_AT_POSITIONS_GRADIENT, inputs, attributes) as tf.Tensor[];
    return { table: () => dtable, positions: () => dpositions };
  },
});

/** The float64 reference of {@link embed}. */
export function referenceEmbed(tokens: ArrayLike<number>, table: ArrayLike<number>, width: number): Float64Array {
  return Float64Array.from({ length: tokens.length * width }, (_, i) => table[tokens[Math.floor(i / width)] * width + (i % width)]);
}

/** The float64 reference of {@link embedAtPositions}. */
export function referenceEmbedAtPositions(
  tokens: ArrayLike<number>,
  table: ArrayLike<number>,
  positions: ArrayLike<number>,
  { length, width }: { length: number; width: number },
): Float64Array {
  return referenceEmbed(tokens, table, width).map((value, i) => value + positions[i % (length * width)]);
}
