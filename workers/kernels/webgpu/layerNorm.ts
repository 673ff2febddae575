/**
 * Layer normalisation in WGSL: one dispatch forward in place of nine, one backward in place of twenty-three. A thread normalises a row, which is
 * short and stays in the cache between its passes. Backward, the first workgroups sum the gradients of gain and bias down the rows, for which
 * the forward pass has kept what it knows about each row.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { LAYER_NORM, LAYER_NORM_EPSILON, LAYER_NORM_GRADIENT } from '../layerNorm.ts';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { gradientOutput } from './gradientHomes.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';
import { quadElement, quadReader, quadWriter } from './quads.ts';
import { addUp, partialsFor, threadsForRows } from './rowSums.ts';

const rowsPerGroup = 64;

/** Columns behind the last of a row are 0, but centred they are not. */
const centredAt = (d: number): string =>
  d % 4 === 0
    ? 'fn centredAt(row: u32, quad: u32, mean: f32) -> vec4f { return xAt(row, quad) - mean; }'
    : `fn centredAt(row: u32, quad: u32, mean: f32) -> vec4f {
  return select(vec4f(), xAt(row, quad) - mean, 4u * quad + vec4u(0u, 1u, 2u, 3u) < vec4u(${d}u));
}`;

/** y, and [mean, 1/√(variance + ε)] of each row. */
const forward = (n: number, d: number): Program => ({
  name: LAYER_NORM,
  sizes: { n, d, quads: Math.ceil(d / 4) },
  factors: { epsilon: LAYER_NORM_EPSILON },
  workgroupSize: rowsPerGroup,
  reads: { x: quadElement(d), gain: quadElement(d), bias: quadElement(d) },
  writes: { y: quadElement(d), moments: 'f32' },
  declarations: [
    quadReader('xAt', 'x', d),
    quadReader('gainAt', 'gain', d),
    quadReader('biasAt', 'bias', d),
    quadWriter('putY', 'y', d),
    centredAt(d),
  ].join('\n'),
  body: `
  let row = invocation;
  if (row >= n) { return; }
  var sum = vec4f();
  for (var i = 0u; i < quads; i++) { sum += xAt(row, i); }
  let mean = (sum.x + sum.y + sum.z + sum.w) / f32(d);
  var variance = 0.0;
  for (var i = 0u; i < quads; i++) { let centred = centredAt(row, i, mean); variance += dot(centred, centred); }
  let scale = inverseSqrt(variance / f32(d) + epsilon);
  for (var i = 0u; i < quads; i++) { putY(row, i, centredAt(row, i, mean) * scale * gainAt(0u, i) + biasAt(0u, i)); }
  moments[2u * row] = mean;
  moments[2u * row + 1u] = scale;`,
});

/** With x̂ = (x − mean)·scale: dgain = Σ dy·x̂ and dbias = Σ dy over rows, a workgroup for each quad; then dx, a row for each thread. */
function backward(n: number, d: number): { program: Program; workgroups: number } {
  const threads = threadsForRows(n);
  const quads = Math.ceil(d / 4);
  const program: Program = {
    name: LAYER_NORM_GRADIENT,
    sizes: { n, d, quads },
    workgroupSize: threads,
    reads: { dy: quadElement(d), x: quadElement(d), gain: quadElement(d), moments: 'f32' },
    writes: { dx: quadElement(d), dgain: quadElement(d), dbias: quadElement(d) },
    declarations: [
      quadReader('dyAt', 'dy', d),
      quadReader('xAt', 'x', d),
      quadReader('gainAt', 'gain', d),
      quadWriter('putDx', 'dx', d),
      quadWriter('putDgain', 'dgain', d),
      quadWriter('putDbias', 'dbias', d),
      centredAt(d),
      partialsFor(threads, 2),
    ].join('\n'),
    body: `
  if (group < quads) {
    var forGain = vec4f();
    var forBias = vec4f();
    for (var row = thread; row < n; row += ${threads}u) {
      let here = dyAt(row, group);
      forGain += here * (xAt(row, group) - moments[2u * row]) * moments[2u * row + 1u];
      forBias += here;
    }
    ${addUp(threads, ['forGain', 'forBias'])}
    if (thread == 0u) { putDgain(0u, group, total); }
    if (thread == 1u) { putDbias(0u, group, total); }
    return;
  }
  let row = invocation - quads * ${threads}u;
  if (row >= n) { return; }
  let mean = moments[2u * row];
  let scale = moments[2u * row + 1u];
  var ofGradient = 0.0;
  var ofProduct = 0.0;
  for (var i = 0u; i < quads; i++) {
    let upstream = dyAt(row, i) * gainAt(0u, i);
    ofGradient += dot(upstream, vec4f(1.0));
    ofProduct += dot(upstream, centredAt(row, i, mean)) * scale;
  }
  ofGradient /= f32(d);
  ofProduct /= f32(d);
  for (var i = 0u; i < quads; i++) {
    putDx(row, i, (dyAt(row, i) * gainAt(0u, i) - ofGradient - centredAt(row, i, mean) * scale * ofProduct) * scale);
  }`,
  };
  return { program, workgroups: quads + Math.ceil(n / threads) };
}

type Inputs<Names extends string> = Record<Names, tf.TensorInfo>;

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuLayerNorm(): void {
  registerGpuKernel<Inputs<'x' | 'gain' | 'bias'>>(LAYER_NORM, ({ x, gain, bias }) => {
    const [n, d] = x.shape;
    const [y, moments] = [emptyOnGpu([n, d]), emptyOnGpu([n, 2])];
    launch(forward(n, d), { x, gain, bias, y, moments }, Math.ceil(n / rowsPerGroup));
    return [y, moments];
  });
  registerGpuKernel<Inputs<'dy' | 'x' | 'gain' | 'bias' | 'moments'>>(LAYER_NORM_GRADIENT, ({ dy, x, gain, bias, moments }) => {
    const [n, d] = x.shape;
    const [dx, dgain, dbias] = [emptyOnGpu([n, d]), gradientOutput(gain), gradientOutput(bias)];
    const { program, workgroups } = backward(n, d);
    launch(program, { dy, x, gain, moments, dx, dgain, dbias }, workgroups);
    return [dx, dgain, dbias];
  });
}
