import { registerBiasGelu } from './biasGelu.ts';
import { registerCachedAttention } from './cachedAttention.ts';
import { registerCausalAttention } from './causalAttention.ts';
import { registerEmbed } from './embedding.ts';
import { registerLayerNorm } from './layerNorm.ts';
import { registerMatMul } from './matMul.ts';
import { registerColumnSums, registerSharingIdentity } from './stockKernels.ts';
import { wasmBackend } from './tfjsPrivate.ts';
import { instantiateKernels } from './wasmModule.ts';

const registrations = [
  registerLayerNorm,
  registerBiasGelu,
  registerCausalAttention,
  registerCachedAttention,
  registerEmbed,
  registerMatMul,
  registerColumnSums,
  registerSharingIdentity,
];

let isRegistered = false;

/**
 * Registers the fused kernels for the WebAssembly backend, which must be in use and ready. Calling it again does nothing but bind the kernels
 * to a backend that was created since.
 * @throws if another backend is in use, or it runs with threads or without SIMD
 */
export async function registerWasmKernels(): Promise<void> {
  await instantiateKernels(wasmBackend());
  if (isRegistered) return;
  isRegistered = true;
  for (const register of registrations) register();
}
