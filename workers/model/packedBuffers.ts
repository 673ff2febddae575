/** Which models' parameters lie in one packed GPU buffer, so that a kernel can read all of them in place. */
import type { ParameterTensors } from './parameters.ts';

const buffers = new WeakMap<ParameterTensors, GPUBuffer>();

/** Says that these parameters are views of the buffer, laid out as `packingOf` says. */
export function setPackedBuffer(parameters: ParameterTensors, buffer: GPUBuffer): void {
  buffers.set(parameters, buffer);
}

/** The buffer these parameters are views of, if they are. */
export const packedBufferOf = (parameters: ParameterTensors): GPUBuffer | undefined => buffers.get(parameters);
