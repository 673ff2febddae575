/** What the tests of GPU kernels share: the backend on whatever adapter there is, and a list of what the device complained about. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startBackend, useStockProduct } from '../../workers/model/backend.ts';

const kernelNames = (): string[] => tf.getKernelsForBackend('webgpu').map(({ kernelName }) => kernelName);

/**
 * Starts WebGPU before the file's tests, and fails any test during which the device reports an error. Where stock operations are what ours are
 * measured by, their product is the one that a software adapter compiles fastest; engine.test.ts has the one that training uses.
 * Files share a page, so kernels that one registers are taken back behind its tests.
 */
export function onWebGpu(): void {
  const complaints: string[] = [];
  let stock: string[];
  beforeAll(async () => {
    await startBackend({ prefer: 'webgpu', onGpuError: (sentence) => complaints.push(sentence) });
    useStockProduct('small');
    stock = kernelNames();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => {
    for (const name of kernelNames().filter((each) => !stock.includes(each))) tf.unregisterKernel(name, 'webgpu');
  });
}
