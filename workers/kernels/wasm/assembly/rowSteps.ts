/** The steps that forward, backward and cached attention are made of. Sizes and strides are in bytes. */
import { exp, max, sum } from './lanes';

/**
 * out = Σ_k weights[k]·vectors[k] over `count` vectors of `bytes` bytes: the one product of attention. Scores are a query weighing the
 * rows of the transposed keys; outputs are probabilities weighing values; gradients likewise.
 */
export function weigh(out: usize, bytes: usize, weights: usize, weightStride: usize, vectors: usize, vectorStride: usize, count: usize): void {
  let i: usize = 0;
  for (const end = bytes & ~63; i < end; i += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let weight = weights;
    let vector = vectors + i;
    for (let k: usize = 0; k < count; k++) {
      const w = v128.load32_splat(weight);
      sum0 = f32x4.add(sum0, f32x4.mul(w, v128.load(vector)));
      sum1 = f32x4.add(sum1, f32x4.mul(w, v128.load(vector, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(w, v128.load(vector, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(w, v128.load(vector, 48)));
      weight += weightStride;
      vector += vectorStride;
    }
    v128.store(out + i, sum0);
    v128.store(out + i, sum1, 16);
    v128.store(out + i, sum2, 32);
    v128.store(out + i, sum3, 48);
  }
  if (bytes & 32) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let weight = weights;
    let vector = vectors + i;
    for (let k: usize = 0; k < count; k++) {
      const w = v128.load32_splat(weight);
      sum0 = f32x4.add(sum0, f32x4.mul(w, v128.load(vector)));
      sum1 = f32x4.add(sum1, f32x4.mul(w, v128.load(vector, 16)));
      weight += weightStride;
      vector += vectorStride;
    }
    v128.store(out + i, sum0);
    v128.store(out + i, sum1, 16);
    i += 32;
  }
  if (bytes & 16) {
    let sums = f32x4.splat(0);
    let weight = weights;
    let vector = vectors + i;
    for (let k: usize = 0; k < count; k++) {
      sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(weight), v128.load(vector)));
      weight += weightStride;
      vector += vectorStride;
    }
    v128.store(out + i, sums);
    i += 16;
  }
  for (; i < bytes; i += 4) {
    let total: f32 = 0;
    let weight = weights;
    let vector = vectors + i;
    for (let k: usize = 0; k < count; k++) {
      total += load<f32>(weight) * load<f32>(vector);
      weight += weightStride;
      vector += vectorStride;
    }
    store<f32>(out + i, total);
  }
}

/** Bytes of the whole vectors that hold positions 0..last. */
// @ts-ignore: decorator
@inline
export function paddedBytes(last: usize): usize {
  return ((last >> 2) + 1) << 4;
}

/** Scores of positions 0..last become their softmax at this scale; the lanes behind them, up to a whole vector, become 0. */
export function softmaxRow(row: usize, last: usize, scale: f32): void {
  const lastVector = row + paddedBytes(last) - 16;
  const isPast = i32x4.le_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(last & 3)));
  let highest = v128.bitselect(v128.load(lastVector), f32x4.splat(-Infinity), isPast);
  for (let at = row; at < lastVector; at += 16) highest = f32x4.max(highest, v128.load(at));
  const peak = f32x4.splat(max(highest));
  const scales = f32x4.splat(scale);
  let total = f32x4.splat(0);
  for (let at = row; at < lastVector; at += 16) {
    const e = exp(f32x4.mul(f32x4.sub(v128.load(at), peak), scales));
    total = f32x4.add(total, e);
    v128.store(at, e);
  }
  const e = v128.and(exp(f32x4.mul(f32x4.sub(v128.load(lastVector), peak), scales)), isPast);
  v128.store(lastVector, e);
  const share = f32x4.splat(<f32>1 / sum(f32x4.add(total, e)));
  for (let at = row; at <= lastVector; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
}

/** Writes rows of `headBytes` as columns of `stride` bytes; lanes behind the last row, up to a whole vector, become 0. */
export function transposeRows(rows: usize, rowStride: usize, headBytes: usize, columns: usize, stride: usize, length: usize): void {
  const end = paddedBytes(length - 1);
  for (let i: usize = 0; i < headBytes; i += 4, columns += stride) {
    let at = rows + i;
    let s: usize = 0;
    for (; s < length << 2; s += 4, at += rowStride) store<f32>(columns + s, load<f32>(at));
    for (; s < end; s += 4) store<f32>(columns + s, 0);
  }
}
