import { describe, expect, it } from 'vitest';
import { GpuCounter } from '../../workers/bench/counters.ts';

/** Classes with the methods that are counted. A map is fulfilled when the test says so. */
function fakeClasses() {
  const maps: { modes: number[]; keep: () => void; fail: () => void }[] = [];
  class Pass {
    dispatched: number[] = [];
    dispatchWorkgroups(x: number): void {
      this.dispatched.push(x);
    }
  }
  class Queue {
    submit(): void {}
    writeBuffer(): void {}
    onSubmittedWorkDone(): Promise<void> {
      return Promise.resolve();
    }
  }
  class Device {
    createBuffer({ size }: { size: number }): { size: number } {
      return { size };
    }
  }
  class Buffer {
    size = 16;
    destroy(): void {}
    mapAsync(...modes: number[]): Promise<void> {
      return new Promise((resolve, reject) => maps.push({ modes, keep: resolve, fail: () => reject(new Error('lost')) }));
    }
  }
  const classes = { GPUComputePassEncoder: Pass, GPUQueue: Queue, GPUDevice: Device, GPUBuffer: Buffer };
  return { classes, maps, Pass, Queue, Device, Buffer };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the GPU counter of the bench', () => {
  it('counts calls and bytes, and passes them on', () => {
    const { classes, Pass, Queue, Device, Buffer } = fakeClasses();
    const counter = new GpuCounter(classes, () => 0);
    const pass = new Pass();
    pass.dispatchWorkgroups(5);
    pass.dispatchWorkgroups(6);
    new Queue().submit();
    new Queue().writeBuffer();
    expect(new Device().createBuffer({ size: 24 })).toEqual({ size: 24 });
    new Device().createBuffer({ size: 8, mappedAtCreation: true } as { size: number });
    void new Buffer().mapAsync(1);
    void new Buffer().mapAsync(2);
    new Buffer().destroy();
    expect(pass.dispatched).toEqual([5, 6]);
    const counts = { dispatches: 2, submissions: 1, uploads: 2, readbacks: 1, allocatedBytes: 32, freedBytes: 16 };
    expect(counter.take()).toMatchObject(counts);
    expect(counter.take()).toEqual({
      dispatches: 0,
      submissions: 0,
      uploads: 0,
      readbacks: 0,
      allocatedBytes: 0,
      freedBytes: 0,
      waitedMs: 0,
    });
  });

  it('counts overlapping waits once, and a failed one too', async () => {
    const { classes, maps, Buffer } = fakeClasses();
    let clock = 0;
    const counter = new GpuCounter(classes, () => clock);
    void new Buffer().mapAsync(1);
    clock = 10;
    new Buffer().mapAsync(1).catch(() => undefined);
    clock = 20;
    maps[0].keep();
    await settled();
    clock = 35;
    maps[1].fail();
    await settled();
    clock = 100;
    expect(counter.take().waitedMs).toBe(35);
  });

  it('leaves the methods as they were when it stops', () => {
    const { classes, Pass } = fakeClasses();
    const original = Reflect.get(Pass.prototype, 'dispatchWorkgroups') as unknown;
    const counter = new GpuCounter(classes);
    expect(Reflect.get(Pass.prototype, 'dispatchWorkgroups')).not.toBe(original);
    counter.stop();
    expect(Reflect.get(Pass.prototype, 'dispatchWorkgroups')).toBe(original);
  });
});
