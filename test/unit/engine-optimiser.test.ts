import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientOf, NotFiniteError } from '../../workers/methods/gradient.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { AdamW, adamDefaults, warmedUp } from '../../workers/model/optimiser.ts';
import type { AdamWSettings } from '../../workers/model/optimiser.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { lively, relativeDistance } from './reference/tinyModels.ts';
import { randomSource } from '../../workers/model/random.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

const model = { layers: 1, heads: 1, width: 4, context: 3, vocabulary: 3 };
const weights = lively(model, 61);
const packed = (): Float32Array => Float32Array.from([...weights.values()].flatMap((values) => [...values]));
const allWeights = async (parameters: Parameters): Promise<Float32Array> => {
  const vector = parameters.pack();
  const values = (await vector.data()) as Float32Array;
  vector.dispose();
  return values;
};

/** AdamW in float64, one number at a time (Loshchilov & Hutter 2019, Algorithm 2, with the gradient clipped by its global norm). */
function adamW64(start: Float64Array, gradients: readonly Float32Array[], rates: readonly number[], settings: AdamWSettings): Float64Array {
  const { beta1, beta2, epsilon, weightDecay, largestNorm } = settings;
  const x = start.slice();
  const [m, v] = [new Float64Array(x.length), new Float64Array(x.length)];
  gradients.forEach((gradient, index) => {
    const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const clip = norm > largestNorm ? largestNorm / norm : 1;
    gradient.forEach((g, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * clip * g;
      v[i] = beta2 * v[i] + (1 - beta2) * (clip * g) ** 2;
      const direction = m[i] / (1 - beta1 ** (index + 1)) / (Math.sqrt(v[i] / (1 - beta2 ** (index + 1))) + epsilon);
      x[i] -= rates[index] * (direction + weightDecay * x[i]);
    });
  });
  return x;
}

describe('AdamW', () => {
  // Norms of about 0.1, 15 and 0.1 against a largest norm of 1: the middle one is clipped. A third of the gradient is 0 throughout.
  const count = packed().length;
  const gradients = [0.01, 1, 0.02, 0.01, 0.005].map((scale, index) => {
    const random = randomSource(62, 'weights', 3, index);
    return Float32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 0 : scale * random.normal()));
  });
  const rates = [0.001, 0.02, 0.02, 0.01, 0.005];

  it.each([
    { name: 'the defaults', settings: adamDefaults },
    { name: 'weight decay', settings: { ...adamDefaults, weightDecay: 0.3 } },
    {
      name: 'other coefficients and a tight clip',
      settings: { beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1, largestNorm: 0.05 },
    },
  ])('moves as the float64 reference does over five updates, with $name', async ({ settings }) => {
    const parameters = new Parameters(model, weights);
    const optimiser = new AdamW(parameters, settings);
    for (const [index, gradient] of gradients.entries()) {
      const tensor = tf.tensor1d(gradient);
      optimiser.update(tensor, Math.hypot(...gradient), rates[index]);
      tensor.dispose();
    }
    const expected = adamW64(Float64Array.from(packed()), gradients, rates, settings);
    const moved = await allWeights(parameters);
    const change = (x: ArrayLike<number>): Float64Array => Float64Array.from(packed(), (value, i) => x[i] - value);
    expect(relativeDistance(change(moved), change(expected))).toBeLessThan(3e-5);
    parameters.dispose();
    optimiser.dispose();
  });

  it('goes on from its saved state to the same bits, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const parameters = new Parameters(model, weights);
    const optimiser = new AdamW(parameters, adamDefaults);
    const run = (which: AdamW, tensorsOf: readonly Float32Array[], from: number): void =>
      tensorsOf.forEach((gradient, index) => {
        const tensor = tf.tensor1d(gradient);
        which.update(tensor, Math.hypot(...gradient), rates[from + index]);
        tensor.dispose();
      });
    run(optimiser, gradients.slice(0, 2), 0);
    const [midway, state] = [await parameters.weights(), await optimiser.state()];
    run(optimiser, gradients.slice(2), 2);
    const again = new Parameters(model, midway);
    const resumed = new AdamW(again, adamDefaults, state);
    run(resumed, gradients.slice(2), 2);
    expect(await allWeights(again)).toEqual(await allWeights(parameters));
    expect(await resumed.state()).toEqual(await optimiser.state());
    for (const owner of [parameters, again, optimiser, resumed]) owner.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('warms up linearly to the rate, from a first update that is not nothing', () => {
    expect([0, 1, 3, 4, 100].map((update) => warmedUp(0.8, update, 4))).toEqual([0.2, 0.4, 0.8, 0.8, 0.8]);
    expect(warmedUp(0.8, 0, 0)).toBe(0.8);
  });
});

describe('a gradient', () => {
  /** ½ Σ x² over all parameters. */
  const halfSquares = (parameters: Parameters): tf.Scalar => tf.mul(tf.sum(tf.square(parameters.pack())), 0.5) as tf.Scalar;

  it('is packed in the order of the parameters, with its norm and what was computed on the way', async () => {
    const parameters = new Parameters(model, weights);
    const { gradient, norm, loss, aside } = await gradientOf(parameters, ['three'], () => ({
      loss: halfSquares(parameters),
      aside: tf.tensor1d([3]),
    }));
    const values = await gradient.data();
    gradient.dispose();
    expect(values).toEqual(packed());
    expect(norm).toBeCloseTo(Math.hypot(...packed()), 4);
    expect(loss).toBeCloseTo(Math.hypot(...packed()) ** 2 / 2, 4);
    expect(aside).toEqual([3]);
    parameters.dispose();
  });

  it.each([
    { quantity: 'loss', scale: NaN, side: 0 },
    { quantity: 'loss', scale: Infinity, side: 0 },
    { quantity: 'KL of turn 2', scale: 1, side: NaN },
    { quantity: 'KL of turn 2', scale: 1, side: -Infinity },
    { quantity: 'gradient norm', scale: 1e30, side: 0 },
  ])(
    'that comes with a $quantity of $scale or $side beside it is refused by that name, and nothing is moved or left behind',
    async ({ quantity, scale, side }) => {
      const parameters = new Parameters(model, weights);
      const before = tf.memory().numTensors;
      const refused = gradientOf(parameters, ['KL of turn 1', 'KL of turn 2'], () => ({
        loss: tf.mul(halfSquares(parameters), scale) as tf.Scalar,
        aside: tf.tensor1d([1, side]),
      }));
      await expect(refused).rejects.toThrow(NotFiniteError);
      await expect(refused).rejects.toThrow(`the ${quantity} is not a finite number`);
      expect(tf.memory().numTensors).toBe(before);
      expect(await allWeights(parameters)).toEqual(packed());
      parameters.dispose();
    },
  );
});
