/** Runs our WGSL programs in the command stream of TensorFlow.js's WebGPU backend: between its own kernels, in order, without a submission each. */
import * as tf from '@tensorflow/tfjs-core';
import { bindingOf, openPass, webGpuBackend } from '../tfjsPrivate.ts';

/** WGSL type of a buffer's elements. A row of vec4f needs a multiple of four numbers. */
export type Element = 'f32' | 'vec4f' | 'i32' | 'u32';

/** A compute program. Its sizes are compiled in, so a shape has a pipeline of its own. */
export interface Program {
  /** Shown in errors and by GPU profilers. */
  name: string;
  /** u32 constants of the program. */
  sizes: Record<string, number>;
  /** f32 constants of the program. */
  factors?: Record<string, number>;
  workgroupSize: number;
  /** Buffers that are read, by name. Every one must be used, or WebGPU leaves it out of the layout and refuses the bind group. */
  reads: Record<string, Element>;
  /** Buffers that are written, and read if need be. */
  writes: Record<string, Element>;
  /** Functions, structures and workgroup variables. */
  declarations?: string;
  /** The entry point's body. In scope: `group`, `thread` and `invocation` = group · workgroupSize + thread, all u32. */
  body: string;
}

/** Tensors, or parts of buffers, by the names of a program's bindings. */
export type Bindings = Record<string, tf.TensorInfo | GPUBufferBinding>;

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** The program's whole WGSL. */
function wgslOf({ sizes, factors = {}, workgroupSize, reads, writes, declarations = '', body }: Program): string {
  const bindings = [
    ...Object.entries(reads).map(([name, element]) => `var<storage, read> ${name}: array<${element}>;`),
    ...Object.entries(writes).map(([name, element]) => `var<storage, read_write> ${name}: array<${element}>;`),
  ];
  return `${Object.entries(sizes)
    .map(([name, value]) => `const ${name} = ${value}u;`)
    .join('\n')}
${Object.entries(factors)
  .map(([name, value]) => `const ${name} = ${value}f;`)
  .join('\n')}
${bindings.map((binding, index) => `@group(0) @binding(${index}) ${binding}`).join('\n')}
${declarations}
@compute @workgroup_size(${workgroupSize})
fn main(@builtin(workgroup_id) place: vec3u, @builtin(num_workgroups) places: vec3u, @builtin(local_invocation_index) thread: u32) {
  let group = place.x + place.y * places.x;
  let invocation = group * ${workgroupSize}u + thread;
${body}
}
`;
}

function pipelineOf(device: GPUDevice, program: Program): GPUComputePipeline {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, known);
  const code = wgslOf(program);
  let pipeline = known.get(code);
  if (!pipeline) {
    const module = device.createShaderModule({ label: program.name, code });
    pipeline = device.createComputePipeline({ label: program.name, layout: 'auto', compute: { module, entryPoint: 'main' } });
    known.set(code, pipeline);
  }
  return pipeline;
}

/**
 * Appends one dispatch of a program to the backend's commands. Errors in the WGSL or the bindings reach the device's `uncapturederror`.
 * @param bindings one tensor or buffer for every name the program reads or writes
 * @param workgroups how many; more than a dimension holds are spread over two, and a body must then stop at `invocation`s or groups that are too many
 */
export function launch(program: Program, bindings: Bindings, workgroups: number): void {
  const { device } = webGpuBackend();
  const pipeline = pipelineOf(device, program);
  const names = [...Object.keys(program.reads), ...Object.keys(program.writes)];
  const entries = names.map((name, binding) => {
    const bound = bindings[name];
    return { binding, resource: 'dataId' in bound ? bindingOf(bound) : bound };
  });
  const bindGroup = device.createBindGroup({ label: program.name, layout: pipeline.getBindGroupLayout(0), entries });
  const pass = openPass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  const rows = Math.ceil(workgroups / device.limits.maxComputeWorkgroupsPerDimension);
  pass.dispatchWorkgroups(Math.ceil(workgroups / rows), rows);
}

/** Registers a kernel of ours for the WebGPU backend. */
export function registerGpuKernel<Inputs = Record<string, tf.TensorInfo>, Attributes = Record<string, number>>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs }) => compute(inputs as Inputs, (attrs ?? {}) as Attributes),
  });
}
