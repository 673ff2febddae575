import * as tf from '@tensorflow/tfjs-core';
import { causalAttention, requireHeads } from './causalAttention.ts';
import { hasKernel, runKernel } from './tfjsPrivate.ts';
import { paddedLength, registerWasmKernel } from './wasmModule.ts';

/**
 * Name of the fused kernel. Inputs qkv [batch, 3·width] and cache; attributes position, maxLength, heads; output [batch, width]. It writes
 * the keys and values of this position into the cache in place.
 */
const CACHED_ATTENTION = 'CachedAttention';
/** Inputs qkv [batch·length, 3·width] and cache; attributes length, maxLength. Writes positions 0..length−1 in place; outputs nothing. */
const FILL_CACHE = 'FillCache';

/**
 * The keys and values of a batch of sequences that are decoded together. Where a fused kernel exists they live in one preallocated
 * tensor that the kernel writes to; elsewhere as one tensor per position, joined when they are read.
 */
export class KeyValueCache {
  /** [batch, floats per sequence], laid out as the kernel likes it, or null where the positions are kept apart. */
  private readonly block: tf.Tensor2D | null;
  /** [batch, 1, 2·width] of every position, or none where there is a block. */
  private readonly rows: tf.Tensor3D[] = [];
  private filled = 0;

  constructor(
    readonly batch: number,
    readonly maxLength: number,
    readonly width: number,
  ) {
    const floats = width * (paddedLength(maxLength) + maxLength);
    this.block = hasKernel(CACHED_ATTENTION) ? tf.keep(tf.zeros<tf.Rank.R2>([batch, floats])) : null;
  }

  /** Number of positions that hold keys and values. */
  get length(): number {
    return this.filled;
  }

  /** Takes the keys and values of positions 0..length−1 from qkv [batch·length, 3·width] and forgets all others. */
  fill(qkv: tf.Tensor2D, length: number): void {
    this.requireRoom(qkv, 0, length);
    if (this.block) {
      runKernel(FILL_CACHE, { qkv, cache: this.block }, { length, maxLength: this.maxLength });
    } else {
      this.forgetFrom(0);
      const { batch, width } = this;
      const perPosition = tf.tidy(() =>
        tf.split<tf.Tensor3D>(tf.slice(tf.reshape(qkv, [batch, length, 3 * width]), [0, 0, width], [batch, length, 2 * width]), length, 1),
      );
      this.rows.push(...perPosition.map((row) => tf.keep(row)));
    }
    this.filled = length;
  }

  /** Puts this position's keys and values in, forgets later ones, and attends from its queries over 0..position; [batch, width]. */
  attend(qkv: tf.Tensor2D, position: number, heads: number): tf.Tensor2D {
    this.requireRoom(qkv, position, 1);
    requireHeads(this.width, heads);
    this.filled = position + 1;
    const { batch, width, maxLength, block } = this;
    if (block) return runKernel(CACHED_ATTENTION, { qkv, cache: block }, { position, maxLength, heads }) as tf.Tensor2D;
    this.forgetFrom(position);
    this.rows.push(tf.tidy(() => tf.keep(tf.reshape(tf.slice(qkv, [0, width], [batch, 2 * width]), [batch, 1, 2 * width]))));
    return tf.tidy(() => {
      const headWidth = width / heads;
      const query = tf.reshape(tf.slice(qkv, [0, 0], [batch, width]), [batch, heads, 1, headWidth]);
      const past = tf.reshape(tf.concat(this.rows, 1), [batch, position + 1, 2, heads, headWidth]);
      const [key, value] = tf.unstack(tf.transpose(past, [2, 0, 3, 1, 4])) as [tf.Tensor4D, tf.Tensor4D];
      const probabilities = tf.softmax(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(headWidth)));
      return tf.reshape(tf.matMul(probabilities, value), [batch, width]);
    });
  }

  dispose(): void {
    this.block?.dispose();
    this.forgetFrom(0);
    this.filled = 0;
  }

  private forgetFrom(position: number): void {
    for (const row of this.rows.splice(position)) row.dispose();
  }

  private requireRoom(qkv: tf.Tensor2D, position: number, length: number): void {
    const { batch, width, maxLength } = this;
    if (qkv.shape[0] !== batch * length || qkv.shape[1] !== 3 * width) {
      throw new Error(`qkv must be [${batch * length}, ${3 * width}] for this cache; got [${qkv.shape.join(', ')}].`);
    }
    if (!Number.isInteger(position) || position < 0 || position > this.filled || position + length > maxLength) {
      throw new Error(
        `Positions must follow each other within 0 to ${maxLength - 1}; got ${length} from position ${position} with ${this.filled} cached.`,
      );
    }
  }
}

/**
 * Causal attention over a prompt, whose keys and values become positions 0..length−1 of the cache.
 * @param qkv [batch·length, 3·width], the positions of one sequence being consecutive rows
 * @returns [batch·length, width]
 */
export function prefillAttention(qkv: tf.Tensor2D, cache: KeyValueCache, length: number, heads: number): tf.Tensor2D {
  cache.fill(qkv, length);
  return causalAttention(qkv, cache.batch, length, heads);
}

/**
 * Attention of one new position over the cache and itself. It has no gradient. A position that was cached before is replaced, and the ones
 * behind it are forgotten.
 * @param qkv [batch, 3·width] of the new position
 * @param position at most `cache.length`
 * @returns [batch, width]
 */
export function cachedAttention(qkv: tf.Tensor2D, cache: KeyValueCache, position: number, heads: number): tf.Tensor2D {
  return cache.attend(qkv, position, heads);
}

/** Registers the fused kernels for the WebAssembly backend. */
export function registerCachedAttention(): void {
  registerWasmKernel(FILL_CACHE, ({ kernels, address }, { qkv, cache }, { length, maxLength }) => {
    kernels.fillCache(address(qkv), address(cache), qkv.shape[0] / length, 0, length, maxLength, qkv.shape[1] / 3);
    return [];
  });
  registerWasmKernel(CACHED_ATTENTION, ({ kernels, address, output, withScratch }, { qkv, cache }, { position, maxLength, heads }) => {
    const [batch, width] = [qkv.shape[0], qkv.shape[1] / 3];
    const mixed = output([batch, width]);
    kernels.fillCache(address(qkv), address(cache), batch, position, 1, maxLength, width);
    withScratch(paddedLength(maxLength), (scratch) => {
      kernels.cachedAttention(address(qkv), address(cache), address(mixed), scratch, batch, position, maxLength, heads, width / heads);
    });
    return mixed;
  });
}
