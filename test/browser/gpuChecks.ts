/** What the tests of GPU kernels share: the backend on whatever adapter there is, and a list of what the device complained about. */
import { afterEach, beforeAll, expect } from 'vitest';
import { startBackend, useStockProduct } from '../../workers/model/backend.ts';

/**
 * Starts WebGPU before the file's tests, and fails any test during which the device reports an error. Where stock operations are what ours are
 * measured by, their product is the one that a software adapter compiles fastest; engine.test.ts has the one that training uses.
 */
export function onWebGpu(): void {
  const complaints: string[] = [];
  beforeAll(async () => {
    await startBackend({ prefer: 'webgpu', onGpuError: (sentence) => complaints.push(sentence) });
    useStockProduct('small');
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });
}
