import * as tf from '@tensorflow/tfjs-core';
import { optimisationsInUse } from '../kernels/webgpu/optimisations.ts';
import { Recording } from '../kernels/webgpu/recording.ts';

/** A computation without gradient on tensors of fixed shapes, done again and again: recorded at its first run where steps are. */
export class FixedPass<T extends tf.Tensor> {
  private readonly isRecorded = optimisationsInUse().recordedSteps;
  private recording: Recording | null = null;
  private result: T | null = null;

  /** @param compute always the same operations; it makes one tensor */
  constructor(private readonly compute: () => T) {}

  /** What the last run made; valid until the next one. @throws before the first run */
  get output(): T {
    if (!this.result) throw new Error('The pass has no output before it has run.');
    return this.result;
  }

  /** Asks for the computation and does not wait for it. */
  run(): void {
    if (this.isRecorded) {
      this.recording ??= Recording.of(() => [tf.keep(tf.tidy(this.compute))]);
      this.recording.replay();
      this.result = this.recording.outputs[0] as T;
    } else {
      this.result?.dispose();
      this.result = tf.keep(tf.tidy(this.compute));
    }
  }

  dispose(): void {
    if (this.recording) this.recording.dispose();
    else this.result?.dispose();
    this.result = null;
  }
}
