/**
 * A linear layer in WGSL: product, bias, GELU and residual in one dispatch, and two for all gradients (three with GELU). No barriers: a thread
 * keeps a tile of the product in registers. On software adapters, where a barrier is a switch of coroutines, that is ten times as
 * fast as the stock product. Neighbouring threads have neighbouring tiles, so they read the same lines of both matrices at about the same time.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { LINEAR, LINEAR_GRADIENT, LINEAR_WITH_BIAS } from '../linear.ts';
import { emptyOnGpu, tensorOf } from '../tfjsPrivate.ts';
import { geluFunction, geluGradient, geluThreads } from './gelu.ts';
import { gradientOutput } from './gradientHomes.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';
import { inputGradientAndPartials, partialsShape, sumOfPartials } from './linearGradient.ts';
import { quadElement, quadReader, quadWriter, unrolled } from './quads.ts';

const workgroupSize = 64;

/** Rows of a thread's tile; it has two quads of columns. */
const tileRows = 8;

interface Parts {
  bias: boolean;
  gelu: boolean;
  residual: boolean;
}

/** y = gelu?(x·w + bias) + residual, and z = x·w + bias where there is a GELU, for x [rows, inner] and w [inner, columns]. */
function forward(rows: number, inner: number, columns: number, { bias, gelu, residual }: Parts): { program: Program; workgroups: number } {
  const element = quadElement(columns);
  const across = Math.ceil(columns / 8);
  const tiles = Math.ceil(rows / tileRows) * across;
  const program: Program = {
    name: LINEAR,
    sizes: { rows, tiles, across },
    workgroupSize,
    reads: { x: quadElement(inner), w: element, ...(bias && { bias: element }), ...(residual && { residual: element }) },
    writes: { y: element, ...(gelu && { z: element }) },
    declarations: [
      quadReader('xAt', 'x', inner),
      quadReader('wAt', 'w', columns),
      bias ? quadReader('biasAt', 'bias', columns) : '',
      residual ? quadReader('residualAt', 'residual', columns) : '',
      quadWriter('putY', 'y', columns),
      gelu ? quadWriter('putZ', 'z', columns) + geluFunction : '',
      `
fn finish(row: u32, quad: u32, product: vec4f) {
  if (row >= rows) { return; }
  var value = product;
  ${bias ? 'value += biasAt(0u, quad);' : ''}
  ${gelu ? 'putZ(row, quad, value); value = gelu(value);' : ''}
  ${residual ? 'value += residualAt(row, quad);' : ''}
  putY(row, quad, value);
}`,
    ].join('\n'),
    body: `
  if (invocation >= tiles) { return; }
  let row = invocation / across * ${tileRows}u;
  let quad = invocation % across * 2u;
${unrolled(tileRows, (i) => `  var left${i} = vec4f(); var right${i} = vec4f();`)}
  for (var p = 0u; p < ${Math.ceil(inner / 4)}u; p++) {
${unrolled(4, (k) => `    let l${k} = wAt(4u * p + ${k}u, quad); let r${k} = wAt(4u * p + ${k}u, quad + 1u);`)}
    var here: vec4f;
${unrolled(
  tileRows,
  (i) => `
    here = xAt(row + ${i}u, p);
    left${i} += here.x * l0 + here.y * l1 + here.z * l2 + here.w * l3;
    right${i} += here.x * r0 + here.y * r1 + here.z * r2 + here.w * r3;`,
)}
  }
${unrolled(tileRows, (i) => `  finish(row + ${i}u, quad, left${i}); finish(row + ${i}u, quad + 1u, right${i});`)}`,
  };
  return { program, workgroups: Math.ceil(tiles / workgroupSize) };
}

interface ForwardInputs {
  x: tf.TensorInfo;
  w: tf.TensorInfo;
  bias?: tf.TensorInfo;
  residual?: tf.TensorInfo;
}

interface GradientInputs {
  dy: tf.TensorInfo;
  x: tf.TensorInfo;
  w: tf.TensorInfo;
  bias?: tf.TensorInfo;
  z?: tf.TensorInfo;
}

function compute(inputs: ForwardInputs, { gelu }: { gelu: boolean }): tf.TensorInfo[] {
  const { x, w, bias, residual } = inputs;
  const [[rows, inner], columns] = [x.shape, w.shape[1]];
  const { program, workgroups } = forward(rows, inner, columns, { bias: bias !== undefined, gelu, residual: residual !== undefined });
  const y = emptyOnGpu([rows, columns]);
  const z = gelu ? [emptyOnGpu([rows, columns])] : [];
  const bound = { x, w, ...(bias && { bias }), ...(residual && { residual }), y, ...(gelu && { z: z[0] }) };
  launch(program, bound, workgroups);
  return [y, ...z];
}

function differentiate({ dy, x, w, bias, z }: GradientInputs): tf.TensorInfo[] {
  const [[rows, inner], columns] = [x.shape, w.shape[1]];
  const size = rows * columns;
  const dz = z ? emptyOnGpu([rows, columns]) : dy;
  if (z) {
    const program = geluGradient(size);
    launch(program, { dy, z, dz }, Math.ceil(program.sizes.count / geluThreads));
  }
  const layer = { rows, inner, columns, bias: bias !== undefined };
  const dx = emptyOnGpu(x.shape);
  const partials = emptyOnGpu(partialsShape(layer));
  const first = inputGradientAndPartials(layer);
  launch(first.program, { dz, x, w, dx, partials }, first.workgroups);
  const dw = gradientOutput(w);
  const dbias = bias && [gradientOutput(bias)];
  const second = sumOfPartials(layer);
  launch(second.program, { partials, dw, ...(dbias && { dbias: dbias[0] }) }, second.workgroups);
  tensorOf(partials).dispose();
  if (z) tensorOf(dz).dispose();
  return [dx, dw, ...(dbias ?? [])];
}

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuLinear(): void {
  registerGpuKernel<ForwardInputs, { gelu: boolean }>(LINEAR, compute);
  registerGpuKernel<ForwardInputs, { gelu: boolean }>(LINEAR_WITH_BIAS, compute);
  registerGpuKernel<GradientInputs>(LINEAR_GRADIENT, differentiate);
}
