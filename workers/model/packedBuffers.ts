/** Which parameters lie packed in a buffer on the GPU, laid out by `packingOf`. */
import type { ParameterTensors } from './parameters.ts';

const buffers = new WeakMap<ParameterTensors, GPUBuffer>();

/** The buffer of these parameters, or undefined where they are separate tensors. */
export const packedBufferOf = (parameters: ParameterTensors): GPUBuffer | undefined => buffers.get(parameters);

/** Says that these parameters are views of a packed buffer, which must allow binding as storage. */
export function setPackedBuffer(parameters: ParameterTensors, buffer: GPUBuffer): void {
  buffers.set(parameters, buffer);
}
