/**
 * Stock kernels of the WebAssembly backend that are slow for no reason, registered anew. Every gradient of something broadcast over rows, such
 * as a bias, is a sum of columns, which the stock kernel transposes first; and every tensor that is saved for a gradient goes through Identity, whose
 * stock kernel copies it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from './tfjsPrivate.ts';
import { kernelFunction } from './wasmModule.ts';

/** Sums over leading dimensions run down the columns; all others are left to the stock kernel. */
export function registerColumnSums(): void {
  const stock = tf.getKernel(tf.Sum, 'wasm');
  const columnSums = kernelFunction<{ x: tf.TensorInfo }, { axis: number | number[]; keepDims: boolean }>(
    ({ kernels, address, output }, { x }, { axis, keepDims }) => {
      const reduced = tf.util.parseAxisParam(axis, x.shape).length;
      const columns = x.shape.slice(reduced);
      const sums = output(keepDims ? [...x.shape.map(() => 1).slice(0, reduced), ...columns] : columns);
      const size = tf.util.sizeFromShape(columns);
      kernels.columnSums(address(x), address(sums), tf.util.sizeFromShape(x.shape.slice(0, reduced)), size);
      return sums;
    },
  );
  replaceKernel({
    ...stock,
    kernelFunc: (call) => {
      const x = call.inputs.x!;
      const axes = tf.util.parseAxisParam(call.attrs!.axis as number[], x.shape).toSorted((a, b) => a - b);
      const isLeading = x.dtype === 'float32' && axes.length < x.shape.length && axes.every((axis, i) => axis === i);
      return (isLeading ? columnSums : stock.kernelFunc)(call);
    },
  });
}

/** Identity shares the data of its input, as it does on every other backend. */
export function registerSharingIdentity(): void {
  replaceKernel({
    kernelName: tf.Identity,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs.x!;
      (backend as WasmBackend).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}

/** Registers a kernel in the place of the one that has its name. */
export function replaceKernel(kernel: tf.KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}
