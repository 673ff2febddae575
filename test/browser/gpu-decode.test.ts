/** The decoding kernel beside a float64 model that picks every token with the same random numbers. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import type { Tiling } from '../../workers/kernels/webgpu/decodeShape.ts';
import { fittingTilings, tilingsFor } from '../../workers/kernels/webgpu/decodeTuning.ts';
import { allOptimisations, noOptimisations, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import type { DecodedEpisodes } from '../../workers/model/decodedEpisodes.ts';
import { GpuDecoder } from '../../workers/model/gpuDecoder.ts';
import type { Schedule } from '../../workers/model/gpuDecoder.ts';
import type { EpisodeLayout, EpisodeTokens } from '../../workers/model/layout.ts';
import { packingOf } from '../../workers/model/packing.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Sampling } from '../../workers/model/rollout.ts';
import type { ModelShape, Weights } from '../../workers/model/shape.ts';
import { positionEntropy64, rollOut64, tokenLogProbs64, turns64 } from '../unit/reference/episodes64.ts';
import { lively, randomTokens } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

const model: ModelShape = { layers: 2, heads: 2, width: 12, context: 12, vocabulary: 6 };
const layout: EpisodeLayout = { promptLength: 4, answerLength: 4, separator: 5, endOfAnswer: 3, padding: 4, length: 12, vocabulary: 6 };
const sampling: Sampling = { temperature: 1, stream: 'tokens', seed: 21, step: 3, firstEpisode: 40 };

interface Subject {
  model: ModelShape;
  layout: EpisodeLayout;
  weights: Weights;
  decoder: GpuDecoder;
  packed: GPUBuffer;
}

function packedOnGpu(of: ModelShape, weights: Weights): GPUBuffer {
  const { device } = webGpuBackend();
  const { offsets, floats } = packingOf(of);
  const packed = device.createBuffer({ size: floats * 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  for (const [name, values] of weights) device.queue.writeBuffer(packed, offsets.get(name)! * 4, values as Float32Array<ArrayBuffer>);
  return packed;
}

/** What {@link subject} made, for the end of the file. */
const made: Subject[] = [];

function subject(of: ModelShape, where: EpisodeLayout, weights = lively(of, 11), device = webGpuBackend().device): Subject {
  const decoder = new GpuDecoder(device, of, where);
  const tested = { model: of, layout: where, weights, decoder, packed: packedOnGpu(of, weights) };
  made.push(tested);
  return tested;
}

afterAll(() => {
  for (const { decoder, packed } of made) {
    decoder.dispose();
    packed.destroy();
  }
});

const promptsFor = (tested: Subject, batch: number): Int32Array =>
  randomTokens(batch * tested.layout.promptLength, tested.model.vocabulary, 12);

const roll = (
  tested: Subject,
  batch: number,
  { given, schedule, ...changes }: Partial<Sampling> & { given?: Int32Array; schedule?: Schedule } = {},
): Promise<DecodedEpisodes> =>
  tested.decoder.rollOut(tested.packed, promptsFor(tested, batch), { ...sampling, ...changes }, given, schedule);

const rowOf = (values: ArrayLike<number>, row: number, length: number): number[] =>
  Array.from({ length }, (_, i) => values[row * length + i]);

/** Compares episodes with the reference's, each up to a choice that is too close to a tie to call; returns how many tokens were compared. */
function expectReference(tested: Subject, rolled: DecodedEpisodes, how: Partial<Sampling> = {}, given?: Int32Array): number {
  const { weights, layout: where } = tested;
  const key = { ...sampling, ...how };
  let compared = 0;
  for (let row = 0; row < rolled.batch; row++) {
    const prompt = rowOf(rolled.prompts, row, where.promptLength);
    const [y1, y2] = [rolled.y1, rolled.y2].map((answers) => rowOf(answers, row, where.answerLength));
    const expected = rollOut64(weights, tested.model, where, prompt, key, row, given && rowOf(given, row, where.answerLength));
    const tie = expected.margins.findIndex((margin) => margin < 1e-5);
    const count = tie < 0 ? expected.margins.length : tie;
    const sampled = (first: readonly number[], second: readonly number[]): number[] => [...(given ? [] : first), ...second].slice(0, count);
    expect(sampled(y1, y2)).toEqual(sampled(expected.y1, expected.y2));
    compared += count;
    turns64(weights, tested.model, where, { prompt, y1, y2 }, key.temperature || 1).forEach((turn, index) => {
      if (index === 0 && given) return;
      const { logProbs, entropies } = rolled.traces[index];
      const [nearLogProbs, nearEntropies] = [tokenLogProbs64(turn), positionEntropy64(turn)];
      for (let t = 0; t < where.answerLength; t++) {
        const at = row * where.answerLength + t;
        expect(Math.abs(logProbs[at] - (nearLogProbs[t] ?? 0))).toBeLessThan(1e-5);
        expect(Math.abs(entropies[at] - (nearEntropies[t] ?? 0))).toBeLessThan(1e-5);
      }
    });
  }
  return compared;
}

