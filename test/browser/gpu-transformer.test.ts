/** The whole transformer in fused WGSL kernels: what it costs and that it is the same function as in stock operations. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import { setGradientHome, vacateGradientHome } from '../../workers/kernels/webgpu/gradientHomes.ts';
import { registerGpuKernels, unregisterGpuKernels } from '../../workers/kernels/webgpu/registerGpuKernels.ts';
import { ReadBack, storageBuffer } from '../../workers/kernels/webgpu/buffers.ts';
import { packingOf } from '../../workers/model/packing.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import type { ModelShape } from '../../workers/model/shape.ts';
import { forward } from '../../workers/model/transformer.ts';
import { normals } from '../unit/kernels-checks.ts';
import { lively, randomTokens, relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';
import { valuesOf } from './gpuOperations.ts';

onWebGpu();

const [batch, length] = [3, 24];
const model: ModelShape = { layers: 2, heads: 4, width: 64, context: 24, vocabulary: 13 };
let parameters: Parameters;
let tokens: tf.Tensor1D;
let upstream: tf.Tensor2D;

beforeEach(() => {
  registerGpuKernels();
  parameters = new Parameters(model, lively(model, 3, 0.1));
  tokens = tf.tensor1d(randomTokens(batch * length, 13, 1), 'int32');
  upstream = tf.tensor2d(normals(batch * length * 13, 2), [batch * length, 13]);
});
afterEach(() => {
  parameters.dispose();
  tf.dispose([tokens, upstream]);
});
afterAll(unregisterGpuKernels);

/** Logits, and the gradient of Σ upstream·logits for every parameter. */
function differentiate(): tf.Tensor[] {
  const names = [...parameters.variables.keys()];
  const logitsOf = (...tensors: tf.Tensor[]): tf.Tensor =>
    forward(new Map(names.map((name, i) => [name, tensors[i]])), model, tokens, batch, length);
  const { value, grads } = tf.valueAndGrads(logitsOf)([...parameters.variables.values()], upstream);
  return [value, ...grads];
}

/** How often a method of WebGPU's is called while `use` runs. */
async function callsOf<Name extends string>(owner: Record<Name, unknown>, name: Name, use: () => unknown): Promise<number> {
  const method = owner[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  Object.assign(owner, {
    [name](...args: unknown[]): unknown {
      calls++;
      return method.apply(this, args);
    },
  });
  try {
    await use();
  } finally {
    Object.assign(owner, { [name]: method });
  }
  return calls;
}

describe('the transformer in fused kernels', () => {
  it('has the logits and gradients of the stock composition', async () => {
    const fused = await valuesOf(differentiate);
    unregisterGpuKernels();
    const stock = await valuesOf(differentiate);
    expect(fused).toHaveLength(stock.length);
    fused.forEach((numbers, i) => expect(relativeDistance(numbers, stock[i])).toBeLessThan(1e-5));
  });

  it('gives the same bits twice and leaves no tensor behind', async () => {
    const first = await valuesOf(differentiate);
    const { numTensors, numDataBuffers } = tf.memory();
    expect(await valuesOf(differentiate)).toEqual(first);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('takes at most 50 dispatches forward and backward', async () => {
    const dispatches = await callsOf(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', () => {
      tf.dispose(tf.tidy(differentiate));
    });
    expect(dispatches).toBeLessThanOrEqual(50);
  });

  it('allocates no buffer once it has run', async () => {
    await valuesOf(differentiate);
    const { device } = webGpuBackend();
    expect(await callsOf(device, 'createBuffer', () => valuesOf(differentiate))).toBe(0);
  });

  it('writes the gradients of parameters where they belong, every time they are vacated', async () => {
    const [, ...expected] = await valuesOf(differentiate);
    const { offsets, floats } = packingOf(model);
    const buffer = storageBuffer('gradients', 4 * floats);
    const reader = new ReadBack(buffer);
    for (const [name, variable] of parameters.variables)
      setGradientHome(variable, { buffer, offset: 4 * offsets.get(name)!, size: 4 * variable.size });
    for (let time = 0; time < 2; time++) {
      for (const variable of parameters.variables.values()) vacateGradientHome(variable);
      tf.dispose(tf.tidy(differentiate));
      const packed = new Float32Array(await reader.read());
      [...parameters.variables].forEach(([name, { size }], i) => {
        const offset = offsets.get(name)!;
        expect(packed.subarray(offset, offset + size)).toEqual(expected[i]);
      });
      webGpuBackend().queue.writeBuffer(buffer, 0, new Float32Array(floats));
    }
    reader.destroy();
    buffer.destroy();
  });
});
