/** Everything of TensorFlow.js that the kernels use and that its types do not promise. The version is pinned; look here when it moves. */
import * as tf from '@tensorflow/tfjs-core';
import './stockGradients.ts';

/** Whether the backend in use has a kernel of this name. `getKernel` is typed as if it always found one. */
export function hasKernel(name: string): boolean {
  return (tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined) !== undefined;
}

/** `engine().runKernel`, the entry that stock operations use: it records the call on the gradient tape. */
export function runKernel(name: string, inputs: Record<string, tf.Tensor>, attributes: tf.NamedAttrMap = {}): tf.Tensor | tf.Tensor[] {
  return tf.engine().runKernel(name, inputs, attributes);
}

/** The part of `BackendWasm` that kernels use. */
export interface WasmBackend {
  /** The emscripten module. `asm` are its WebAssembly exports, which the build without threads gives under this name. */
  wasm: { asm: { memory: WebAssembly.Memory } };
  /** Where each tensor lies: `memoryOffset` is in bytes and stays until the tensor is disposed, also when the memory grows. */
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  /** Allocates a tensor without filling it. Its data has one reference, which {@link WasmBackend.disposeData} takes back. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** Adds a reference to the data, for a tensor that shares it. */
  incRef(dataId: object): void;
  /** Gives up one reference to the data. */
  disposeData(dataId: object): boolean;
}

/** The WebAssembly backend, which must be the one in use. */
export function wasmBackend(): WasmBackend {
  if (tf.getBackend() !== 'wasm') {
    throw new Error(
      `The kernels are for the WebAssembly backend; got ${String(tf.getBackend())}. Await tf.setBackend('wasm') before registering them.`,
    );
  }
  return tf.backend() as unknown as WasmBackend;
}
