/** On WebAssembly the project replaces some stock kernels; while stock TensorFlow.js has its turn, its own are put back. */
import * as tf from '@tensorflow/tfjs-core';
import type { Side } from './side.ts';

const replaced = [tf.BatchMatMul, tf.Sum, tf.Identity];

type Kernels = tf.KernelConfig[];

let before: Kernels = [];

const current = (): Kernels => replaced.map((name) => tf.getKernel(name, 'wasm'));

/** Remembers the stock kernels. Call it when the backend's package is loaded and the project's kernels are not yet registered. */
export function rememberStockKernels(): void {
  before = current();
}

function useKernels(kernels: Kernels): void {
  for (const kernel of kernels) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
}

/** The sides, each of which puts the kernels in place that it is to be measured with. */
export function stockOnWasm(ours: readonly Side[], stock: Side): Side[] {
  const after = current();
  const stockKernels = before;
  return [
    ...ours.map((side) => ({ ...side, enter: () => (useKernels(after), side.enter?.()) })),
    { ...stock, enter: () => useKernels(stockKernels) },
  ];
}
