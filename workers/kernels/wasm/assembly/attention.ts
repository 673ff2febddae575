/**
 * Causal attention, one head of one sequence at a time, so that everything it touches stays in the first-level cache. A row of qkv is
 * [query | key | value]. Scratch is [headWidth, stride] for the transposed keys, then as noted, with stride = length rounded up to whole
 * vectors.
 */
import { sum } from './lanes';
import { paddedBytes, softmaxRow, transposeRows, weigh } from './rowSteps';

/** out [batch·length, width]. Scratch: transposed keys, one row of scores. */
export function causalAttention(qkv: usize, out: usize, scratch: usize, batch: usize, length: usize, heads: usize, headWidth: usize): void {
  const headBytes = headWidth << 2;
  const widthBytes = heads * headBytes;
  const qkvBytes = widthBytes * 3;
  const stride = paddedBytes(length - 1);
  const scores = scratch + headWidth * stride;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  for (let sequence: usize = 0; sequence < batch; sequence++) {
    for (let head: usize = 0; head < widthBytes; head += headBytes) {
      const query = qkv + sequence * length * qkvBytes + head;
      const value = query + widthBytes * 2;
      transposeRows(query + widthBytes, qkvBytes, headBytes, scratch, stride, length);
      for (let t: usize = 0; t < length; t++) {
        weigh(scores, paddedBytes(t), query + t * qkvBytes, 4, scratch, stride, headWidth);
        softmaxRow(scores, t, scale);
        weigh(out + (sequence * length + t) * widthBytes + head, headBytes, scores, 4, value, qkvBytes, t + 1);
      }
    }
  }
}

/**
 * With P the probabilities (computed again) and dP = dy·valueᵀ: dS = P (dP − Σ P dP) · scale, dquery = dS·key, dkey = dSᵀ·query,
 * dvalue = Pᵀ·dy. Scratch: transposed keys, transposed values, P and dS [length, stride].
 */
export function causalAttentionGradient(
  dy: usize,
  qkv: usize,
  dqkv: usize,
  scratch: usize,
  batch: usize,
  length: usize,
  heads: usize,
  headWidth: usize,
): void {
  const headBytes = headWidth << 2;
  const widthBytes = heads * headBytes;
  const qkvBytes = widthBytes * 3;
  const stride = paddedBytes(length - 1);
  const values = scratch + headWidth * stride;
  const p = values + headWidth * stride;
  const ds = p + length * stride;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  for (let sequence: usize = 0; sequence < batch; sequence++) {
    for (let head: usize = 0; head < widthBytes; head += headBytes) {
      const query = qkv + sequence * length * qkvBytes + head;
      const key = query + widthBytes;
      const up = dy + sequence * length * widthBytes + head;
      const dquery = dqkv + sequence * length * qkvBytes + head;
      const dkey = dquery + widthBytes;
      const dvalue = dkey + widthBytes;
      transposeRows(key, qkvBytes, headBytes, scratch, stride, length);
      transposeRows(key + widthBytes, qkvBytes, headBytes, values, stride, length);
      for (let t: usize = 0; t < length; t++) {
        const pRow = p + t * stride;
        const dsRow = ds + t * stride;
        weigh(pRow, paddedBytes(t), query + t * qkvBytes, 4, scratch, stride, headWidth);
        softmaxRow(pRow, t, scale);
        weigh(dsRow, paddedBytes(t), up + t * widthBytes, 4, values, stride, headWidth);
        scoreGradient(pRow, dsRow, paddedBytes(t), scale);
        weigh(dquery + t * qkvBytes, headBytes, dsRow, 4, key, qkvBytes, t + 1);
      }
      for (let s: usize = 0; s < length; s++) {
        const diagonal = s * stride + (s << 2);
        weigh(dkey + s * qkvBytes, headBytes, ds + diagonal, stride, query + s * qkvBytes, qkvBytes, length - s);
        weigh(dvalue + s * qkvBytes, headBytes, p + diagonal, stride, up + s * widthBytes, widthBytes, length - s);
      }
    }
  }
}

/** Turns a row of dP into dS. Lanes that attention does not reach have P = 0 and so become 0. */
// @ts-ignore: decorator
@inline
function scoreGradient(p: usize, row: usize, bytes: usize, scale: f32): void {
  let products = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) products = f32x4.add(products, f32x4.mul(v128.load(p + i), v128.load(row + i)));
  const mean = f32x4.splat(sum(products));
  const scales = f32x4.splat(scale);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(row + i, f32x4.mul(f32x4.mul(v128.load(p + i), f32x4.sub(v128.load(row + i), mean)), scales));
  }
}
