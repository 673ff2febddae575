/** Our WebAssembly module on the memory of the WebAssembly backend, and how a TensorFlow.js kernel calls it. */
import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from './tfjsPrivate.ts';
import { kernelsBase64 } from './wasm/kernels.wasm.ts';

type Call<Count extends number, Arguments extends number[] = []> = Arguments['length'] extends Count
  ? (...args: Arguments) => void
  : Call<Count, [...Arguments, number]>;

/** What wasm/assembly/index.ts exports. All arguments are numbers: byte addresses first, then sizes. */
interface KernelExports {
  biasGelu: Call<5>;
  biasGeluGradient: Call<7>;
  cachedAttention: Call<9>;
  causalAttention: Call<7>;
  causalAttentionGradient: Call<8>;
  columnSums: Call<4>;
  embed: Call<6>;
  embedGradient: Call<6>;
  fillCache: Call<7>;
  layerNorm: Call<6>;
  layerNormGradient: Call<8>;
  matMul: Call<8>;
  transpose: Call<4>;
}

const instances = new WeakMap<WasmBackend, KernelExports>();

/**
 * Instantiates the module on the backend's memory, once per backend.
 * @throws if WebAssembly SIMD is missing, or the backend's memory is shared between threads
 */
export async function instantiateKernels(backend: WasmBackend): Promise<void> {
  if (instances.has(backend)) return;
  const bytes = Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: backend.wasm.asm.memory } });
  instances.set(backend, instance.exports as unknown as KernelExports);
}

/** What a kernel works with during one call. */
export interface KernelCall {
  kernels: KernelExports;
  /** Byte address of a tensor's first element. */
  address: (tensor: tf.TensorInfo) => number;
  /** A float32 tensor to be written; its contents are undefined before. */
  output: (shape: number[]) => tf.TensorInfo;
  /** Memory for this many floats while `use` runs. */
  withScratch: (floats: number, use: (address: number) => void) => void;
}

type Compute<Inputs, Attributes> = (call: KernelCall, inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[];

/** A TensorFlow.js kernel function that calls the module. */
export function kernelFunction<Inputs = Record<string, tf.TensorInfo>, Attributes = Record<string, number>>(
  compute: Compute<Inputs, Attributes>,
): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const wasm = backend as WasmBackend;
    const kernels = instances.get(wasm);
    if (!kernels) throw new Error('registerWasmKernels() must have finished on this backend before its kernels are used.');
    const address = (tensor: tf.TensorInfo): number => wasm.dataIdMap.get(tensor.dataId).memoryOffset;
    const output = (shape: number[]): tf.TensorInfo => wasm.makeOutput(shape, 'float32');
    const withScratch = (floats: number, use: (address: number) => void): void => {
      const scratch = output([floats]);
      use(address(scratch));
      wasm.disposeData(scratch.dataId);
    };
    return compute({ kernels, address, output, withScratch }, inputs as Inputs, (attrs ?? {}) as Attributes);
  };
}

/** Registers a kernel of ours for the WebAssembly backend. */
export function registerWasmKernel<Inputs = Record<string, tf.TensorInfo>, Attributes = Record<string, number>>(
  kernelName: string,
  compute: Compute<Inputs, Attributes>,
): void {
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunction(compute) });
}

/** Floats in `length` positions rounded up to whole vectors of four, as the module lays rows out. */
export function paddedLength(length: number): number {
  return Math.ceil(length / 4) * 4;
}
