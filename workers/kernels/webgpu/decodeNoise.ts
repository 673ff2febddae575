/**
 * The noise of `model/random.ts` in WGSL: pcg4d in the same 32-bit arithmetic, and Gumbel numbers of its words in float32.
 *
 * WGSL's log() may be off by 2⁻²¹ near 1, where u = (k + ½)/2²⁴ lies for the largest numbers: −log(−log u) would lose them. Here
 * −log(m·2ᵉ) = −e·ln 2 + 2 atanh(x/(2 − x)) with x = 1 − m, which is exact for both kinds of argument, and atanh by its series: the argument is
 * at most ⅓, and the first term left out is below 2⁻²⁹ of the first.
 */
export const gumbelWgsl = `
fn pcg4d(key: vec4u) -> vec4u {
  var v = key * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}
// −log((1 − x)·2^exponent) for x in [0, ½].
fn minusLog(x: vec4f, exponent: vec4f) -> vec4f {
  let s = x / (2.0 - x);
  let q = s * s;
  let series = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * (1.0 / 15.0)))))));
  return 2.0 * s * series - exponent * 0.6931471805599453;
}
// The m in [½, 1) of a positive v = m·2^exponent, and the exponent of it.
fn mantissaOf(v: vec4f) -> vec4f { return bitcast<vec4f>((bitcast<vec4u>(v) & vec4u(0x007fffffu)) | vec4u(0x3f000000u)); }
fn exponentOf(v: vec4f) -> vec4f { return vec4f(bitcast<vec4u>(v) >> vec4u(23u)) - 126.0; }
// Gumbel(0, 1) numbers −log(−log((k + ½)/2²⁴)) of the upper 24 bits k of each word.
fn gumbel(words: vec4u) -> vec4f {
  let k = words >> vec4u(8u);
  let isUpper = k >= vec4u(8388608u);
  let nearest = vec4f(select(k, 16777215u - k, isUpper)) + 0.5;
  let u = nearest * ${2 ** -24};
  let x = select(1.0 - mantissaOf(u), u, isUpper);
  let v = minusLog(x, select(exponentOf(u), vec4f(), isUpper));
  return minusLog(1.0 - mantissaOf(v), exponentOf(v));
}`;
