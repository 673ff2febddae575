/** The noise of the decoding kernel beside float64 and beside the noise on the CPU. */
import { describe, expect, it } from 'vitest';
import { submitPending, webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import { gumbelWgsl } from '../../workers/kernels/webgpu/decodeNoise.ts';
import { launch } from '../../workers/kernels/webgpu/launch.ts';
import { gumbelNoise } from '../../workers/model/random.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

describe('the noise on the GPU', () => {
  async function onGpu(words: Uint32Array<ArrayBuffer>, expression: string): Promise<Float32Array> {
    const { device } = webGpuBackend();
    const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const make = (usage: GPUBufferUsageFlags): GPUBuffer => device.createBuffer({ size: words.byteLength, usage });
    const [keys, noise, staging] = [make(STORAGE | COPY_DST), make(STORAGE | COPY_SRC), make(MAP_READ | COPY_DST)];
    device.queue.writeBuffer(keys, 0, words);
    launch(
      {
        name: 'noise',
        sizes: { n: words.length / 4 },
        workgroupSize: 64,
        reads: { keys: 'vec4u' as 'u32' },
        writes: { noise: 'vec4f' },
        declarations: gumbelWgsl,
        body: `if (invocation >= n) { return; } noise[invocation] = ${expression};`,
      },
      { keys: { buffer: keys }, noise: { buffer: noise } },
      Math.ceil(words.length / 256),
    );
    submitPending();
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(noise, 0, staging, 0, words.byteLength);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    for (const buffer of [keys, noise, staging]) buffer.destroy();
    return values;
  }

  it('is that of float64 within a millionth and a half step of float32, for the extremes of its 24 bits and any others', async () => {
    const middle = 2 ** 23;
    const extremes = [0, 1, 2, 3, middle - 2, middle - 1, middle, middle + 1, 2 ** 24 - 3, 2 ** 24 - 2, 2 ** 24 - 1, 6171992];
    const words = Uint32Array.from(
      { length: 40_000 },
      (_, i) => ((extremes[i] ?? Math.floor(2 ** 24 * ((i * 0.6180339887) % 1))) << 8) | (i & 255),
    );
    const noise = await onGpu(words, 'gumbel(keys[invocation])');
    words.forEach((word, i) => {
      const exact = -Math.log(-Math.log(((word >>> 8) + 0.5) / 2 ** 24));
      expect(Math.abs(noise[i] - exact)).toBeLessThan(1e-6 + 2 ** -24 * Math.abs(exact));
    });
  });

  it('has the key of the noise on the CPU', async () => {
    const key = { stream: 'tokens', seed: 7, step: 900, turn: 2, position: 5 } as const;
    const words = Uint32Array.from(
      { length: 3 * 16 },
      (_, i) => [7, (5 << 24) ^ 900, 80 + (i >> 4), (2 << 24) ^ (5 << 8) ^ ((i >> 2) & 3)][i & 3],
    );
    const noise = await onGpu(words, 'gumbel(pcg4d(keys[invocation]))');
    gumbelNoise(key, 80, 3, 16).forEach((value, i) => expect(Math.abs(noise[i] - value)).toBeLessThan(3e-6));
  });
});
