/** Small vector functions that the kernels share. All are inlined. */

const LOG2_E: f32 = 1.44269504;
/** ln 2 in two parts: the first has few enough bits that n·LN2_HIGH is exact for every exponent n. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** 1.5·2²³: adding it rounds to the nearest integer and leaves that integer in the low bits of the sum. */
const ROUNDER: f32 = 12582912.0;

/**
 * e^x in each lane with relative error below 2e-7: 2ⁿ times the Taylor polynomial of degree 6 on |r| ≤ ½ ln 2. Arguments are
 * clamped to what float32 can hold as a normal number; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-87.3)), f32x4.splat(88.3));
  const shifted = f32x4.add(f32x4.mul(clamped, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const r = f32x4.sub(f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(LN2_HIGH))), f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.0 / 720.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23)));
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sum(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Largest of the four lanes; NaN if one is. */
// @ts-ignore: decorator
@inline
export function max(v: v128): f32 {
  const pairs = f32x4.max(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}