describe('decoded episodes', () => {
  let tested: Subject;
  beforeAll(() => {
    tested = subject(model, layout);
  });

  it.each([0, 0.5, 1, 2.5])(
    'have at temperature %s the tokens that float64 logits and the same noise pick, and are as likely as it says',
    async (temperature) => {
      const rolled = await roll(tested, 21, { temperature });
      expect(expectReference(tested, rolled, { temperature })).toBeGreaterThan(140);
    },
  );

  it('are the same in a batch of one as in any other, also where the whole batch has ended its answers early', async () => {
    const batch = await roll(tested, 21);
    expect(batch.y1.includes(layout.endOfAnswer!)).toBe(true);
    for (const count of [1, 2, 9]) {
      const alone = await roll(tested, count);
      expect(alone.y1).toEqual(batch.y1.slice(0, count * 4));
      expect(alone.y2).toEqual(batch.y2.slice(0, count * 4));
      expect(expectReference(tested, alone)).toBeGreaterThan(0);
    }
  });

  it('are the same in a batch of 4,099', async () => {
    const prompts = promptsFor(tested, 4099);
    const many = await tested.decoder.rollOut(tested.packed, prompts, sampling);
    const last = { ...sampling, firstEpisode: sampling.firstEpisode + 4094 };
    const five = await tested.decoder.rollOut(tested.packed, prompts.slice(4094 * 4), last);
    expect([five.y1, five.y2]).toEqual([many.y1.slice(4094 * 4), many.y2.slice(4094 * 4)]);
    expect(expectReference(tested, five, last)).toBeGreaterThan(30);
  });

  it('of one turn are the first turn of the same rollout', async () => {
    const [both, first] = [await roll(tested, 6), await roll(tested, 6, { turns: 1 })];
    expect(first.y1).toEqual(both.y1);
    expect(first.y2).toHaveLength(0);
    expect(first.traces[0]).toEqual(both.traces[0]);
  });

  it('on first answers that are given have the second ones that would be sampled behind them', async () => {
    const { y1, y2, traces } = await roll(tested, 11);
    const again = await roll(tested, 11, { given: y1 });
    expect(again.y1).toEqual(y1);
    expect(again.y2).toEqual(y2);
    expect(again.traces[1]).toEqual(traces[1]);
    expect(again.traces[0].logProbs.every((value) => value === 0)).toBe(true);
    // Each episode gets the first answer of the one before it.
    const others = Int32Array.from([...y1.slice(-4), ...y1.slice(0, -4)]);
    const swapped = await roll(tested, 11, { given: others });
    expect(expectReference(tested, swapped, {}, others)).toBeGreaterThan(30);
    expect(swapped.y2).not.toEqual(y2);
  });

  it('are other ones under another seed, step, stream or episode number', async () => {
    const rolled = await roll(tested, 12);
    for (const change of [{ seed: 22 }, { step: 4 }, { stream: 'evaluationTokens' as const }, { firstEpisode: 57 }]) {
      expect((await roll(tested, 12, change)).y1).not.toEqual(rolled.y1);
    }
  });

  it('of rollouts that are asked for at once do not mix', async () => {
    const [one, other] = await Promise.all([roll(tested, 12), roll(tested, 12, { seed: 5 })]);
    expect(one).toEqual(await roll(tested, 12));
    expect(other).toEqual(await roll(tested, 12, { seed: 5 }));
  });

  it('come from the parameters themselves where these are packed, and are those of the stock operations', async () => {
    const decode = async (): Promise<EpisodeTokens> => {
      const policy = new Parameters(model, tested.weights);
      const rolled = await rollOut(policy.variables, model, layout, promptsFor(tested, 2), sampling);
      policy.dispose();
      return rolled;
    };
    const stock = await decode();
    setOptimisations(allOptimisations);
    const fused = await decode();
    setOptimisations(noOptimisations);
    expect(['traces' in stock, 'traces' in fused]).toEqual([false, true]);
    expect([fused.y1, fused.y2]).toEqual([stock.y1, stock.y2]);
  });

  it('take one read-back, and no new buffer after the first rollout of the largest batch', async () => {
    await roll(tested, 30);
    const { device } = webGpuBackend();
    const [create, map] = [vi.spyOn(device, 'createBuffer'), vi.spyOn(GPUBuffer.prototype, 'mapAsync')];
    await roll(tested, 30);
    await roll(tested, 7, { temperature: 0 });
    expect(create).not.toHaveBeenCalled();
    expect(map).toHaveBeenCalledTimes(2);
    create.mockRestore();
    map.mockRestore();
  });
});

