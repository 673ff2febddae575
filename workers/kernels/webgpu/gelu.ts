/** GELU in WGSL: its value for the epilogue of a product, and the dispatch that takes a gradient through it. */
import { GELU_CUBIC, SQRT_2_OVER_PI } from '../biasGelu.ts';
import type { Program } from './launch.ts';

/** Largest |exponent|: its exponential is finite, and one more or less of it is lost in rounding. */
const farOut = 80;

/** With s = 1/(1 + exp(−2u)), which is ½ (1 + tanh u) without its cancellation, gelu(z) = z s. */
const gate = `
fn gate(z: vec4f) -> vec4f {
  let u = ${2 * SQRT_2_OVER_PI} * (z + ${GELU_CUBIC} * z * z * z);
  return 1.0 / (1.0 + exp(clamp(-u, vec4f(-${farOut}.0), vec4f(${farOut}.0))));
}`;

/** WGSL of `gelu(vec4f) -> vec4f`. */
export const geluFunction = `${gate}
fn gelu(z: vec4f) -> vec4f { return z * gate(z); }`;

export const geluThreads = 64;

/** dz = dy · gelu′(z), gelu′(z) = s + z s (1 − s) 2 du/dz, for `size` numbers, four to a thread where the size is a multiple of four. */
export function geluGradient(size: number): Program {
  const vectors = size % 4 === 0;
  const element = vectors ? 'vec4f' : 'f32';
  const value = (name: string): string => (vectors ? `${name}[invocation]` : `vec4f(${name}[invocation])`);
  return {
    name: 'GeluGradient',
    sizes: { count: vectors ? size / 4 : size },
    workgroupSize: geluThreads,
    reads: { dy: element, z: element },
    writes: { dz: element },
    declarations: `${gate}
fn slope(z: vec4f) -> vec4f {
  let s = gate(z);
  return s + z * s * (1.0 - s) * ${2 * SQRT_2_OVER_PI} * (1.0 + ${3 * GELU_CUBIC} * z * z);
}`,
    body: `
  if (invocation >= count) { return; }
  dz[invocation] = dy[invocation] * slope(${value('z')})${vectors ? '' : '.x'};`,
  };
}
