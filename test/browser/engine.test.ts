/** The engine on WebGPU, on a software adapter where there is no other, beside the same engine on WebAssembly. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeState } from '../../workers/methods/state.ts';
import { methodById } from '../../workers/methods/table.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import { wasmFiles } from '../../workers/wasmFiles.ts';
import { startBackend, useStockProduct } from '../../workers/model/backend.ts';
import type { EpisodeLayout, EpisodeTokens } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import { forward } from '../../workers/model/transformer.ts';
import type { BackendName } from '../../workers/protocol.ts';
import { advantagesOf } from '../unit/reference/advantagesOf.ts';
import { engineGradient } from '../unit/reference/engineGradient.ts';
import { lively, nudged, randomTokens, relativeDistance } from '../unit/reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from '../unit/reference/tinyRuns.ts';
import { logits64 } from '../../workers/model/transformer64.ts';

const gpuErrors: string[] = [];

beforeAll(async () => {
  const gpu = await startBackend({ prefer: 'webgpu', onGpuError: (sentence) => gpuErrors.push(sentence) });
  expect(gpu.backend).toBe('webgpu');
  const cpu = await startBackend({ prefer: 'wasm', wasmFiles });
  expect(cpu.backend).toBe('wasm');
});

// The product that training uses has a program for every way that shapes fit its tiles, which a software adapter compiles for a minute: it is
// tried on shapes that fit none, and forward and backward on those of the default size, of which some do.
beforeEach(() => useStockProduct('small'));

afterEach(() => {
  expect(gpuErrors).toEqual([]);
});

const model = { layers: 2, heads: 2, width: 8, context: 11, vocabulary: 6 };
const layout: EpisodeLayout = { promptLength: 3, answerLength: 4, separator: 5, endOfAnswer: 3, padding: 4, length: 11, vocabulary: 6 };
const base = lively(model, 81);
const policy = nudged(base, 82, 0.1);

/** What `compute` gives on each backend. */
async function onBoth<T>(compute: () => T | Promise<T>): Promise<{ webgpu: T; wasm: T }> {
  const on = async (backend: BackendName): Promise<T> => {
    await tf.setBackend(backend);
    return compute();
  };
  return { webgpu: await on('webgpu'), wasm: await on('wasm') };
}

describe('WebGPU and WebAssembly', () => {
  it('give the logits of the float64 reference', async () => {
    useStockProduct('tiled');
    const tokens = randomTokens(3 * 11, 6, 83);
    const { webgpu, wasm } = await onBoth(async () => {
      const parameters = new Parameters(model, policy);
      const logits = tf.tidy(() => forward(parameters.variables, model, tf.tensor1d(tokens, 'int32'), 3, 11));
      const values = await logits.data();
      logits.dispose();
      parameters.dispose();
      return values;
    });
    const expected = [0, 1, 2].flatMap((row) =>
      logits64(policy, model, tokens.subarray(row * 11, row * 11 + 11)).flatMap((logits) => [...logits]),
    );
    expect(relativeDistance(webgpu, expected)).toBeLessThan(1e-5);
    expect(relativeDistance(wasm, expected)).toBeLessThan(1e-5);
  });

  it.each([0, 1])('pick the same tokens at temperature %s', async (temperature) => {
    const { webgpu, wasm } = await onBoth(async (): Promise<EpisodeTokens> => {
      const parameters = new Parameters(model, policy);
      const sampling = { temperature, stream: 'tokens', seed: 84, step: 2, firstEpisode: 0 } as const;
      const episodes = await rollOut(parameters.variables, model, layout, randomTokens(4 * 3, 3, 85), sampling);
      parameters.dispose();
      return episodes;
    });
    expect(webgpu).toEqual(wasm);
  });

  it('give the same loss, KL and gradient', async () => {
    const episodes = [
      { prompt: [0, 1, 2], y1: [1, 3, 4, 4], y2: [0, 0, 1, 3] },
      { prompt: [0, 1, 2], y1: [0, 1, 2, 5], y2: [3, 4, 4, 4] },
    ];
    const advantage = advantagesOf(methodById('score').stages[1], [1, 0], [0, 1], { alpha: 10, group: 2 });
    const { webgpu, wasm } = await onBoth(() =>
      engineGradient(policy, { model, layout, base, temperature: 0.8 }, { episodes, group: 2, advantages: advantage, betas: [0.3, 0.4] }),
    );
    expect(relativeDistance(webgpu.gradient, wasm.gradient)).toBeLessThan(1e-4);
    expect(relativeDistance([webgpu.loss, ...webgpu.kl], [wasm.loss, ...wasm.kl])).toBeLessThan(1e-4);
  });
});

it('WebGPU and WebAssembly give the same gradient for a block of the default size on five-digit addition', async () => {
  useStockProduct('tiled');
  const large = { layers: 1, heads: 4, width: 64, context: 24, vocabulary: 13 };
  const where: EpisodeLayout = {
    promptLength: 12,
    answerLength: 6,
    separator: 12,
    endOfAnswer: null,
    padding: 12,
    length: 24,
    vocabulary: 13,
  };
  const [frozen, own] = [lively(large, 87, 0.1), nudged(lively(large, 87, 0.1), 88, 0.02)];
  const drawn = (count: number, seed: number): number[] => [...randomTokens(count, 10, seed)];
  const episodes = [0, 1].map((row) => ({ prompt: drawn(12, 90), y1: drawn(6, 100 + row), y2: drawn(6, 110 + row) }));
  const batch = { episodes, group: 2, advantages: [[1, -1], [11, -11]], betas: [0.5, 0.1] } as const; // prettier-ignore
  const { webgpu, wasm } = await onBoth(() => engineGradient(own, { model: large, layout: where, base: frozen, temperature: 1 }, batch));
  expect(relativeDistance(webgpu.gradient, wasm.gradient)).toBeLessThan(1e-3);
  expect(relativeDistance([webgpu.loss, ...webgpu.kl], [wasm.loss, ...wasm.kl])).toBeLessThan(1e-4);
});

describe('a run on WebGPU', () => {
  const options = tinyOptions({ batch: 4, group: 2, pool: 0, steps: 2, gradientNorm: 1000 });
  const moved = nudged(tinyBase(options).weights, 86, 0.1);

  async function twoUpdates(): Promise<{ reports: UpdateReport[]; gradient: Float32Array; end: Uint8Array; left: number }> {
    const before = tf.memory().numTensors;
    const run = TrainingRun.resume(tinyState(options, moved), generousGrader);
    const reports = [await run.update()];
    const gradient = (await run.state()).optimiser.firstMoment.map((value) => 10 * value);
    reports.push(await run.update());
    const end = writeState(await run.state());
    run.dispose();
    return { reports, gradient, end, left: tf.memory().numTensors - before };
  }

  it('updates by finite numbers, to the same bits when it is repeated, along the gradient that WebAssembly finds', async () => {
    await tf.setBackend('webgpu');
    const first = await twoUpdates();
    expect(first.left).toBe(0);
    for (const report of first.reports)
      for (const value of Object.values(report)) if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    expect(await twoUpdates()).toEqual(first);

    await tf.setBackend('wasm');
    const other = await twoUpdates();
    expect(relativeDistance(first.gradient, other.gradient)).toBeLessThan(1e-3);
    const [{ r1, r2, change_rate: changes, gradient_norm: norm }, here] = [first.reports[0], other.reports[0]];
    expect(norm).toBeGreaterThan(0.01);
    expect(norm / here.gradient_norm).toBeCloseTo(1, 3);
    expect([r1, r2, changes]).toEqual([here.r1, here.r2, here.change_rate]);
  });
});