describe('the schedule', () => {
  const shape = { ...model, ...layout, offsets: packingOf(model).offsets };
  const generous = { maxComputeWorkgroupStorageSize: 32768, maxComputeInvocationsPerWorkgroup: 256 };
  const tilings = [
    ...fittingTilings(shape, generous, true).filter(({ threads, sequences }) => sequences === (threads === 8 ? 8 : 2)),
    ...tilingsFor(shape, 64, generous, false),
    ...tilingsFor(shape, 4096, generous, false),
  ];

  it('changes neither a token nor a bit of a trace, be it the tiling, the positions of a dispatch or the sequences', async () => {
    const tested = subject(model, layout);
    const expected = await roll(tested, 21);
    for (const [positions, sequences] of [
      [1, 21],
      [5, 21],
      [3, 8],
      [12, 5],
      [100, 1000],
    ]) {
      expect(await roll(tested, 21, { schedule: { tiling: tilings[0], positions, sequences } })).toEqual(expected);
    }
    const distinct = new Map(tilings.map((tiling) => [JSON.stringify(tiling), tiling]));
    expect(distinct.size).toBeGreaterThan(6);
    for (const tiling of distinct.values()) {
      expect(await roll(tested, 21, { schedule: { tiling, positions: 7, sequences: 16 } })).toEqual(expected);
    }
  });

  it('may need more workgroups than a dimension of a dispatch holds', async () => {
    const { device } = webGpuBackend();
    // A device with all of the real one's abilities but room for only two workgroups beside each other.
    const narrow = new Proxy(device, {
      get(target, name) {
        if (name === 'limits')
          return { ...generous, maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28, maxComputeWorkgroupsPerDimension: 2 };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const tested = subject(model, layout, lively(model, 11), narrow);
    const schedule = { tiling: { threads: 8, sequences: 2, rows: 2, columns: 1 }, positions: 12, sequences: 9 };
    expect(expectReference(tested, await roll(tested, 9, { schedule }))).toBeGreaterThan(50);
  });
});

describe('models of other shapes', () => {
  const withoutEnd = { ...layout, endOfAnswer: null, padding: 5 };
  const tiling: Tiling = { threads: 16, sequences: 4, rows: 2, columns: 2 };

  it.each([
    [
      'heads of whole vectors and a vocabulary of whole vectors',
      { layers: 1, heads: 2, width: 8, context: 12, vocabulary: 8 },
      { ...withoutEnd, vocabulary: 8 },
    ],
    [
      'heads three wide, and a vocabulary of 13',
      { layers: 3, heads: 4, width: 12, context: 20, vocabulary: 13 },
      { ...withoutEnd, vocabulary: 13 },
    ],
    [
      'prompts and answers of one token',
      { layers: 1, heads: 1, width: 4, context: 3, vocabulary: 5 },
      { ...withoutEnd, padding: 4, separator: 4, promptLength: 1, answerLength: 1, length: 3, vocabulary: 5 },
    ],
  ] as [string, ModelShape, EpisodeLayout][])('decode to the reference: %s', async (_, of, where) => {
    const tested = subject(of, where);
    const sampled = 10 * 2 * where.answerLength;
    expect(expectReference(tested, await roll(tested, 10, { schedule: { tiling, positions: 5, sequences: 10 } }))).toBeGreaterThan(
      0.9 * sampled,
    );
  });

  it('stay finite where weights thirty times as large give extreme logits', async () => {
    const large: Weights = new Map([...lively(model, 11)].map(([name, values]) => [name, values.map((value) => 30 * value)]));
    const tested = subject(model, layout, large);
    for (const temperature of [0, 1]) {
      const { y1, y2, traces } = await roll(tested, 9, { temperature });
      for (const token of [...y1, ...y2]) expect(token >= 0 && token < 6).toBe(true);
      for (const { logProbs, entropies } of traces) {
        expect(logProbs.every((value) => Number.isFinite(value) && value <= 0)).toBe(true);
        expect(entropies.every((value) => Number.isFinite(value) && value >= 0 && value <= Math.log(6) + 1e-5)).toBe(true);
      }
    }
  });

  it('of a width that is no multiple of four are refused', () => {
    expect(() => subject({ ...model, width: 6 }, layout)).toThrow('Decoding on the GPU needs a width that is a multiple of 4; got 6.');
    expect(() => subject({ ...model, context: 11 }, layout)).toThrow('choose a context of at least that many: got 11');
  });
});
