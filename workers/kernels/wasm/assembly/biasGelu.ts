import { exp } from './lanes';

const SQRT_2_OVER_PI: f32 = 0.7978845608;
const CUBIC: f32 = 0.044715;

/**
 * ½ (1 + tanh u) = 1/(1 + e^−2u) with u = √(2/π) (z + 0.044715 z³): the right-hand side has no cancellation where tanh u is near −1.
 */
// @ts-ignore: decorator
@inline
function gate(z: v128): v128 {
  const cubic = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(CUBIC), f32x4.mul(z, z)));
  const minusTwoU = f32x4.mul(f32x4.mul(z, f32x4.splat(-2.0 * SQRT_2_OVER_PI)), cubic);
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp(minusTwoU)));
}

// @ts-ignore: decorator
@inline
function gelu(z: v128): v128 {
  return f32x4.mul(z, gate(z));
}

/** With s the gate: s + z s (1 − s) 2 du/dz. */
// @ts-ignore: decorator
@inline
function geluSlope(z: v128): v128 {
  const s = gate(z);
  const cubic = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(3.0 * CUBIC), f32x4.mul(z, z)));
  const twiceDu = f32x4.mul(f32x4.splat(2.0 * SQRT_2_OVER_PI), cubic);
  return f32x4.add(s, f32x4.mul(f32x4.mul(z, twiceDu), f32x4.mul(s, f32x4.sub(f32x4.splat(1), s))));
}

/** y = gelu(x + bias) by rows of x [n, h]. */
export function biasGelu(x: usize, bias: usize, y: usize, n: usize, h: usize): void {
  const rowBytes = h << 2;
  const vectorBytes = rowBytes & ~15;
  for (const end = x + n * rowBytes; x < end; x += rowBytes, y += rowBytes) {
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) v128.store(y + i, gelu(f32x4.add(v128.load(x + i), v128.load(bias + i))));
    for (; i < rowBytes; i += 4) {
      store<f32>(y + i, f32x4.extract_lane(gelu(f32x4.splat(load<f32>(x + i) + load<f32>(bias + i))), 0));
    }
  }
}

/** dx = dy·gelu′(x + bias), dbias = Σ dx. */
export function biasGeluGradient(dy: usize, x: usize, bias: usize, dx: usize, dbias: usize, n: usize, h: usize): void {
  const rowBytes = h << 2;
  const vectorBytes = rowBytes & ~15;
  memory.fill(dbias, 0, rowBytes);
  for (const end = x + n * rowBytes; x < end; x += rowBytes, dy += rowBytes, dx += rowBytes) {
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) {
      const slope = f32x4.mul(v128.load(dy + i), geluSlope(f32x4.add(v128.load(x + i), v128.load(bias + i))));
      v128.store(dx + i, slope);
      v128.store(dbias + i, f32x4.add(v128.load(dbias + i), slope));
    }
    for (; i < rowBytes; i += 4) {
      const slope = load<f32>(dy + i) * f32x4.extract_lane(geluSlope(f32x4.splat(load<f32>(x + i) + load<f32>(bias + i))), 0);
      store<f32>(dx + i, slope);
      store<f32>(dbias + i, load<f32>(dbias + i) + slope);
    }
  }
}
