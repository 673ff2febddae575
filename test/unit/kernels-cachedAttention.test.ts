import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cachedAttention, KeyValueCache, prefillAttention } from '../../workers/kernels/cachedAttention.ts';
import { referenceCausalAttention } from '../../workers/kernels/causalAttention.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';
import { expectClose, normals, startWasm } from './kernels-checks.ts';

const [batch, length, width] = [3, 7, 12];

/** qkv of positions from..to−1 of every sequence. */
function positions(qkv: Float32Array, from: number, to: number): tf.Tensor2D {
  return tf.tidy(() =>
    tf.reshape(tf.slice(tf.tensor3d(qkv, [batch, length, 3 * width]), [0, from, 0], [batch, to - from, 3 * width]), [-1, 3 * width]),
  );
}

/** Attention of position t of every sequence, [batch, width], by the reference over whole sequences. */
function expectedAt(qkv: Float32Array, t: number, heads: number): number[] {
  const whole = referenceCausalAttention(qkv, { batch, length, heads });
  return Array.from({ length: batch }, (_, b) => Array.from(whole.slice((b * length + t) * width, (b * length + t + 1) * width))).flat();
}

function decode(cache: KeyValueCache, qkv: Float32Array, t: number, heads: number): Float32Array {
  return tf.tidy(() => cachedAttention(positions(qkv, t, t + 1), cache, t, heads).dataSync<'float32'>());
}

describe.each(['stock', 'fused'])('%s cached attention', (form) => {
  beforeAll(async () => {
    await startWasm();
    if (form === 'fused') await registerWasmKernels();
  });

  it.each([1, 2, 4])('decodes, position by position, what attention over the whole sequence gives with %i heads', (heads) => {
    const qkv = normals(batch * length * 3 * width, 1);
    const cache = new KeyValueCache(batch, length, width);
    for (let t = 0; t < length; t++) expectClose(decode(cache, qkv, t, heads), expectedAt(qkv, t, heads), 2e-6);
    cache.dispose();
  });

  it('continues from a prompt', () => {
    const qkv = normals(batch * length * 3 * width, 2);
    const cache = new KeyValueCache(batch, length, width);
    const prompt = tf.tidy(() => prefillAttention(positions(qkv, 0, 4), cache, 4, 2).dataSync());
    for (let t = 0; t < 4; t++) {
      const rows = Array.from({ length: batch }, (_, b) => Array.from(prompt.slice((b * 4 + t) * width, (b * 4 + t + 1) * width))).flat();
      expectClose(rows, expectedAt(qkv, t, 2), 2e-6);
    }
    expect(cache.length).toBe(4);
    for (let t = 4; t < length; t++) expectClose(decode(cache, qkv, t, 2), expectedAt(qkv, t, 2), 2e-6);
    cache.dispose();
  });

  it('goes back to an earlier position and forgets what came behind it', () => {
    const [first, second] = [normals(batch * length * 3 * width, 3), normals(batch * length * 3 * width, 4)];
    const cache = new KeyValueCache(batch, length, width);
    for (let t = 0; t < length; t++) decode(cache, first, t, 2);
    tf.tidy(() => void prefillAttention(positions(second, 0, 2), cache, 2, 2));
    for (let t = 2; t < 5; t++) decode(cache, first, t, 2);
    for (let t = 2; t < length; t++) expectClose(decode(cache, second, t, 2), expectedAt(second, t, 2), 2e-6);
    cache.dispose();
  });

  it('is not touched by NaN that an earlier use left behind the position', () => {
    const qkv = normals(batch * length * 3 * width, 5);
    const cache = new KeyValueCache(batch, length, width);
    tf.tidy(() => cache.fill(positions(qkv.slice().fill(NaN), 0, length), length));
    tf.tidy(() => cache.fill(positions(qkv, 0, 1), 1));
    expectClose(decode(cache, qkv, 1, 2), expectedAt(qkv, 1, 2), 2e-6);
    cache.dispose();
  });

  it('leaves no tensor behind once the cache is disposed', () => {
    const before = tf.memory();
    const qkv = normals(batch * length * 3 * width, 6);
    const cache = new KeyValueCache(batch, length, width);
    tf.tidy(() => void prefillAttention(positions(qkv, 0, 3), cache, 3, 2));
    for (let t = 3; t < length; t++) decode(cache, qkv, t, 2);
    cache.dispose();
    const after = tf.memory();
    expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
  });

  it('gives the same bits for the same sequence', () => {
    const qkv = normals(batch * length * 3 * width, 7);
    const once = (): Float32Array[] => {
      const cache = new KeyValueCache(batch, length, width);
      const rows = Array.from({ length }, (_, t) => decode(cache, qkv, t, 4));
      cache.dispose();
      return rows;
    };
    expect(once()).toEqual(once());
  });

  it('refuses a position that leaves a gap, one behind the end, and qkv of another size', () => {
    const cache = new KeyValueCache(1, 2, 4);
    const qkv = tf.zeros<tf.Rank.R2>([1, 12]);
    expect(() => cachedAttention(qkv, cache, 1, 1)).toThrow('got 1 from position 1 with 0 cached');
    tf.dispose([cachedAttention(qkv, cache, 0, 1), cachedAttention(qkv, cache, 1, 1)]);
    expect(() => cachedAttention(qkv, cache, 2, 1)).toThrow('within 0 to 1; got 1 from position 2');
    expect(() => prefillAttention(tf.zeros([2, 12]), cache, 1, 1)).toThrow('qkv must be [1, 12] for this cache; got [2, 12]');
    cache.dispose();
    qkv.dispose();
  });
});
