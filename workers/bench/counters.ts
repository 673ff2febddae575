/** Counts what a page asks of its GPU, by wrapping WebGPU's own methods. For the bench only: the product never loads this. */
import type { GpuCounts } from './rows.ts';

/** What is counted: classes of WebGPU, whose methods are looked up when the counting starts. A test gives its own. */
export interface GpuClasses {
  GPUComputePassEncoder: { prototype: object };
  GPUQueue: { prototype: object };
  GPUDevice: { prototype: object };
  GPUBuffer: { prototype: object };
}

type Method = (this: object, ...args: unknown[]) => unknown;

/** Usage GPUMapMode.READ. */
const mapRead = 1;

export class GpuCounter {
  private counts: GpuCounts = { dispatches: 0, submissions: 0, uploads: 0, readbacks: 0, allocatedBytes: 0, freedBytes: 0 };
  private waits = 0;
  private waitedSince = 0;
  private waited = 0;
  private readonly restore: (() => void)[] = [];

  /** Starts to count; {@link GpuCounter.stop} takes the wrappers away. */
  constructor(
    classes: GpuClasses = globalThis,
    private readonly now: () => number = () => performance.now(),
  ) {
    const { counts } = this;
    const count = (target: { prototype: object }, method: string, add: (args: unknown[], on: object) => void): void =>
      this.wrap(
        target.prototype,
        method,
        (original) =>
          function (...args) {
            add(args, this);
            return original.apply(this, args);
          },
      );
    count(classes.GPUComputePassEncoder, 'dispatchWorkgroups', () => counts.dispatches++);
    count(classes.GPUComputePassEncoder, 'dispatchWorkgroupsIndirect', () => counts.dispatches++);
    count(classes.GPUQueue, 'submit', () => counts.submissions++);
    count(classes.GPUQueue, 'writeBuffer', () => counts.uploads++);
    count(classes.GPUQueue, 'writeTexture', () => counts.uploads++);
    count(classes.GPUDevice, 'createBuffer', ([descriptor]) => {
      const { size, mappedAtCreation } = descriptor as GPUBufferDescriptor;
      counts.allocatedBytes += size;
      if (mappedAtCreation) counts.uploads++;
    });
    count(classes.GPUBuffer, 'mapAsync', ([mode]) => (counts.readbacks += mode === mapRead ? 1 : 0));
    count(classes.GPUBuffer, 'destroy', (_, buffer) => (counts.freedBytes += (buffer as GPUBuffer).size));
    this.time(classes.GPUBuffer.prototype, 'mapAsync');
    this.time(classes.GPUQueue.prototype, 'onSubmittedWorkDone');
  }

  /** Adds the time until what the method promised to the time waited; overlapping waits count once. */
  private time(prototype: object, method: string): void {
    const begin = (): void => {
      if (this.waits++ === 0) this.waitedSince = this.now();
    };
    const end = (): void => {
      if (--this.waits === 0) this.waited += this.now() - this.waitedSince;
    };
    this.wrap(
      prototype,
      method,
      (original) =>
        function (...args) {
          begin();
          const promise = original.apply(this, args) as Promise<unknown>;
          promise.then(end, end);
          return promise;
        },
    );
  }

  private wrap(prototype: object, method: string, wrapper: (original: Method) => Method): void {
    const methods = prototype as Record<string, Method | undefined>;
    const original = methods[method];
    if (!original) return;
    methods[method] = wrapper(original);
    this.restore.unshift(() => (methods[method] = original));
  }

  /** Counts since the last call of `take`, and the milliseconds in which a read-back or the end of the GPU's work was awaited. */
  take(): GpuCounts & { waitedMs: number } {
    const taken = { ...this.counts, waitedMs: this.waited };
    Object.assign(this.counts, { dispatches: 0, submissions: 0, uploads: 0, readbacks: 0, allocatedBytes: 0, freedBytes: 0 });
    this.waited = 0;
    return taken;
  }

  stop(): void {
    for (const undo of this.restore) undo();
  }
}
