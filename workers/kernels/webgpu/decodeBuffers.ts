/** The GPU memory of the decoding kernel, made once for the largest batch and used by every rollout after. */
import { cacheStride, positionsOf } from './decodeShape.ts';
import type { DecodeShape } from './decodeShape.ts';

/** Bytes of keys and values at most; a larger batch goes through in parts. */
const CACHE_BYTES = 512 * 2 ** 20;
const SETTINGS_BYTES = 48;

/** Sequences whose keys and values can be kept at a time. */
export const cacheRoom = (shape: DecodeShape, { maxStorageBufferBindingSize, maxBufferSize }: GPUSupportedLimits): number =>
  Math.floor(Math.min(CACHE_BYTES, maxStorageBufferBindingSize, maxBufferSize) / (16 * cacheStride(shape)));

/** Numbers of a row of tokens: the whole episode. */
const tokensPerRow = (shape: DecodeShape): number => positionsOf(shape) + 1;

/** Numbers of a row of traces: [turn, position in the answer, log-probability and entropy]. */
const tracesPerRow = ({ answerLength }: DecodeShape): number => 4 * answerLength;

export class DecodeBuffers {
  private readonly cache: GPUBuffer;
  private readonly tokens: GPUBuffer;
  private readonly traces: GPUBuffer;
  private readonly settings: GPUBuffer;
  private readonly staging: GPUBuffer;
  private readonly bindGroups = new WeakMap<GPUBuffer, GPUBindGroup>();

  /**
   * @param batch sequences of a rollout, at most
   * @param sharing sequences that are in the cache at a time, at most
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly shape: DecodeShape,
    readonly batch: number,
    readonly sharing: number,
  ) {
    const make = (label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer =>
      device.createBuffer({ label: `decode ${label}`, size: bytes, usage });
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const [tokenBytes, traceBytes] = [4 * batch * tokensPerRow(shape), 4 * batch * tracesPerRow(shape)];
    this.cache = make('cache', 16 * sharing * cacheStride(shape), STORAGE);
    this.tokens = make('tokens', tokenBytes, STORAGE | COPY_SRC | COPY_DST);
    this.traces = make('traces', traceBytes, STORAGE | COPY_SRC);
    this.settings = make('settings', SETTINGS_BYTES, UNIFORM | COPY_DST);
    this.staging = make('staging', tokenBytes + traceBytes, MAP_READ | COPY_DST);
  }

  /** The kernel's bindings with these parameters. */
  bound(packed: GPUBuffer, layout: GPUBindGroupLayout): GPUBindGroup {
    let bindGroup = this.bindGroups.get(packed);
    if (!bindGroup) {
      const buffers = [packed, packed, this.cache, this.tokens, this.traces, this.settings];
      const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
      this.bindGroups.set(packed, (bindGroup = this.device.createBindGroup({ label: 'decode', layout, entries })));
    }
    return bindGroup;
  }

  /** Puts whole episodes there, [batch, {@link tokensPerRow}]. */
  writeTokens(rows: Int32Array<ArrayBuffer>): void {
    this.device.queue.writeBuffer(this.tokens, 0, rows);
  }

  /** Says what the next dispatch is to do, in the order of the kernel's `Settings`. */
  writeSettings(settings: ArrayBuffer): void {
    this.device.queue.writeBuffer(this.settings, 0, settings);
  }

  /** The tokens and traces of the first rows, once all that was submitted is done. */
  async read(batch: number): Promise<{ tokens: Int32Array; traces: Float32Array }> {
    const { device, shape, staging } = this;
    const [tokenBytes, traceBytes] = [4 * batch * tokensPerRow(shape), 4 * batch * tracesPerRow(shape)];
    const encoder = device.createCommandEncoder({ label: 'decode' });
    encoder.copyBufferToBuffer(this.tokens, 0, staging, 0, tokenBytes);
    encoder.copyBufferToBuffer(this.traces, 0, staging, tokenBytes, traceBytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, tokenBytes + traceBytes);
    const bytes = staging.getMappedRange(0, tokenBytes + traceBytes).slice(0);
    staging.unmap();
    return { tokens: new Int32Array(bytes, 0, tokenBytes / 4), traces: new Float32Array(bytes, tokenBytes) };
  }

  destroy(): void {
    for (const buffer of [this.cache, this.tokens, this.traces, this.settings, this.staging]) buffer.destroy();
  }
}
