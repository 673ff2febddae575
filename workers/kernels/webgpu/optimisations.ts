/** What of the fast path is in use. Training uses all of it after a passed self-check, else none; the bench switches parts off to see what they buy. */
import * as tf from '@tensorflow/tfjs-core';
import { registerGpuKernels, unregisterGpuKernels } from './registerGpuKernels.ts';

export interface Optimisations {
  /** Fused kernels with gradients in place of compositions of stock operations. */
  fusedKernels: boolean;
  /** Parameters, gradients and moments in single buffers, updated in place by one AdamW kernel. */
  packedParameters: boolean;
  /** Steps of fixed shapes are recorded once and replayed. Needs packed parameters, which alone stay where they are. */
  recordedSteps: boolean;
  /** Whole answers are decoded by one kernel. Needs packed parameters, which it reads in place. */
  decodeKernel: boolean;
}

export const allOptimisations: Optimisations = { fusedKernels: true, packedParameters: true, recordedSteps: true, decodeKernel: true };

export const noOptimisations: Optimisations = { fusedKernels: false, packedParameters: false, recordedSteps: false, decodeKernel: false };

let chosen = noOptimisations;

/** Sets what models, optimisers and rollouts that are made from now on use on WebGPU. */
export function setOptimisations(optimisations: Optimisations): void {
  const { packedParameters, recordedSteps, decodeKernel } = optimisations;
  if ((recordedSteps || decodeKernel) && !packedParameters)
    throw new Error('Recorded steps and the decode kernel need packed parameters: switch those on too, or these off.');
  if (optimisations.fusedKernels) registerGpuKernels();
  else unregisterGpuKernels();
  chosen = optimisations;
}

/** What is in use: nothing where the backend is not WebGPU. */
export const optimisationsInUse = (): Optimisations => (tf.getBackend() === 'webgpu' ? chosen : noOptimisations);
