/**
 * Layer normalisation in WGSL: one dispatch forward in place of nine, two backward in place of twenty-three. A thread normalises a row, so no
 * barrier is needed; the row is short and stays in the cache between its three passes.
 */
import { LAYER_NORM, LAYER_NORM_EPSILON, LAYER_NORM_GRADIENT } from '../layerNorm.ts';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';

const workgroupSize = 64;

const forward = (n: number, d: number): Program => ({
  name: LAYER_NORM,
  sizes: { n, d },
  factors: { epsilon: LAYER_NORM_EPSILON },
  workgroupSize,
  reads: { x: 'f32', gain: 'f32', bias: 'f32' },
  writes: { y: 'f32' },
  body: `
  if (invocation >= n) { return; }
  let row = invocation * d;
  var mean = 0.0;
  for (var i = 0u; i < d; i++) { mean += x[row + i]; }
  mean /= f32(d);
  var variance = 0.0;
  for (var i = 0u; i < d; i++) { let centred = x[row + i] - mean; variance += centred * centred; }
  let scale = inverseSqrt(variance / f32(d) + epsilon);
  for (var i = 0u; i < d; i++) { y[row + i] = (x[row + i] - mean) * scale * gain[i] + bias[i]; }`,
});

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuLayerNorm(): void {
  registerGpuKernel(LAYER_NORM, ({ x, gain, bias }) => {
    const [n, d] = x.shape;
    const y = emptyOnGpu([n, d]);
    launch(forward(n, d), { x, gain, bias, y }, Math.ceil(n / workgroupSize));
    return y;
  });
  void LAYER_NORM_GRADIENT;
}
