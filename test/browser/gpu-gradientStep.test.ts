/** Steps on packed parameters, eager and recorded, against the same steps without any of it. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { submitPending } from '../../workers/kernels/tfjsPrivate.ts';
import { setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import type { Optimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { Recording } from '../../workers/kernels/webgpu/recording.ts';
import { NotFiniteError } from '../../workers/methods/gradient.ts';
import { GradientStep } from '../../workers/methods/gradientStep.ts';
import { FixedInputs } from '../../workers/model/fixedInputs.ts';
import { adamDefaults } from '../../workers/model/optimiser.ts';
import type { AdamWState } from '../../workers/model/optimiser.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { forward } from '../../workers/model/transformer.ts';
import { lively, randomTokens, relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

const off: Optimisations = { fusedKernels: false, packedParameters: false, recordedSteps: false, decodeKernel: false };
const packed: Optimisations = { ...off, packedParameters: true };
const recorded: Optimisations = { ...packed, recordedSteps: true };

afterEach(() => setOptimisations(off));

const model = { layers: 1, heads: 2, width: 8, context: 5, vocabulary: 6 };
const [batch, length] = [3, 5];
const settings = { ...adamDefaults, weightDecay: 0.1, largestNorm: 0.5 };

interface End {
  weights: Weights;
  state: AdamWState;
  norms: number[];
}

/** Some updates on a loss that depends on every parameter. `scales` multiplies the loss, update by update. */
async function train(optimisations: Optimisations, scales: number[], from?: End): Promise<End> {
  setOptimisations(optimisations);
  const policy = new Parameters(model, from?.weights ?? lively(model, 11));
  const inputs = new FixedInputs(
    { tokens: { shape: [batch * length], dtype: 'int32' }, scale: { shape: [1], dtype: 'float32' } },
    policy.packed !== null,
  );
  const lossOf = (): { loss: tf.Scalar; aside: tf.Tensor1D } => {
    const logits = forward(policy.variables, model, inputs.tensors.tokens as tf.Tensor1D, batch, length);
    const loss = tf.mul(tf.mean(tf.square(tf.sub(tf.softmax(logits), 0.3))), tf.reshape(inputs.tensors.scale, []));
    return { loss: loss as tf.Scalar, aside: tf.mul(inputs.tensors.scale, 2) as tf.Tensor1D };
  };
  const step = new GradientStep(policy, settings, ['twice the scale'], lossOf, from?.state);
  const norms: number[] = [];
  try {
    for (const [index, scale] of scales.entries()) {
      inputs.write({ tokens: randomTokens(batch * length, 6, 20 + index), scale: Float32Array.of(scale) });
      const { norm, aside } = await step.run(0.01);
      expect(aside).toEqual([2 * scale]);
      norms.push(norm);
    }
  } finally {
    const end = { weights: await policy.weights(), state: await step.state(), norms };
    inputs.dispose();
    step.dispose();
    policy.dispose();
    ends.push(end);
  }
  return ends.at(-1);
}
const ends: End[] = [];

const flat = (weights: Weights): number[] => [...weights.values()].flatMap((values) => [...values]);

describe('updates of packed parameters', () => {
  const scales = [1, 3, 0.5, 2];

  it('go where those of separate parameters go, and end with the same moments', async () => {
    const [plain, fast] = [await train(off, scales), await train(packed, scales)];
    const start = flat(lively(model, 11));
    const moved = (end: End): number[] => flat(end.weights).map((value, i) => value - start[i]);
    expect(relativeDistance(moved(fast), moved(plain))).toBeLessThan(1e-3);
    expect(relativeDistance(fast.norms, plain.norms)).toBeLessThan(1e-5);
    expect(fast.state.updates).toBe(4);
    expect(relativeDistance(fast.state.firstMoment, plain.state.firstMoment)).toBeLessThan(1e-4);
    expect(relativeDistance(fast.state.secondMoment, plain.state.secondMoment)).toBeLessThan(1e-4);
  });

  it('have the same bits recorded, and resumed in the middle', async () => {
    const eager = await train(packed, scales);
    expect(await train(recorded, scales)).toEqual(eager);
    const half = await train(recorded, scales.slice(0, 2));
    // The batches of `train` begin anew, so both go on with the same two.
    expect(await train(recorded, [3, 1], half)).toEqual(await train(packed, [3, 1], half));
  });

  it.each([{ optimisations: packed }, { optimisations: recorded }])(
    'move nothing when a number is not finite',
    async ({ optimisations }) => {
      const before = await train(optimisations, [1]);
      const refused = train(optimisations, [Infinity], before);
      await expect(refused).rejects.toThrow(NotFiniteError);
      await expect(refused).rejects.toThrow('the loss is not a finite number');
      expect(ends.at(-1)).toEqual({ ...before, norms: [] });
    },
  );
});

describe('a recording', () => {
  it('replays what it recorded on the values of the day, in its own buffers, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const inputs = new FixedInputs({ x: { shape: [40, 50], dtype: 'float32' } }, true);
    const recording = Recording.of(() => [tf.tidy(() => tf.sum(tf.square(tf.add(inputs.tensors.x, 1)), 1))]);
    const read = async (): Promise<number> => {
      const copy = tf.tidy(() => tf.mul(recording.outputs[0], 1));
      const [first] = await copy.data();
      copy.dispose();
      return first;
    };
    for (const value of [0, 1, 4]) {
      inputs.write({ x: new Float32Array(2000).fill(value) });
      recording.replay();
      expect(await read()).toBeCloseTo(50 * (value + 1) ** 2, 3);
    }
    expect(recording.dispatches).toBeGreaterThan(1);
    recording.dispose();
    inputs.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses to dispose of what it did not make, and leaves the backend as it was', async () => {
    const x = tf.ones([30, 40]);
    const y = tf.add(x, 1);
    submitPending();
    expect(() => Recording.of(() => [tf.tidy(() => (y.dispose(), tf.add(x, 2)))])).toThrow('A recorded step may not dispose of tensors');
    const z = tf.add(x, 5);
    expect((await z.data())[0]).toBe(6);
    tf.dispose([x, z]);
  });
});

it('inputs of another length than their shape are refused by name', () => {
  const inputs = new FixedInputs({ mask: { shape: [2, 3], dtype: 'float32' } }, true);
  expect(() => inputs.write({ mask: new Float32Array(5) })).toThrow('"mask" must have 6 numbers for its shape [2, 3]; got 5');
  inputs.dispose();
});
