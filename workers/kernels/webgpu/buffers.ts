/** Buffers of our own on the backend's device, which live until they are destroyed, and reading them. */
import * as tf from '@tensorflow/tfjs-core';
import { appendCopy, submitPending, webGpuBackend } from '../tfjsPrivate.ts';

/** A storage buffer of zeros, or of these numbers. */
export function storageBuffer(label: string, contents: number | Float32Array<ArrayBuffer>): GPUBuffer {
  const { device } = webGpuBackend();
  const size = typeof contents === 'number' ? contents : contents.byteLength;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ label, size, usage });
  if (typeof contents !== 'number') device.queue.writeBuffer(buffer, 0, contents);
  return buffer;
}

/** Destroys buffers, after what the backend has pending that may use them: a submission that names a destroyed buffer is an error. */
export function destroyBuffers(buffers: Iterable<GPUBuffer>): void {
  if (tf.getBackend() === 'webgpu') submitPending();
  for (const buffer of buffers) buffer.destroy();
}

/** Reads one buffer again and again. Its staging buffer is made once. */
export class ReadBack {
  private readonly staging: GPUBuffer;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly source: GPUBuffer) {
    this.staging = webGpuBackend().device.createBuffer({
      label: 'read-back',
      size: source.size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }

  /** Appends the copy that {@link take} waits for to the backend's commands, so that it goes with the step that fills the buffer. */
  append(): void {
    appendCopy({ buffer: this.source }, { buffer: this.staging }, this.source.size);
  }

  /** The bytes that the last submitted {@link append} copied. Rejects if the device is lost. */
  async take(): Promise<ArrayBuffer> {
    await this.staging.mapAsync(GPUMapMode.READ);
    const bytes = this.staging.getMappedRange().slice(0);
    this.staging.unmap();
    return bytes;
  }

  /** Copies and reads, after what the backend has pending; one after the other if called twice. */
  async read(): Promise<ArrayBuffer> {
    const before = this.reading;
    const now = before.then(() => {
      this.append();
      submitPending();
      return this.take();
    });
    this.reading = now.catch(() => undefined);
    return now;
  }

  destroy(): void {
    this.staging.destroy();
  }
}
