import { sum } from './lanes';

const EPSILON: f32 = 1e-5;

/** y = (x − mean)·gain/√(variance + ε) + bias by rows of x [n, d]. */
export function layerNorm(x: usize, gain: usize, bias: usize, y: usize, n: usize, d: usize): void {
  const rowBytes = d << 2;
  const vectorBytes = rowBytes & ~15;
  for (const end = x + n * rowBytes; x < end; x += rowBytes, y += rowBytes) {
    const mean = rowMean(x, rowBytes);
    const scale = rowScale(x, rowBytes, mean);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) {
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + i), means), scales);
      v128.store(y + i, f32x4.add(f32x4.mul(normalised, v128.load(gain + i)), v128.load(bias + i)));
    }
    for (; i < rowBytes; i += 4) {
      store<f32>(y + i, (load<f32>(x + i) - mean) * scale * load<f32>(gain + i) + load<f32>(bias + i));
    }
  }
}

/**
 * With x̂ the normalised row and g = dy·gain: dx = (g − mean(g) − x̂·mean(g·x̂))/√(variance + ε), dgain = Σ dy·x̂, dbias = Σ dy. Mean and
 * variance are computed again: that is cheaper than keeping them.
 */
export function layerNormGradient(dy: usize, x: usize, gain: usize, dx: usize, dgain: usize, dbias: usize, n: usize, d: usize): void {
  const rowBytes = d << 2;
  const vectorBytes = rowBytes & ~15;
  memory.fill(dgain, 0, rowBytes);
  memory.fill(dbias, 0, rowBytes);
  for (const end = x + n * rowBytes; x < end; x += rowBytes, dy += rowBytes, dx += rowBytes) {
    const mean = rowMean(x, rowBytes);
    const scale = rowScale(x, rowBytes, mean);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let sums = f32x4.splat(0);
    let products = f32x4.splat(0);
    let sumTail: f32 = 0;
    let productTail: f32 = 0;
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) {
      const up = v128.load(dy + i);
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + i), means), scales);
      const g = f32x4.mul(up, v128.load(gain + i));
      sums = f32x4.add(sums, g);
      products = f32x4.add(products, f32x4.mul(g, normalised));
      v128.store(dgain + i, f32x4.add(v128.load(dgain + i), f32x4.mul(up, normalised)));
      v128.store(dbias + i, f32x4.add(v128.load(dbias + i), up));
    }
    for (; i < rowBytes; i += 4) {
      const up = load<f32>(dy + i);
      const normalised = (load<f32>(x + i) - mean) * scale;
      const g = up * load<f32>(gain + i);
      sumTail += g;
      productTail += g * normalised;
      store<f32>(dgain + i, load<f32>(dgain + i) + up * normalised);
      store<f32>(dbias + i, load<f32>(dbias + i) + up);
    }
    const meanOfG = (sum(sums) + sumTail) / <f32>d;
    const meanOfProduct = (sum(products) + productTail) / <f32>d;
    const meansOfG = f32x4.splat(meanOfG);
    const meansOfProduct = f32x4.splat(meanOfProduct);
    for (i = 0; i < vectorBytes; i += 16) {
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + i), means), scales);
      const g = f32x4.mul(v128.load(dy + i), v128.load(gain + i));
      v128.store(dx + i, f32x4.mul(scales, f32x4.sub(f32x4.sub(g, meansOfG), f32x4.mul(normalised, meansOfProduct))));
    }
    for (; i < rowBytes; i += 4) {
      const normalised = (load<f32>(x + i) - mean) * scale;
      store<f32>(dx + i, scale * (load<f32>(dy + i) * load<f32>(gain + i) - meanOfG - normalised * meanOfProduct));
    }
  }
}

// @ts-ignore: decorator
@inline
function rowMean(x: usize, rowBytes: usize): f32 {
  let sums = f32x4.splat(0);
  let tail: f32 = 0;
  let i: usize = 0;
  for (const vectorBytes = rowBytes & ~15; i < vectorBytes; i += 16) sums = f32x4.add(sums, v128.load(x + i));
  for (; i < rowBytes; i += 4) tail += load<f32>(x + i);
  return (sum(sums) + tail) / <f32>(rowBytes >> 2);
}

/** 1/√(variance + ε) of a row with this mean. */
// @ts-ignore: decorator
@inline
function rowScale(x: usize, rowBytes: usize, mean: f32): f32 {
  const means = f32x4.splat(mean);
  let squares = f32x4.splat(0);
  let tail: f32 = 0;
  let i: usize = 0;
  for (const vectorBytes = rowBytes & ~15; i < vectorBytes; i += 16) {
    const centred = f32x4.sub(v128.load(x + i), means);
    squares = f32x4.add(squares, f32x4.mul(centred, centred));
  }
  for (; i < rowBytes; i += 4) {
    const centred = load<f32>(x + i) - mean;
    tail += centred * centred;
  }
  return <f32>1 / sqrt<f32>((sum(squares) + tail) / <f32>(rowBytes >> 2) + EPSILON);
}
