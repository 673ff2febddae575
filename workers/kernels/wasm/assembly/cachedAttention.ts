/**
 * Attention of one new position per sequence over a cache. Per sequence the cache is [width, stride] keys, transposed, then
 * [maxLength, width] values, with stride = maxLength rounded up to whole vectors: so scores are the same product as everywhere else.
 */
import { paddedBytes, softmaxRow, weigh } from './rowSteps';

/** Puts the keys and values of `length` consecutive positions, from `first` on, into the cache. qkv [batch·length, 3·width]. */
export function fillCache(qkv: usize, cache: usize, batch: usize, first: usize, length: usize, maxLength: usize, width: usize): void {
  const widthBytes = width << 2;
  const stride = paddedBytes(maxLength - 1);
  const sequenceBytes = width * stride + maxLength * widthBytes;
  for (let sequence: usize = 0; sequence < batch; sequence++, cache += sequenceBytes) {
    for (let position = first; position < first + length; position++, qkv += widthBytes * 3) {
      const key = qkv + widthBytes;
      for (let i: usize = 0; i < width; i++) store<f32>(cache + i * stride + (position << 2), load<f32>(key + (i << 2)));
      memory.copy(cache + width * stride + position * widthBytes, key + widthBytes, widthBytes);
    }
  }
}

/** out [batch, width]: queries of qkv [batch, 3·width] over positions 0..position of the cache. Scratch: one row of scores. */
export function cachedAttention(
  qkv: usize,
  cache: usize,
  out: usize,
  scratch: usize,
  batch: usize,
  position: usize,
  maxLength: usize,
  heads: usize,
  headWidth: usize,
): void {
  const headBytes = headWidth << 2;
  const width = heads * headWidth;
  const widthBytes = width << 2;
  const stride = paddedBytes(maxLength - 1);
  const sequenceBytes = width * stride + maxLength * widthBytes;
  const scale = <f32>1 / sqrt<f32>(<f32>headWidth);
  for (let sequence: usize = 0; sequence < batch; sequence++, cache += sequenceBytes, qkv += widthBytes * 3, out += widthBytes) {
    for (let head: usize = 0; head < heads; head++) {
      weigh(scratch, paddedBytes(position), qkv + head * headBytes, 4, cache + head * headWidth * stride, stride, headWidth);
      softmaxRow(scratch, position, scale);
      weigh(out + head * headBytes, headBytes, scratch, 4, cache + width * stride + head * headBytes, widthBytes, position + 1);
    }
  }
}
