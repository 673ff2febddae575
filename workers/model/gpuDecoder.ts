/** Rollouts that stay on the GPU until both answers of every episode are there: the decoding kernel, its buffers and its pace. */
import * as tf from '@tensorflow/tfjs-core';
import { submitPending, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { cacheRoom, DecodeBuffers } from '../kernels/webgpu/decodeBuffers.ts';
import { DispatchClock } from '../kernels/webgpu/decodeClock.ts';
import { decodeLayout, decodeWgsl } from '../kernels/webgpu/decodeProgram.ts';
import type { DecodeShape, Tiling } from '../kernels/webgpu/decodeShape.ts';
import { dispatchBudget, FastestOf, fittingTilings, Pace, tilingsFor } from '../kernels/webgpu/decodeTuning.ts';
import { isSoftwareAdapter } from './adapter.ts';
import { decodedEpisodes, unsampledRows } from './decodedEpisodes.ts';
import type { DecodedEpisodes } from './decodedEpisodes.ts';
import type { EpisodeLayout } from './layout.ts';
import { packingOf } from './packing.ts';
import { streams } from './random.ts';
import type { Sampling } from './rollout.ts';
import type { ModelShape } from './shape.ts';

/** Decides what is otherwise measured. Tests show with it that the tokens do not depend on the decision. */
export interface Schedule {
  tiling: Tiling;
  /** Positions of a dispatch. */
  positions: number;
  /** Sequences of a dispatch, which share the cache. */
  sequences: number;
}

/** Decodes episodes of one model and layout. Its buffers last from the first rollout to {@link GpuDecoder.dispose}. */
export class GpuDecoder {
  private readonly shape: DecodeShape;
  private readonly isSoftware: boolean;
  private readonly bindings: GPUBindGroupLayout;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly paces = new Map<string, Pace>();
  private readonly choices = new Map<string, FastestOf<Tiling>>();
  private buffers: DecodeBuffers | null = null;
  /** The rollout that is using the buffers. */
  private latest: Promise<unknown> = Promise.resolve();

  /** @throws if the model cannot be decoded on the GPU or is too short for the layout */
  constructor(
    private readonly device: GPUDevice,
    model: ModelShape,
    private readonly layout: EpisodeLayout,
  ) {
    if (model.width % 4 !== 0) throw new Error(`Decoding on the GPU needs a width that is a multiple of 4; got ${model.width}.`);
    if (layout.length > model.context) {
      throw new Error(`An episode has ${layout.length} positions; choose a context of at least that many: got ${model.context}.`);
    }
    this.shape = decodeShapeOf(model, layout);
    this.isSoftware = isSoftwareDevice(device);
    this.bindings = decodeLayout(device);
  }

  /**
   * Samples episodes as `rollOut` does, and says how likely their tokens were. Rollouts that are asked for at the same time run one after
   * another.
   * @param packed the parameters, laid out by `packingOf`
   * @param prompts [batch, promptLength]
   * @param given first answers, [batch, answerLength]; then only the second turn is sampled
   */
  rollOut(packed: GPUBuffer, prompts: Int32Array, sampling: Sampling, given?: Int32Array, schedule?: Schedule): Promise<DecodedEpisodes> {
    const run = this.latest.then(() => this.decode(packed, prompts, sampling, given, schedule));
    this.latest = run.catch(() => undefined);
    return run;
  }

  /** Gives the buffers back, once the rollouts that were asked for are done. A rollout after this makes new ones. */
  dispose(): void {
    this.latest = this.latest.then(() => this.releaseBuffers());
  }

  private releaseBuffers(): void {
    this.buffers?.destroy();
    this.buffers = null;
  }

  private async decode(
    packed: GPUBuffer,
    prompts: Int32Array,
    sampling: Sampling,
    given: Int32Array | undefined,
    schedule: Schedule | undefined,
  ): Promise<DecodedEpisodes> {
    const { layout } = this;
    const batch = prompts.length / layout.promptLength;
    const turns = sampling.turns ?? 2;
    const choice = this.choiceFor(batch, turns, given !== undefined);
    const tiling = schedule?.tiling ?? choice.current;
    const pipeline = await this.pipelineOf(tiling);
    const buffers = this.buffersFor(batch, schedule?.sequences);
    const bindGroup = buffers.bound(packed, this.bindings);
    const settings = settingsOf(sampling, given !== undefined);
    const end = turns === 1 ? layout.promptLength - 1 + layout.answerLength : layout.length;

    submitPending();
    buffers.writeTokens(unsampledRows(prompts, given, layout));
    const pace = this.paceOf(tiling);
    const clock = new DispatchClock(this.device.queue, pace);
    for (let first = 0; first < batch;) {
      const left = Math.min(batch - first, buffers.sharing);
      const count = schedule ? Math.min(left, schedule.sequences) : pace.sequencesOf(left);
      for (let begin = 0; begin < end;) {
        const positions = Math.min(end - begin, schedule?.positions ?? pace.positionsFor(count));
        await clock.ready();
        settings.set([begin, begin + positions, first, count]);
        buffers.writeSettings(settings.buffer);
        this.submit(pipeline, bindGroup, Math.ceil(count / tiling.sequences));
        clock.submitted(count, positions);
        begin += positions;
      }
      first += count;
    }
    const rows = await buffers.read(batch);
    if (!schedule) choice.report((await clock.total()) / (batch * end));
    return decodedEpisodes(rows, prompts, turns, given, layout);
  }

  /** One dispatch, in a submission of its own so that the page can draw before the next. */
  private submit(pipeline: GPUComputePipeline, bindGroup: GPUBindGroup, workgroups: number): void {
    const { device } = this;
    const encoder = device.createCommandEncoder({ label: 'decode' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    const lines = Math.ceil(workgroups / device.limits.maxComputeWorkgroupsPerDimension);
    pass.dispatchWorkgroups(Math.ceil(workgroups / lines), lines);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  private choiceFor(batch: number, turns: 1 | 2, isGiven: boolean): FastestOf<Tiling> {
    const { device, shape, isSoftware } = this;
    return entryOf(
      this.choices,
      [Math.ceil(Math.log2(batch)), turns, isGiven].join(),
      () => new FastestOf(tilingsFor(shape, batch, device.limits, isSoftware)),
    );
  }

  private paceOf(tiling: Tiling): Pace {
    return entryOf(this.paces, JSON.stringify(tiling), () => new Pace(this.shape, tiling, dispatchBudget(this.isSoftware)));
  }

  private pipelineOf(tiling: Tiling): Promise<GPUComputePipeline> {
    const key = JSON.stringify(tiling);
    return entryOf(this.pipelines, key, async () => {
      const { device, shape, bindings } = this;
      const module = device.createShaderModule({ label: 'decode', code: decodeWgsl(shape, tiling) });
      const layout = device.createPipelineLayout({ label: 'decode', bindGroupLayouts: [bindings] });
      try {
        return await device.createComputePipelineAsync({ label: 'decode', layout, compute: { module, entryPoint: 'main' } });
      } catch (error) {
        this.pipelines.delete(key);
        throw new Error(`The decoding kernel could not be compiled on this device (${key}). Train without the GPU instead.`, {
          cause: error,
        });
      }
    });
  }

  /** Buffers for the batch: those there are, unless they are too small. */
  private buffersFor(batch: number, sharing = Infinity): DecodeBuffers {
    const { device, shape, buffers } = this;
    const room = Math.min(batch, sharing, cacheRoom(shape, device.limits));
    if (buffers && buffers.batch >= batch && buffers.sharing >= room) return buffers;
    this.releaseBuffers();
    return (this.buffers = new DecodeBuffers(device, shape, Math.max(batch, buffers?.batch ?? 0), Math.max(room, buffers?.sharing ?? 0)));
  }
}

const decodeShapeOf = (model: ModelShape, layout: EpisodeLayout): DecodeShape => ({
  ...model,
  ...layout,
  offsets: packingOf(model).offsets,
});

/** Whether a device is known to compute on the CPU; not every browser says what its devices run on. */
function isSoftwareDevice(device: GPUDevice): boolean {
  const info = device.adapterInfo as GPUAdapterInfo | undefined;
  return info !== undefined && isSoftwareAdapter(info);
}

/** The kernel's `Settings`, without the first four, which change from dispatch to dispatch. */
function settingsOf({ temperature, stream, seed, step, firstEpisode }: Sampling, isGiven: boolean): Uint32Array<ArrayBuffer> {
  const settings = new Uint32Array(12);
  settings.set([seed, (streams[stream] << 24) ^ step, firstEpisode, isGiven ? 2 : 1, temperature === 0 ? 1 : 0], 4);
  new Float32Array(settings.buffer)[9] = temperature === 0 ? 1 : 1 / temperature;
  return settings;
}

function entryOf<Value>(entries: Map<string, Value>, key: string, make: () => Value): Value {
  let value = entries.get(key);
  if (value === undefined) entries.set(key, (value = make()));
  return value;
}

const decoders = new WeakMap<GPUDevice, Map<string, GpuDecoder>>();

/** Whether the kernel can decode this model on the WebGPU backend's device: it reads whole vectors, and its workgroups must fit. */
export function canDecodeOnGpu(model: ModelShape, layout: EpisodeLayout): boolean {
  if (model.width % 4 !== 0) return false;
  const { device } = webGpuBackend();
  return fittingTilings(decodeShapeOf(model, layout), device.limits, isSoftwareDevice(device)).length > 0;
}

/** The decoder for a model and layout on the WebGPU backend's device. */
export function decoderFor(model: ModelShape, layout: EpisodeLayout): GpuDecoder {
  const { device } = webGpuBackend();
  let known = decoders.get(device);
  if (!known) decoders.set(device, (known = new Map<string, GpuDecoder>()));
  const { layers, heads, width, context, vocabulary } = model;
  const { promptLength, answerLength, separator, endOfAnswer, padding } = layout;
  const key = [layers, heads, width, context, vocabulary, promptLength, answerLength, separator, endOfAnswer, padding].join();
  return entryOf(known, key, () => new GpuDecoder(device, model, layout));
}

/** Gives back the GPU memory of all decoders of the WebGPU backend's device, and forgets them. Does nothing on another backend. */
export function disposeDecoders(): void {
  if (tf.getBackend() !== 'webgpu') return;
  const { device } = webGpuBackend();
  for (const decoder of decoders.get(device)?.values() ?? []) decoder.dispose();
  decoders.delete(device);
}
