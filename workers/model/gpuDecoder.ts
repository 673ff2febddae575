/** Rollouts that stay on the GPU until both answers of every episode are there: the decoding kernel, its buffers and its pace. */
import { cacheStride, decodeLayout, decodeWgsl, positionsOf } from '../kernels/webgpu/decodeProgram.ts';
import type { DecodeShape, Tiling } from '../kernels/webgpu/decodeProgram.ts';
import { FastestOf, Pace, tilingsFor } from '../kernels/webgpu/decodeTuning.ts';
import { submitPending, webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { isSoftwareAdapter } from './adapter.ts';
import { answerMask } from './layout.ts';
import type { EpisodeLayout, EpisodeTokens } from './layout.ts';
import { packingOf } from './packing.ts';
import { streams } from './random.ts';
import type { Sampling } from './rollout.ts';
import type { ModelShape } from './shape.ts';

/** What was known of each token when it was sampled, [batch, answerLength]; 0 where nothing was sampled. Nats, at the sampling temperature or 1. */
export interface TurnTrace {
  logProbs: Float32Array;
  /** Of the next-token distribution. */
  entropies: Float32Array;
}

export interface DecodedEpisodes extends EpisodeTokens {
  /** Of each turn. */
  traces: [TurnTrace, TurnTrace];
}

/** Decides what is otherwise measured. Tests show with it that the tokens do not depend on the decision. */
export interface Schedule {
  tiling: Tiling;
  /** Positions of a dispatch. */
  positions: number;
  /** Sequences that share the cache at a time. */
  sequences: number;
}

/** Bytes of keys and values at most; a larger batch goes through in parts. */
const CACHE_BYTES = 512 * 2 ** 20;
/** Dispatches that are queued at a time: one that runs, and one so that the GPU need not wait for us. */
const IN_FLIGHT = 2;
const SETTINGS = 12;

/** Buffers for batches up to a size. */
interface Buffers {
  batch: number;
  cacheSequences: number;
  cache: GPUBuffer;
  tokens: GPUBuffer;
  traces: GPUBuffer;
  settings: GPUBuffer;
  staging: GPUBuffer;
}

/** Decodes episodes of one model and layout. Its buffers last from the first rollout to {@link GpuDecoder.dispose}. */
export class GpuDecoder {
  private readonly shape: DecodeShape;
  private readonly bindGroupLayout: GPUBindGroupLayout;
  private readonly pipelineLayout: GPUPipelineLayout;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly paces = new Map<string, Pace>();
  private readonly choices = new Map<string, FastestOf<Tiling>>();
  private bindGroups = new WeakMap<GPUBuffer, GPUBindGroup>();
  private buffers: Buffers | null = null;
  /** The rollout that is using the buffers. */
  private latest: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly device: GPUDevice,
    model: ModelShape,
    private readonly layout: EpisodeLayout,
  ) {
    if (model.width % 4 !== 0) throw new Error(`Decoding on the GPU needs a width that is a multiple of 4; got ${model.width}.`);
    if (layout.length > model.context)
      throw new Error(`An episode has ${layout.length} positions; the model's context is ${model.context}.`);
    this.shape = { ...model, ...layout, offsets: packingOf(model).offsets };
    this.bindGroupLayout = decodeLayout(device);
    this.pipelineLayout = device.createPipelineLayout({ label: 'decode', bindGroupLayouts: [this.bindGroupLayout] });
  }

  /**
   * Samples episodes as `rollOut` does, and says how likely their tokens were. Rollouts that are asked for at the same time run one after another.
   * @param packed the parameters, laid out by `packingOf`
   * @param given first answers, [batch, answerLength]; then only the second turn is sampled
   */
  rollOut(packed: GPUBuffer, prompts: Int32Array, sampling: Sampling, given?: Int32Array, schedule?: Schedule): Promise<DecodedEpisodes> {
    const run = this.latest.then(() => this.decode(packed, prompts, sampling, given, schedule));
    this.latest = run.catch(() => undefined);
    return run;
  }

  /** Gives the buffers back. A rollout after this makes new ones. */
  dispose(): void {
    if (!this.buffers) return;
    const { cache, tokens, traces, settings, staging } = this.buffers;
    for (const buffer of [cache, tokens, traces, settings, staging]) buffer.destroy();
    this.buffers = null;
    this.bindGroups = new WeakMap();
  }

  private async decode(
    packed: GPUBuffer,
    prompts: Int32Array,
    sampling: Sampling,
    given: Int32Array | undefined,
    schedule: Schedule | undefined,
  ): Promise<DecodedEpisodes> {
    const { device, layout } = this;
    const batch = prompts.length / layout.promptLength;
    const turns = sampling.turns ?? 2;
    const choice = this.choiceFor(batch, turns, given !== undefined);
    const tiling = schedule?.tiling ?? choice.current;
    const pipeline = await this.pipelineFor(tiling);
    const buffers = this.buffersFor(batch, schedule?.sequences);
    const bindGroup = this.bindGroupFor(packed, buffers);
    const end = turns === 1 ? layout.promptLength - 1 + layout.answerLength : layout.length;

    submitPending();
    device.queue.writeBuffer(buffers.tokens, 0, this.rows(prompts, batch, given));
    const settings = new Uint32Array(SETTINGS);
    settings.set(
      [
        sampling.seed,
        (streams[sampling.stream] << 24) ^ sampling.step,
        sampling.firstEpisode,
        given ? 2 : 1,
        Number(sampling.temperature === 0),
      ],
      4,
    );
    new Float32Array(settings.buffer)[9] = sampling.temperature === 0 ? 1 : 1 / sampling.temperature;
    const dispatch = (begin: number, positions: number, first: number, count: number): void => {
      settings.set([begin, begin + positions, first, count]);
      device.queue.writeBuffer(buffers.settings, 0, settings);
      const encoder = device.createCommandEncoder({ label: 'decode' });
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      const groups = Math.ceil(count / tiling.sequences);
      const lines = Math.ceil(groups / device.limits.maxComputeWorkgroupsPerDimension);
      pass.dispatchWorkgroups(Math.ceil(groups / lines), lines);
      pass.end();
      device.queue.submit([encoder.finish()]);
    };

    const pace = this.paceOf(tiling);
    const clock = new Clock(device.queue, pace);
    for (let first = 0; first < batch;) {
      const left = Math.min(batch - first, buffers.cacheSequences);
      const count = schedule ? Math.min(left, schedule.sequences) : pace.sequencesOf(left);
      for (let begin = 0; begin < end;) {
        const positions = Math.min(end - begin, schedule?.positions ?? pace.positionsFor(count));
        await clock.ready();
        dispatch(begin, positions, first, count);
        clock.submitted(count, positions);
        begin += positions;
      }
      first += count;
    }
    const [tokens, traces] = await this.readBack(buffers, batch);
    if (!schedule) choice.report((await clock.total()) / (batch * end));
    return this.unpack(tokens, traces, prompts, turns, given);
  }

  private choiceFor(batch: number, turns: number, isGiven: boolean): FastestOf<Tiling> {
    const key = [Math.ceil(Math.log2(batch)), turns, isGiven].join();
    let choice = this.choices.get(key);
    if (!choice) {
      const { device, shape } = this;
      const info = device.adapterInfo as GPUAdapterInfo | undefined;
      const isSoftware = info !== undefined && isSoftwareAdapter(info);
      this.choices.set(key, (choice = new FastestOf(tilingsFor(shape, batch, device.limits, isSoftware))));
    }
    return choice;
  }

  private paceOf(tiling: Tiling): Pace {
    const key = JSON.stringify(tiling);
    let pace = this.paces.get(key);
    if (!pace) this.paces.set(key, (pace = new Pace(this.shape, tiling)));
    return pace;
  }

  private pipelineFor(tiling: Tiling): Promise<GPUComputePipeline> {
    const { device, pipelineLayout } = this;
    const key = JSON.stringify(tiling);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      const module = device.createShaderModule({ label: 'decode', code: decodeWgsl(this.shape, tiling) });
      pipeline = device.createComputePipelineAsync({ label: 'decode', layout: pipelineLayout, compute: { module, entryPoint: 'main' } });
      pipeline = pipeline.catch((error: unknown) => {
        this.pipelines.delete(key);
        throw new Error(`The decoding kernel could not be compiled on this device with ${key}.`, { cause: error });
      });
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  /** Buffers for the batch: those of the last rollout, unless they are too small. */
  private buffersFor(batch: number, sharing = Infinity): Buffers {
    const { device, shape } = this;
    const sequenceBytes = 16 * cacheStride(shape);
    const room = Math.floor(Math.min(CACHE_BYTES, device.limits.maxStorageBufferBindingSize) / sequenceBytes);
    const cacheSequences = Math.min(batch, room, sharing);
    if (this.buffers && this.buffers.batch >= batch && this.buffers.cacheSequences >= cacheSequences) return this.buffers;
    const size = Math.max(batch, this.buffers?.batch ?? 0);
    this.dispose();
    const make = (label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer =>
      device.createBuffer({ label: `decode ${label}`, size: bytes, usage });
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const [tokenBytes, traceBytes] = [size * this.tokensPerRow * 4, size * this.tracesPerRow * 4];
    this.buffers = {
      batch: size,
      cacheSequences,
      cache: make('cache', cacheSequences * sequenceBytes, STORAGE),
      tokens: make('tokens', tokenBytes, STORAGE | COPY_SRC | COPY_DST),
      traces: make('traces', traceBytes, STORAGE | COPY_SRC),
      settings: make('settings', SETTINGS * 4, UNIFORM | COPY_DST),
      staging: make('staging', tokenBytes + traceBytes, MAP_READ | COPY_DST),
    };
    return this.buffers;
  }

  private bindGroupFor(packed: GPUBuffer, { cache, tokens, traces, settings }: Buffers): GPUBindGroup {
    let bindGroup = this.bindGroups.get(packed);
    if (!bindGroup) {
      const entries = [packed, packed, cache, tokens, traces, settings].map((buffer, binding) => ({ binding, resource: { buffer } }));
      this.bindGroups.set(packed, (bindGroup = this.device.createBindGroup({ label: 'decode', layout: this.bindGroupLayout, entries })));
    }
    return bindGroup;
  }

  private get tokensPerRow(): number {
    return positionsOf(this.shape) + 1;
  }

  private get tracesPerRow(): number {
    return 4 * this.layout.answerLength;
  }

  /** Whole episodes, [batch, length + 1], with padding for every token that is to be sampled. */
  private rows(prompts: Int32Array, batch: number, given: Int32Array | undefined): Int32Array<ArrayBuffer> {
    const { promptLength, answerLength, separator, padding } = this.layout;
    const { tokensPerRow } = this;
    const rows = new Int32Array(batch * tokensPerRow).fill(padding);
    for (let row = 0; row < batch; row++) {
      const at = row * tokensPerRow;
      rows.set(prompts.subarray(row * promptLength, (row + 1) * promptLength), at);
      if (given) rows.set(given.subarray(row * answerLength, (row + 1) * answerLength), at + promptLength);
      rows[at + promptLength + answerLength] = separator;
    }
    return rows;
  }

  /** The tokens and traces of a batch. */
  private async readBack({ tokens, traces, staging }: Buffers, batch: number): Promise<[Int32Array, Float32Array]> {
    const { device, tokensPerRow, tracesPerRow } = this;
    const [tokenBytes, traceBytes] = [batch * tokensPerRow * 4, batch * tracesPerRow * 4];
    const encoder = device.createCommandEncoder({ label: 'decode' });
    encoder.copyBufferToBuffer(tokens, 0, staging, 0, tokenBytes);
    encoder.copyBufferToBuffer(traces, 0, staging, tokenBytes, traceBytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, tokenBytes + traceBytes);
    const bytes = staging.getMappedRange(0, tokenBytes + traceBytes).slice(0);
    staging.unmap();
    return [new Int32Array(bytes, 0, batch * tokensPerRow), new Float32Array(bytes, tokenBytes)];
  }

  private unpack(
    tokens: Int32Array,
    traces: Float32Array,
    prompts: Int32Array,
    turns: 1 | 2,
    given: Int32Array | undefined,
  ): DecodedEpisodes {
    const { layout, tokensPerRow, tracesPerRow } = this;
    const { promptLength, answerLength } = layout;
    const batch = prompts.length / promptLength;
    const answers = (turn: 1 | 2): Int32Array => {
      const start = promptLength + (turn - 1) * (answerLength + 1);
      const result = new Int32Array(turn > turns ? 0 : batch * answerLength);
      for (let at = 0, row = start; at < result.length; at += answerLength, row += tokensPerRow) {
        result.set(tokens.subarray(row, row + answerLength), at);
      }
      return result;
    };
    // What an earlier rollout left behind the end of an answer is masked.
    const trace = (turn: 1 | 2, mask: Float32Array): TurnTrace => {
      const [logProbs, entropies] = [new Float32Array(mask.length), new Float32Array(mask.length)];
      for (let i = 0; i < mask.length; i++) {
        if (mask[i] === 0) continue;
        const row = Math.floor(i / answerLength);
        const at = row * tracesPerRow + 2 * ((turn - 1) * answerLength + (i % answerLength));
        logProbs[i] = traces[at];
        entropies[i] = traces[at + 1];
      }
      return { logProbs, entropies };
    };
    const [y1, y2] = [given ?? answers(1), answers(2)];
    const firstMask = given ? new Float32Array(given.length) : answerMask(y1, layout);
    return { batch, prompts, y1, y2, traces: [trace(1, firstMask), trace(2, answerMask(y2, layout))] };
  }
}

/** Holds dispatches back until the GPU is ready for them, and tells the pace how long each took. */
class Clock {
  private readonly inFlight: Promise<number>[] = [];
  /** When all that has been submitted was finished. */
  private finished: Promise<number>;
  private totalMs = 0;

  constructor(
    private readonly queue: GPUQueue,
    private readonly pace: Pace,
  ) {
    this.finished = this.now();
  }

  /** Resolves when the next dispatch may be submitted: at once while few wait, but after all others while nothing is known of the device. */
  async ready(): Promise<void> {
    const most = this.pace.isKnown ? IN_FLIGHT : 1;
    while (this.inFlight.length >= most) await this.inFlight.shift();
  }

  /** Times the dispatch that was just submitted. */
  submitted(sequences: number, positions: number): void {
    const [submittedAt, before] = [performance.now(), this.finished];
    this.finished = Promise.all([before, this.now()]).then(([start, end]) => {
      const ms = end - Math.max(start, submittedAt);
      this.pace.report(sequences, positions, ms);
      this.totalMs += ms;
      return end;
    });
    this.inFlight.push(this.finished);
  }

  /** Milliseconds that the GPU spent on all dispatches. */
  async total(): Promise<number> {
    await this.finished;
    return this.totalMs;
  }

  private now(): Promise<number> {
    return this.queue.onSubmittedWorkDone().then(() => performance.now());
  }
}

const decoders = new WeakMap<GPUDevice, Map<string, GpuDecoder>>();

/** The decoder for a model and layout on the WebGPU backend's device. */
export function decoderFor(model: ModelShape, layout: EpisodeLayout): GpuDecoder {
  const { device } = webGpuBackend();
  let known = decoders.get(device);
  if (!known) decoders.set(device, (known = new Map()));
  const { layers, heads, width, context, vocabulary } = model;
  const { promptLength, answerLength, separator, endOfAnswer, padding } = layout;
  const key = [layers, heads, width, context, vocabulary, promptLength, answerLength, separator, endOfAnswer, padding].join();
  let decoder = known.get(key);
  if (!decoder) known.set(key, (decoder = new GpuDecoder(device, model, layout)));
  return decoder;
}
