/**
 * AdamW with clipping by the global norm, in place on packed buffers: two dispatches in place of the 294 that `tf.train.adam` needs for two
 * layers. The GPU itself refuses an update with a number that is not finite, so nothing has to be read before it.
 */
import { launch } from './launch.ts';
import type { Program } from './launch.ts';

/** Settings that stay the same over a run; see `AdamWSettings`. */
export interface AdamWConstants {
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  largestNorm: number;
}

/** What {@link launchAdamW} reads and writes. All packed buffers have the same layout; gaps between parameters hold zeros. */
export interface AdamWBuffers {
  weights: GPUBufferBinding;
  gradient: GPUBufferBinding;
  firstMoment: GPUBufferBinding;
  secondMoment: GPUBufferBinding;
  /** [partialSums] floats of scratch. */
  partials: GPUBufferBinding;
  /** Learning rate, 1/(1 − β₁ᵗ), 1/(1 − β₂ᵗ). */
  rates: GPUBufferBinding;
  /** [1 + quantities]: the gradient's norm, written here, and quantities that must be finite, which are there already. */
  report: GPUBufferBinding;
}

export const partialSums = 32;

const squareThreads = 64;
const updateThreads = 64;

/** Partial sums of squares, in a fixed order: a workgroup's threads stride over its share, then add up in a tree. */
const sumSquares = (vectors: number): Program => ({
  name: 'GradientSquares',
  sizes: { vectors, share: Math.ceil(vectors / partialSums) },
  workgroupSize: squareThreads,
  reads: { gradient: 'vec4f' },
  writes: { partials: 'f32' },
  declarations: `var<workgroup> sums: array<f32, ${squareThreads}>;`,
  body: `
  var sum = vec4f(0.0);
  let end = min((group + 1u) * share, vectors);
  for (var i = group * share + thread; i < end; i += ${squareThreads}u) { sum += gradient[i] * gradient[i]; }
  sums[thread] = (sum.x + sum.y) + (sum.z + sum.w);
  for (var half = ${squareThreads / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0u) { partials[group] = sums[0]; }`,
});

const update = (vectors: number, quantities: number, constants: AdamWConstants): Program => ({
  name: 'AdamW',
  sizes: { vectors, quantities },
  factors: { ...constants },
  workgroupSize: updateThreads,
  reads: { gradient: 'vec4f', partials: 'vec4f', rates: 'f32' },
  writes: { weights: 'vec4f', firstMoment: 'vec4f', secondMoment: 'vec4f', report: 'f32' },
  // By the bits, because a compiler may take for granted that no number is infinite.
  declarations: `fn isFinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }`,
  body: `
  var total = vec4f(0.0);
  for (var i = 0u; i < ${partialSums / 4}u; i++) { total += partials[i]; }
  let norm = sqrt((total.x + total.y) + (total.z + total.w));
  var usable = isFinite(norm);
  for (var i = 1u; i <= quantities; i++) { usable = usable && isFinite(report[i]); }
  if (invocation == 0u) { report[0] = norm; }
  if (!usable || invocation >= vectors) { return; }
  let clipped = gradient[invocation] * min(1.0, largestNorm / max(norm, 1e-30));
  let m = beta1 * firstMoment[invocation] + (1.0 - beta1) * clipped;
  let v = beta2 * secondMoment[invocation] + (1.0 - beta2) * clipped * clipped;
  firstMoment[invocation] = m;
  secondMoment[invocation] = v;
  let direction = m * rates[1] / (sqrt(v * rates[2]) + epsilon);
  weights[invocation] = weights[invocation] * (1.0 - rates[0] * weightDecay) - rates[0] * direction;`,
});

/**
 * One update (Loshchilov & Hutter 2019), unless the norm or a quantity of the report is not finite.
 * @param floats length of the packed buffers, a multiple of four
 * @param quantities entries of the report behind the norm
 */
export function launchAdamW(buffers: AdamWBuffers, floats: number, quantities: number, constants: AdamWConstants): void {
  const { gradient, partials } = buffers;
  launch(sumSquares(floats / 4), { gradient, partials }, partialSums);
  launch(update(floats / 4, quantities, constants), { ...buffers }, Math.ceil(floats / 4 / updateThreads));
}
