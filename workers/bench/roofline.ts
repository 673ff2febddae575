/** What the adapter can do at best: bytes copied per second, and multiply-adds in the plainest kernel that does well everywhere. */
import { webGpuBackend } from '../kernels/tfjsPrivate.ts';
import type { Roofline } from './rows.ts';

const rounds = 7;

/** Two operations for every multiply-add. */
const operations = (size: number): number => 2 * size ** 3;

const tileRows = [0, 1, 2, 3];

/**
 * A square product with a tile of 4 × 8 numbers per invocation in registers, written out because an indexed array would leave them, and
 * without barriers, which software adapters make very slow.
 */
const product = (size: number): string => `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
const quads = ${size / 4}u;
@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) place: vec3u) {
  let column = 2u * place.x;
  let row = 4u * place.y;
${tileRows.map((i) => `  var left${i} = vec4f(); var right${i} = vec4f();`).join('\n')}
  for (var k = 0u; k < quads; k++) {
${tileRows.map((i) => `    let a${i} = a[(row + ${i}u) * quads + k];`).join('\n')}
    var at = 4u * k * quads + column;
${['x', 'y', 'z', 'w']
  .map(
    (part) => `    { let p = b[at]; let q = b[at + 1u];
${tileRows.map((i) => `      left${i} += a${i}.${part} * p; right${i} += a${i}.${part} * q;`).join('\n')}
    }
    at += quads;`,
  )
  .join('\n')}
  }
${tileRows.map((i) => `  c[(row + ${i}u) * quads + column] = left${i}; c[(row + ${i}u) * quads + column + 1u] = right${i};`).join('\n')}
}`;

/** Milliseconds of the commands that `encode` records, the best of some rounds, the GPU having been idle. */
async function bestTime(device: GPUDevice, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const encoder = device.createCommandEncoder();
    encode(encoder);
    const commands = encoder.finish();
    await device.queue.onSubmittedWorkDone();
    const start = performance.now();
    device.queue.submit([commands]);
    await device.queue.onSubmittedWorkDone();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Repeats of the commands that take about `target` milliseconds, so that the submission itself does not count. */
async function timePerRepeat(device: GPUDevice, target: number, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
  let repeats = 1;
  for (;;) {
    const time = await bestTime(device, (encoder) => {
      for (let i = 0; i < repeats; i++) encode(encoder);
    });
    if (time >= target || repeats >= 4096) return time / repeats;
    repeats *= time < target / 8 ? 8 : 2;
  }
}

/** Measures the adapter of the backend in use. */
export async function measureRoofline(): Promise<Roofline> {
  const { device } = webGpuBackend();
  const buffer = (size: number): GPUBuffer =>
    device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });

  const bytes = 32 * 2 ** 20;
  const [from, to] = [buffer(bytes), buffer(bytes)];
  const copy = await timePerRepeat(device, 20, (encoder) => encoder.copyBufferToBuffer(from, 0, to, 0, bytes));
  from.destroy();
  to.destroy();

  let best = 0;
  for (const size of [256, 1024, 4096]) {
    const matrices = [buffer(4 * size ** 2), buffer(4 * size ** 2), buffer(4 * size ** 2)];
    const pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code: product(size) }), entryPoint: 'main' },
    });
    const entries = matrices.map((matrix, binding) => ({ binding, resource: { buffer: matrix } }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const time = await timePerRepeat(device, 20, (encoder) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(size / 64, size / 32);
      pass.end();
    });
    for (const matrix of matrices) matrix.destroy();
    best = Math.max(best, operations(size) / time / 1e6);
    // A larger product would take minutes on an adapter that is this slow.
    if (time > 100) break;
  }
  const round = (value: number): number => Math.round(100 * value) / 100;
  // A copy reads and writes every byte.
  return { copy_gb_per_s: round((2 * bytes) / copy / 1e6), matmul_gflop_per_s: round(best) };
}
