/** Which models are decoded by the kernel, and how long its decoders keep GPU memory. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { allOptimisations, noOptimisations, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { canDecodeOnGpu, decoderFor, disposeDecoders } from '../../workers/model/gpuDecoder.ts';
import type { EpisodeLayout, EpisodeTokens } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { ModelShape } from '../../workers/model/shape.ts';
import { lively, randomTokens } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();
beforeEach(() => setOptimisations(allOptimisations));
afterEach(() => {
  vi.restoreAllMocks();
  disposeDecoders();
  setOptimisations(noOptimisations);
});

const model: ModelShape = { layers: 1, heads: 2, width: 8, context: 6, vocabulary: 6 };
const layout: EpisodeLayout = { promptLength: 2, answerLength: 2, separator: 5, endOfAnswer: 3, padding: 4, length: 6, vocabulary: 6 };
const prompts = randomTokens(3 * 2, 6, 12);

async function decode(of = model): Promise<EpisodeTokens> {
  const policy = new Parameters(of, lively(of, 11));
  const rolled = await rollOut(policy.variables, of, layout, prompts, {
    temperature: 1,
    stream: 'tokens',
    seed: 21,
    step: 3,
    firstEpisode: 40,
  });
  policy.dispose();
  return rolled;
}

it('a model is decoded by the kernel if it is made of whole vectors and fits the workgroups of the device', () => {
  expect(canDecodeOnGpu(model, layout)).toBe(true);
  expect(canDecodeOnGpu({ ...model, width: 6 }, layout)).toBe(false);
  expect(canDecodeOnGpu({ ...model, width: 8192 }, layout)).toBe(false);
  expect(canDecodeOnGpu({ ...model, layers: 2000 }, layout)).toBe(false);
});

it('a model that does not fit is decoded by other operations, to the same tokens', async () => {
  const fitting = await decode();
  vi.spyOn(GPUSupportedLimits.prototype, 'maxComputeWorkgroupStorageSize', 'get').mockReturnValue(256);
  const other = await decode();
  expect(['traces' in fitting, 'traces' in other]).toEqual([true, false]);
  expect([other.y1, other.y2]).toEqual([fitting.y1, fitting.y2]);
});

it('decoders give their memory back when they are disposed of, after the rollout that needs it, and are then made anew', async () => {
  const decoder = decoderFor(model, layout);
  const [dispose, destroy] = [vi.spyOn(decoder, 'dispose'), vi.spyOn(GPUBuffer.prototype, 'destroy')];
  const rolled = decode();
  disposeDecoders();
  expect(dispose).toHaveBeenCalledTimes(1);
  expect((await rolled).y2).toHaveLength(6);
  const labels = (destroy.mock.contexts as GPUBuffer[]).map(({ label }) => label);
  expect(labels.filter((label) => label.startsWith('decode '))).toHaveLength(5);
  expect(decoderFor(model, layout)).not.toBe(decoder);
});
