/**
 * Gradients of packed parameters are written where they are needed: beside one another in one buffer, with no copies between the kernel that
 * finds a gradient and the optimiser that reads all of them.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { emptyOnGpu, viewOnGpu } from '../tfjsPrivate.ts';

interface Home {
  part: GPUBufferBinding;
  /** Whether this pass has written it: a parameter that is used twice has two gradients, and they may not share a place. */
  taken: boolean;
}

const homes = new WeakMap<object, Home>();

/** Says where the gradient of a parameter belongs. */
export function setGradientHome(parameter: tf.TensorInfo, part: GPUBufferBinding): void {
  homes.set(parameter.dataId, { part, taken: false });
}

/** Begins a new gradient: the parameter's home may be written again. */
export function vacateGradientHome(parameter: tf.TensorInfo): void {
  const home = homes.get(parameter.dataId);
  if (home) home.taken = false;
}

/** A tensor of a parameter's shape for a kernel to write the parameter's gradient to: in its home, or a new one if it has none or that is taken. */
export function gradientOutput(parameter: tf.TensorInfo): tf.TensorInfo {
  const home = homes.get(parameter.dataId);
  if (!home || home.taken) return emptyOnGpu(parameter.shape);
  home.taken = true;
  return viewOnGpu(home.part, parameter.shape);
}
