/**
 * GPU commands of a step whose shapes never change, recorded once and replayed as one submission: TensorFlow.js spends tens of milliseconds to
 * issue a training step, a replay a fraction of one. While it records, the backend is given an encoder that only writes down what it is asked, and
 * an arena in place of its buffer manager. Buffers of the arena are reused within the step, in an order that every replay repeats.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { submitPending, webGpuBackend } from '../tfjsPrivate.ts';
import type { BufferManager } from '../tfjsPrivate.ts';
import { destroyBuffers } from './buffers.ts';

interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: [number, number, number];
}

interface Copy {
  from: GPUBufferBinding;
  to: GPUBufferBinding;
  bytes: number;
}

type Command = Dispatch | Copy;

/** A step may not use the backend in other ways than these while it is recorded. */
const refuse = (what: string): never => {
  throw new Error(`A recorded step may not ${what}.`);
};

/** Buffers of one recording. Uploaded constants and uniforms hold what they were given; the others are reused once released. */
class Arena implements BufferManager {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  private readonly buffers = new Set<GPUBuffer>();
  private readonly free = new Map<number, GPUBuffer[]>();
  private readonly constants = new Set<GPUBuffer>();

  constructor(private readonly device: GPUDevice) {}

  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false): GPUBuffer {
    if (usage & GPUBufferUsage.MAP_READ) refuse('read anything back');
    const isConstant = mappedAtCreation || !(usage & GPUBufferUsage.STORAGE);
    const reused = isConstant ? undefined : this.free.get(size)?.pop();
    if (reused) return reused;
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation });
    this.buffers.add(buffer);
    if (isConstant) this.constants.add(buffer);
    this.numBytesAllocated += size;
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer): void {
    if (!this.buffers.has(buffer)) refuse('dispose of tensors that it did not make');
    if (this.constants.has(buffer)) return;
    const free = this.free.get(buffer.size);
    if (free) free.push(buffer);
    else this.free.set(buffer.size, [buffer]);
  }

  dispose(): void {
    destroyBuffers(this.buffers);
    this.buffers.clear();
  }
}

/** An encoder and its passes that write commands down. Only what TensorFlow.js and our kernels call is there. */
function notingEncoder(commands: Command[]): GPUCommandEncoder {
  const beginComputePass = (): GPUComputePassEncoder => {
    let pipeline: GPUComputePipeline;
    let bindGroup: GPUBindGroup;
    const pass = {
      setPipeline: (next: GPUComputePipeline) => void (pipeline = next),
      setBindGroup: (_index: number, next: GPUBindGroup) => void (bindGroup = next),
      dispatchWorkgroups: (x: number, y = 1, z = 1) => void commands.push({ pipeline, bindGroup, workgroups: [x, y, z] }),
      end: () => undefined,
    };
    return pass as unknown as GPUComputePassEncoder;
  };
  const copyBufferToBuffer = (buffer: GPUBuffer, offset: number, to: GPUBuffer, toOffset: number, bytes: number): void =>
    void commands.push({ from: { buffer, offset }, to: { buffer: to, offset: toOffset }, bytes });
  return { beginComputePass, copyBufferToBuffer, finish: () => null } as unknown as GPUCommandEncoder;
}

export class Recording {
  private constructor(
    private readonly device: GPUDevice,
    private readonly commands: readonly Command[],
    private readonly arena: Arena,
    /** What the step returned. Every replay writes them anew; they live as long as the recording. */
    readonly outputs: readonly tf.Tensor[],
  ) {}

  /**
   * Records what `step` asks of the backend; nothing is computed before the first replay.
   * @param step runs synchronously, reads nothing back, disposes of nothing from outside, and uses no value of the CPU that changes between replays
   * @throws whatever the step throws, and where it does what a recorded step may not
   */
  static of(step: () => tf.Tensor[]): Recording {
    submitPending();
    const backend = webGpuBackend();
    const { device, bufferManager, queue } = backend;
    const arena = new Arena(device);
    const commands: Command[] = [];
    backend.bufferManager = arena;
    backend.queue = {
      submit: () => undefined,
      writeBuffer: (...write: Parameters<GPUQueue['writeBuffer']>) => queue.writeBuffer(...write),
    } as unknown as GPUQueue;
    // Shadows the method of the class until it is deleted.
    backend.ensureCommandEncoderReady = () => void (backend.commandEncoder ??= notingEncoder(commands));
    try {
      const outputs = step();
      submitPending();
      for (const { dataId } of outputs) backend.tensorMap.get(dataId).external = true;
      return new Recording(device, commands, arena, outputs);
    } catch (error) {
      arena.dispose();
      throw error;
    } finally {
      delete (backend as Partial<typeof backend>).ensureCommandEncoderReady;
      backend.bufferManager = bufferManager;
      backend.queue = queue;
      backend.commandEncoder = null;
      backend.computePassEncoder = null;
    }
  }

  /** Dispatches of one replay. */
  get dispatches(): number {
    return this.commands.filter((command) => 'pipeline' in command).length;
  }

  /** Submits all commands once more, after what the backend has pending. */
  replay(): void {
    submitPending();
    const encoder = this.device.createCommandEncoder();
    let pass: GPUComputePassEncoder | null = null;
    for (const command of this.commands) {
      if ('pipeline' in command) {
        pass ??= encoder.beginComputePass();
        pass.setPipeline(command.pipeline);
        pass.setBindGroup(0, command.bindGroup);
        pass.dispatchWorkgroups(...command.workgroups);
      } else {
        pass?.end();
        pass = null;
        const { from, to, bytes } = command;
        encoder.copyBufferToBuffer(from.buffer, from.offset ?? 0, to.buffer, to.offset ?? 0, bytes);
      }
    }
    pass?.end();
    this.device.queue.submit([encoder.finish()]);
  }

  dispose(): void {
    for (const output of this.outputs) output.dispose();
    this.arena.dispose();
  }
}
