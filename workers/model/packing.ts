/** Where each parameter of a model lies in one packed buffer on the GPU. */
import { parameterShapes, sizeOf } from './shape.ts';
import type { ModelShape } from './shape.ts';

/** A part of a buffer can be bound if it begins at a multiple of 256 bytes. */
const alignment = 64;

export interface Packing {
  /** Where each parameter begins, in floats. */
  offsets: ReadonlyMap<string, number>;
  /** Floats in the whole buffer, the gaps included. */
  floats: number;
}

export function packingOf(model: ModelShape): Packing {
  const offsets = new Map<string, number>();
  let floats = 0;
  for (const { name, shape } of parameterShapes(model)) {
    offsets.set(name, floats);
    floats += Math.ceil(sizeOf(shape) / alignment) * alignment;
  }
  return { offsets, floats };
}
