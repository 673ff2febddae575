/** A model's parameters in one GPU buffer, and their gradient in another of the same layout. TensorFlow.js sees views of the first. */
import type * as tf from '@tensorflow/tfjs-core';
import { appendCopy, bindingOf, submitPending, tensorOf, viewOnGpu, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { destroyBuffers, ReadBack, storageBuffer } from '../kernels/webgpu/buffers.ts';
import { setGradientHome, vacateGradientHome } from '../kernels/webgpu/gradientHomes.ts';
import { setPackedBuffer } from './packedBuffers.ts';
import { gather, packingOf, spread } from './packing.ts';
import type { Packing } from './packing.ts';
import { sizeOf } from './shape.ts';
import type { ModelShape } from './shape.ts';

const bytesPerFloat = 4;

export class PackedParameters {
  readonly packing: Packing;
  readonly values: GPUBuffer;
  readonly gradient: GPUBuffer;
  private readonly readBack: ReadBack;

  /** @param dense all parameters in the order of `parameterShapes` */
  constructor(
    private readonly model: ModelShape,
    dense: Float32Array,
  ) {
    this.packing = packingOf(model);
    this.values = storageBuffer('parameters', spread(model, dense));
    this.gradient = storageBuffer('gradient', this.values.size);
    this.readBack = new ReadBack(this.values);
  }

  private part(buffer: GPUBuffer, name: string, shape: readonly number[]): GPUBufferBinding {
    return { buffer, offset: bytesPerFloat * this.packing.offsets.get(name)!, size: bytesPerFloat * sizeOf(shape) };
  }

  /** The parameter as a tensor that lies in the buffer. */
  view(name: string, shape: number[]): tf.Tensor {
    return tensorOf(viewOnGpu(this.part(this.values, name, shape), shape));
  }

  /** Says where the gradients of these variables, which are {@link view}s, belong, and that they are these parameters' tensors. */
  adopt(variables: ReadonlyMap<string, tf.Variable>): void {
    setPackedBuffer(variables, this.values);
    for (const [name, variable] of variables) setGradientHome(variable, this.part(this.gradient, name, variable.shape));
  }

  /** Before a gradient is computed. */
  beginGradient(variables: ReadonlyMap<string, tf.Variable>): void {
    for (const variable of variables.values()) vacateGradientHome(variable);
  }

  /** Brings home the gradients that were written somewhere else. */
  collectGradient(variables: ReadonlyMap<string, tf.Variable>, gradients: Record<string, tf.Tensor>): void {
    for (const [name, variable] of variables) {
      const home = this.part(this.gradient, name, variable.shape);
      const from = bindingOf(gradients[variable.name]);
      if (from.buffer !== home.buffer) appendCopy(from, home, home.size!);
    }
  }

  /** Overwrites all parameters. @param dense in the order of `parameterShapes` */
  load(dense: Float32Array): void {
    // An upload goes before whatever is submitted after it: what still needs the old values must be under way.
    submitPending();
    webGpuBackend().device.queue.writeBuffer(this.values, 0, spread(this.model, dense));
  }

  /** All parameters in the order of `parameterShapes`. */
  async weights(): Promise<Float32Array> {
    return gather(this.model, new Float32Array(await this.readBack.read()));
  }

  dispose(): void {
    destroyBuffers([this.values, this.gradient]);
    this.readBack.destroy();
  }
}
