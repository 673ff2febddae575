/** Chooses what the tensors live on, and repairs what is known to be wrong with it. */
import * as tf from '@tensorflow/tfjs-core';
import { webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { registerWasmKernels } from '../kernels/registerWasmKernels.ts';
import type { BackendName, EngineReport } from '../protocol.ts';
import { isSoftwareAdapter } from './adapter.ts';

export type GpuErrorListener = (sentence: string, isLost: boolean) => void;

export interface BackendChoice {
  /** 'auto' takes WebGPU on a real adapter, else WebAssembly. */
  prefer: BackendName | 'auto';
  /** Where the WebAssembly files are served from; Node finds them in the package. */
  wasmFiles?: Record<string, string>;
  /** Told when the GPU reports an error, or is lost and can be had again, with a sentence. */
  onGpuError?: GpuErrorListener;
}

interface Adapter {
  name: string;
  isSoftware: boolean;
}

async function findAdapter(): Promise<Adapter | null> {
  const gpu = typeof navigator === 'undefined' ? undefined : navigator.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, device, description } = adapter.info;
  return {
    name: description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter',
    isSoftware: isSoftwareAdapter(adapter.info),
  };
}

/**
 * Starts a backend and makes it TensorFlow.js's current one.
 * @throws with a sentence if none can be started
 */
export async function startBackend({ prefer, wasmFiles, onGpuError }: BackendChoice): Promise<EngineReport> {
  const adapter = prefer === 'wasm' ? null : await findAdapter();
  if (adapter && (prefer === 'webgpu' || !adapter.isSoftware) && (await startWebGpu(onGpuError))) {
    return { backend: 'webgpu', adapter: adapter.name, isFast: false, sentence: `Training runs on the GPU (WebGPU, ${adapter.name}).` };
  }
  if (prefer === 'webgpu')
    throw new Error(adapter ? 'WebGPU could not be started on this adapter.' : 'This browser offers no WebGPU adapter.');
  await startWasm(wasmFiles);
  const why =
    prefer === 'wasm'
      ? 'as asked'
      : !adapter
        ? 'because there is no WebGPU here'
        : adapter.isSoftware
          ? 'because the only GPU adapter here is a software one'
          : `because WebGPU could not be started on ${adapter.name}`;
  return {
    backend: 'wasm',
    adapter: 'WebAssembly SIMD',
    isFast: true,
    sentence: `Training runs on the CPU (WebAssembly), ${why}. It is slower than a GPU.`,
  };
}

/**
 * TensorFlow.js's matrix products that add in a fixed order, as its split-K product with its atomics does not: `tiled` is for speed, and has a
 * program for every way that shapes fit its tiles; `small` has one for every way of transposing, of a fraction of the code.
 */
const stockProducts = { small: 2, tiled: 3 };

/** Sets the product of stock operations on WebGPU. {@link startBackend} chooses `tiled`. */
export function useStockProduct(product: keyof typeof stockProducts): void {
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', stockProducts[product]);
}

async function startWebGpu(onGpuError?: GpuErrorListener): Promise<boolean> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  useStockProduct('tiled');
  if (!(await tf.setBackend('webgpu'))) return false;
  await tf.ready();
  if (!(tf.backend() instanceof WebGPUBackend)) return false;
  const { device } = webGpuBackend();
  device.addEventListener('uncapturederror', (event) => onGpuError?.(`The GPU reported an error: ${event.error.message}`, false));
  void device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') onGpuError?.(`The GPU was reset (${message || 'no reason given'}).`, true);
  });
  return true;
}

async function startWasm(wasmFiles?: Record<string, string>): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // Threads bring nothing at this size, and their worker does not survive minification.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (wasmFiles) setWasmPaths(wasmFiles);
  if (!(await tf.setBackend('wasm')))
    throw new Error('WebAssembly with SIMD could not be started; a browser from 2023 or later is needed.');
  await tf.ready();
  await registerWasmKernels();
}
