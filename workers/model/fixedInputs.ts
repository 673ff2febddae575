/** Inputs of a step whose shapes never change. On the GPU they share one buffer, so that a recorded step finds new values where the old ones were. */
import * as tf from '@tensorflow/tfjs-core';
import { submitPending, tensorOf, viewOnGpu, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { destroyBuffers, storageBuffer } from '../kernels/webgpu/buffers.ts';
import { sizeOf } from './shape.ts';

/** What an input is; `values` of a write are row-major. */
export interface InputShape {
  shape: number[];
  dtype: 'float32' | 'int32';
}

type Values = Int32Array | Float32Array;

const bytesPerNumber = 4;
/** A part of a buffer can be bound if it begins at a multiple of so many bytes. */
const alignment = 256;

export class FixedInputs<Name extends string> {
  /** The inputs; on the GPU always the same tensors, else those of the last write. */
  readonly tensors = {} as Record<Name, tf.Tensor>;
  /** What was written, as it lies in the buffer. */
  private readonly mirror: ArrayBuffer;
  private readonly offsets = {} as Record<Name, number>;
  private readonly buffer: GPUBuffer | null;

  /** @param onGpu whether they stay in one buffer of the WebGPU backend */
  constructor(
    private readonly shapes: Record<Name, InputShape>,
    onGpu: boolean,
  ) {
    let bytes = 0;
    for (const name of this.names) {
      this.offsets[name] = bytes;
      bytes += Math.ceil((bytesPerNumber * sizeOf(shapes[name].shape)) / alignment) * alignment;
    }
    this.mirror = new ArrayBuffer(bytes);
    this.buffer = onGpu ? storageBuffer('inputs', bytes) : null;
    if (!this.buffer) return;
    for (const name of this.names) {
      const { shape, dtype } = shapes[name];
      const part = { buffer: this.buffer, offset: this.offsets[name], size: bytesPerNumber * sizeOf(shape) };
      this.tensors[name] = tf.keep(tensorOf(viewOnGpu(part, shape, dtype)));
    }
  }

  private get names(): Name[] {
    return Object.keys(this.shapes) as Name[];
  }

  /**
   * Gives some inputs new values, in one upload; those that lie between them in the order of the shapes go along unchanged.
   * @throws if a length is not that of the shape
   */
  write(values: Partial<Record<Name, Values>>): void {
    const written = this.names.filter((name) => values[name] !== undefined);
    for (const name of written) {
      const { shape, dtype } = this.shapes[name];
      const given = values[name]!;
      if (given.length !== sizeOf(shape))
        throw new Error(`The input "${name}" must have ${sizeOf(shape)} numbers for its shape [${shape.join(', ')}]; got ${given.length}.`);
      if (this.buffer) {
        const place = dtype === 'int32' ? Int32Array : Float32Array;
        new place(this.mirror, this.offsets[name], given.length).set(given);
      } else {
        (this.tensors as Partial<Record<Name, tf.Tensor>>)[name]?.dispose();
        this.tensors[name] = tf.keep(tf.tensor(given, shape, dtype));
      }
    }
    if (!this.buffer || written.length === 0) return;
    const from = this.offsets[written[0]];
    const last = written.at(-1);
    const end = this.offsets[last] + bytesPerNumber * sizeOf(this.shapes[last].shape);
    // An upload goes before whatever is submitted after it: what still needs the old values must be under way.
    submitPending();
    webGpuBackend().device.queue.writeBuffer(this.buffer, from, this.mirror, from, end - from);
  }

  dispose(): void {
    for (const tensor of Object.values<tf.Tensor>(this.tensors)) tensor.dispose();
    if (this.buffer) destroyBuffers([this.buffer]);
  }
}
