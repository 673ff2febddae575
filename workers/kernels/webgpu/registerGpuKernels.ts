import * as tf from '@tensorflow/tfjs-core';
import { registerGpuCausalAttention } from './causalAttention.ts';
import { registerGpuEmbedding } from './embedding.ts';
import { registerGpuLayerNorm } from './layerNorm.ts';
import { registerGpuLinear } from './linear.ts';
import { registerGpuSurrogate } from './surrogate.ts';
import { registerGpuTurnStatistics } from './turnStatistics.ts';

const registrations = [
  registerGpuCausalAttention,
  registerGpuEmbedding,
  registerGpuLayerNorm,
  registerGpuLinear,
  registerGpuSurrogate,
  registerGpuTurnStatistics,
];

let registered: string[] = [];

const kernelNames = (): string[] => tf.getKernelsForBackend('webgpu').map(({ kernelName }) => kernelName);

/** Registers the fused kernels for the WebGPU backend, if they are not: operations use them from then on. */
export function registerGpuKernels(): void {
  if (registered.length > 0) return;
  const before = new Set(kernelNames());
  for (const register of registrations) register();
  registered = kernelNames().filter((name) => !before.has(name));
}

/** Takes the fused kernels back: operations are composed of stock ones again. */
export function unregisterGpuKernels(): void {
  for (const name of registered) tf.unregisterKernel(name, 'webgpu');
  registered = [];
}
