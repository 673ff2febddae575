/** Where each parameter of a model lies in one packed buffer on the GPU, and how that differs from the dense vector that files hold. */
import { parameterCount, parameterShapes, sizeOf } from './shape.ts';
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

/** Calls `visit` with where each parameter begins in the dense vector and in the packed buffer, and its size. */
function eachPart(model: ModelShape, visit: (dense: number, packed: number, size: number) => void): void {
  const { offsets } = packingOf(model);
  let dense = 0;
  for (const { name, shape } of parameterShapes(model)) {
    visit(dense, offsets.get(name)!, sizeOf(shape));
    dense += sizeOf(shape);
  }
}

/** A dense vector in the order of `parameterShapes`, laid out for the GPU. The gaps hold zeros. */
export function spread(model: ModelShape, dense: Float32Array): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(packingOf(model).floats);
  eachPart(model, (from, to, size) => packed.set(dense.subarray(from, from + size), to));
  return packed;
}

/** The dense vector of what {@link spread} laid out. */
export function gather(model: ModelShape, packed: Float32Array): Float32Array<ArrayBuffer> {
  const dense = new Float32Array(parameterCount(model));
  eachPart(model, (to, from, size) => dense.set(packed.subarray(from, from + size), to));
  return dense;
}
