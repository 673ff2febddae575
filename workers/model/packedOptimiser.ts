/** AdamW on packed parameters: the moments in two GPU buffers of the same layout, and an update that needs nothing of the CPU but three numbers. */
import type * as tf from '@tensorflow/tfjs-core';
import { appendCopy, bindingOf, submitPending, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { launchAdamW, partialSums } from '../kernels/webgpu/adamw.ts';
import { destroyBuffers, ReadBack, storageBuffer } from '../kernels/webgpu/buffers.ts';
import type { AdamWSettings, AdamWState } from './optimiser.ts';
import type { PackedParameters } from './packedParameters.ts';
import { gather, spread } from './packing.ts';
import type { ModelShape } from './shape.ts';

const bytesPerFloat = 4;

export class PackedAdamW {
  private updates: number;
  private readonly moments: [GPUBuffer, GPUBuffer];
  private readonly partials: GPUBuffer;
  private readonly rates: GPUBuffer;
  /** Norm of the gradient, then the quantities. */
  private readonly report: GPUBuffer;
  private readonly reportReader: ReadBack;
  private readonly momentReaders: [ReadBack, ReadBack];

  /** @param quantities how many numbers, beside the norm of the gradient, must be finite for an update */
  constructor(
    private readonly model: ModelShape,
    private readonly parameters: PackedParameters,
    private readonly settings: AdamWSettings,
    private readonly quantities: number,
    state?: AdamWState,
  ) {
    const { size } = parameters.values;
    const moment = (label: string, values: Float32Array | undefined): GPUBuffer =>
      storageBuffer(label, values ? spread(model, values) : size);
    this.updates = state?.updates ?? 0;
    this.moments = [moment('first moment', state?.firstMoment), moment('second moment', state?.secondMoment)];
    this.partials = storageBuffer('partial sums of squares', bytesPerFloat * partialSums);
    this.rates = storageBuffer('rates', bytesPerFloat * 3);
    this.report = storageBuffer('report', bytesPerFloat * (1 + quantities));
    this.reportReader = new ReadBack(this.report);
    this.momentReaders = [new ReadBack(this.moments[0]), new ReadBack(this.moments[1])];
  }

  /** Tells the GPU the learning rate of the next update, and which it is. */
  prepare(learningRate: number): void {
    const { beta1, beta2 } = this.settings;
    this.updates++;
    submitPending();
    const rates = Float32Array.of(learningRate, 1 / (1 - beta1 ** this.updates), 1 / (1 - beta2 ** this.updates));
    webGpuBackend().device.queue.writeBuffer(this.rates, 0, rates);
  }

  /**
   * Appends one update with the packed gradient to the backend's commands, and the copy that {@link outcome} reads.
   * @param quantities tensors with as many numbers together as the constructor was told
   */
  append(quantities: readonly tf.TensorInfo[]): void {
    let at = bytesPerFloat;
    for (const tensor of quantities) {
      const bytes = bytesPerFloat * tensor.shape.reduce((size, dimension) => size * dimension, 1);
      appendCopy(bindingOf(tensor), { buffer: this.report, offset: at }, bytes);
      at += bytes;
    }
    const buffers = {
      weights: { buffer: this.parameters.values },
      gradient: { buffer: this.parameters.gradient },
      firstMoment: { buffer: this.moments[0] },
      secondMoment: { buffer: this.moments[1] },
      partials: { buffer: this.partials },
      rates: { buffer: this.rates },
      report: { buffer: this.report },
    };
    launchAdamW(buffers, this.parameters.packing.floats, this.quantities, this.settings);
    this.reportReader.append();
  }

  /** Norm of the gradient and the quantities, once the update was submitted; it moved nothing if one of them is not finite. */
  async outcome(): Promise<Float32Array> {
    const report = new Float32Array(await this.reportReader.take());
    if (!report.every(Number.isFinite)) this.updates--;
    return report;
  }

  async state(): Promise<AdamWState> {
    const [first, second] = await Promise.all(this.momentReaders.map((reader) => reader.read()));
    return {
      updates: this.updates,
      firstMoment: gather(this.model, new Float32Array(first)),
      secondMoment: gather(this.model, new Float32Array(second)),
    };
  }

  dispose(): void {
    destroyBuffers([...this.moments, this.partials, this.rates, this.report]);
    for (const reader of [this.reportReader, ...this.momentReaders]) reader.destroy();
  }
}
