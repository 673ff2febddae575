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

/** What the WebGPU backend knows about a tensor's data. */
interface GpuTensorData {
  dtype: tf.DataType;
  shape: number[];
  /** The values, while or where they are on the CPU. `data()` fills them in, and whoever writes in place must clear them. */
  values: ArrayLike<number> | null;
  refCount: number;
  /** The buffer belongs to somebody else and outlives the tensor. */
  external?: boolean;
  /** A whole buffer of the backend, or a part of one of ours; null while the data is on the CPU only. */
  resource: GPUBuffer | GPUBufferBinding | null;
}

/** The part of the backend's buffer manager that the backend calls. */
export interface BufferManager {
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  dispose(): void;
}

/** The part of `WebGPUBackend` that kernels use. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  queue: GPUQueue;
  readonly tensorMap: { get(dataId: object): GpuTensorData; set(dataId: object, data: GpuTensorData): void };
  bufferManager: BufferManager;
  /** Commands that are recorded and not yet submitted. Null between {@link WebGpuBackend.submitQueue} and the next command. */
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  /** Gives the tensor a buffer, filled with its values if it has any. Does nothing if it has one. */
  uploadToGPU(dataId: object): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  nextDataId(): number;
}

/** The WebGPU backend, which must be the one in use. */
export function webGpuBackend(): WebGpuBackend {
  if (tf.getBackend() !== 'webgpu') throw new Error(`These kernels are for the WebGPU backend; got ${String(tf.getBackend())}.`);
  return tf.backend() as unknown as WebGpuBackend;
}

/** Where a tensor lies on the GPU, uploaded first if it is not there yet. */
export function bindingOf(tensor: tf.TensorInfo): GPUBufferBinding {
  const backend = webGpuBackend();
  backend.uploadToGPU(tensor.dataId);
  const { resource } = backend.tensorMap.get(tensor.dataId);
  return resource instanceof GPUBuffer ? { buffer: resource } : resource!;
}

/** A tensor on a new buffer that the backend manages; its contents are undefined. */
export function emptyOnGpu(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo {
  const backend = webGpuBackend();
  const info = backend.makeTensorInfo(shape, dtype);
  backend.uploadToGPU(info.dataId);
  return info;
}

/**
 * A tensor on a part of a buffer of ours, which outlives it. The tensor's own `data()` does not work; read the buffer.
 * @param part its offset must be a multiple of 256 bytes
 */
export function viewOnGpu(part: GPUBufferBinding, shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo {
  const backend = webGpuBackend();
  const dataId = { id: backend.nextDataId() };
  backend.tensorMap.set(dataId, { dtype, shape, values: null, refCount: 1, external: true, resource: part });
  return { dataId, shape, dtype };
}

/** The engine's tensor for what a kernel made. */
export const tensorOf = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);

/** The compute pass into which the backend's next command goes. */
export function openPass(): GPUComputePassEncoder {
  const backend = webGpuBackend();
  backend.ensureCommandEncoderReady();
  backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
  return backend.computePassEncoder;
}

/** Appends a copy between buffers to the backend's commands. */
export function appendCopy(from: GPUBufferBinding, to: GPUBufferBinding, bytes: number): void {
  const backend = webGpuBackend();
  backend.endComputePassEncoder();
  backend.ensureCommandEncoderReady();
  backend.commandEncoder!.copyBufferToBuffer(from.buffer, from.offset ?? 0, to.buffer, to.offset ?? 0, bytes);
}

/** Submits what the backend has recorded, if anything. */
export function submitPending(): void {
  const backend = webGpuBackend();
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}
