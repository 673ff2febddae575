import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { entropyPerPosition, klPerPosition } from '../../workers/kernels/turnStatistics.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { initialWeights, parameterCount } from '../../workers/model/shape.ts';
import type { ModelShape } from '../../workers/model/shape.ts';
import { turnLogProbs } from '../../workers/model/turns.ts';
import { forward } from '../../workers/model/transformer.ts';
import { turns64, positionKl64 } from './reference/episodes64.ts';
import { lively, nudged, randomTokens, relativeDistance } from './reference/tinyModels.ts';
import { logits64 } from '../../workers/model/transformer64.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

/** Logits of the engine, [batch·length·vocabulary]. */
function engineLogits(parameters: Parameters, tokens: Int32Array, batch: number): Float32Array {
  return tf.tidy(() =>
    forward(parameters.variables, parameters.model, tf.tensor1d(tokens, 'int32'), batch, tokens.length / batch).dataSync<'float32'>(),
  );
}

const shapes: { model: ModelShape; batch: number; length: number }[] = [
  { model: { layers: 1, heads: 1, width: 7, context: 5, vocabulary: 3 }, batch: 1, length: 5 },
  { model: { layers: 1, heads: 2, width: 6, context: 9, vocabulary: 5 }, batch: 3, length: 4 },
  { model: { layers: 2, heads: 4, width: 20, context: 13, vocabulary: 11 }, batch: 5, length: 13 },
  { model: { layers: 2, heads: 1, width: 5, context: 1, vocabulary: 2 }, batch: 4, length: 1 },
  { model: { layers: 3, heads: 3, width: 9, context: 8, vocabulary: 17 }, batch: 2, length: 7 },
];

describe('the forward pass equals the float64 one that docs/CHECKPOINT.md describes', () => {
  it.each(shapes)(
    'for $model.layers layers, $model.heads heads, width $model.width, batch $batch, length $length of $model.context',
    ({ model, batch, length }) => {
      const weights = lively(model, 3);
      const parameters = new Parameters(model, weights);
      const tokens = randomTokens(batch * length, model.vocabulary, 4);
      const expected = Array.from({ length: batch }, (_, row) =>
        logits64(weights, model, tokens.subarray(row * length, (row + 1) * length)),
      ).flat();
      expect(
        relativeDistance(
          engineLogits(parameters, tokens, batch),
          expected.flatMap((row) => [...row]),
        ),
      ).toBeLessThan(3e-6);
      parameters.dispose();
    },
  );

  it('for a fresh model of the default size', () => {
    const model: ModelShape = { layers: 2, heads: 4, width: 64, context: 24, vocabulary: 13 };
    const weights = initialWeights(model, 1);
    const parameters = new Parameters(model, weights);
    const tokens = randomTokens(24, 13, 5);
    const expected = logits64(weights, model, tokens).flatMap((row) => [...row]);
    expect(relativeDistance(engineLogits(parameters, tokens, 1), expected)).toBeLessThan(1e-5);
    expect(parameters.count).toBe(parameterCount(model));
    expect(parameterCount(model)).toBe(13 * 64 + 24 * 64 + 2 * (4 * 64 + 12 * 64 * 64 + 5 * 64) + 2 * 64 + 64 * 13);
    parameters.dispose();
  });
});

describe('what a turn says', () => {
  const model: ModelShape = { layers: 2, heads: 2, width: 8, context: 9, vocabulary: 5 };
  const layout = { promptLength: 3, answerLength: 3, separator: 4, endOfAnswer: null, padding: 4, length: 9, vocabulary: 5 };
  const [base, policy] = [lively(model, 6), nudged(lively(model, 6), 7, 0.1)];
  const episode = { prompt: [0, 1, 2], y1: [3, 0, 1], y2: [3, 3, 2] };
  const temperature = 0.7;
  /** Prompt, y₁, separator, y₂ without its last token. */
  const fed = Int32Array.from([0, 1, 2, 3, 0, 1, 4, 3, 3]);

  it('is the log-probabilities, the exact KL to the base and the entropy of its own positions, at the sampling temperature', () => {
    const [own, frozen] = [new Parameters(model, policy), new Parameters(model, base)];
    const tensors = tf.memory().numTensors;
    const measured = tf.tidy(() => {
      const tokens = tf.tensor1d(fed, 'int32');
      const mine = turnLogProbs(own.variables, model, layout, tokens, 1, temperature);
      const theirs = turnLogProbs(frozen.variables, model, layout, tokens, 1, temperature);
      return mine.map((logProbs, turn) => ({
        logProbs: logProbs.dataSync(),
        kl: klPerPosition(logProbs, theirs[turn]).dataSync(),
        entropy: entropyPerPosition(logProbs).dataSync(),
      }));
    });
    const expected = turns64(policy, model, layout, episode, temperature);
    const reference = turns64(base, model, layout, episode, temperature);
    measured.forEach(({ logProbs, kl, entropy }, turn) => {
      const rows = expected[turn].logProbs;
      expect(
        relativeDistance(
          logProbs,
          rows.flatMap((row) => [...row]),
        ),
      ).toBeLessThan(1e-6);
      expect(relativeDistance(kl, positionKl64(expected[turn], reference[turn]))).toBeLessThan(1e-4);
      expect(
        relativeDistance(
          entropy,
          rows.map((row) => row.reduce((sum, logProb) => sum - Math.exp(logProb) * logProb, 0)),
        ),
      ).toBeLessThan(1e-5);
    });
    expect(tf.memory().numTensors).toBe(tensors);
    own.dispose();
    frozen.dispose();
  });

  it('changes with a token of the first answer from the next position on, in the second turn too, and not before', () => {
    const parameters = new Parameters(model, policy);
    const turnsOf = (tokens: Int32Array): Float32Array[] =>
      tf.tidy(() =>
        turnLogProbs(parameters.variables, model, layout, tf.tensor1d(tokens, 'int32'), 1, 1).map((turn) => turn.dataSync<'float32'>()),
      );
    const other = fed.slice();
    other[4] = 2;
    const [[first, second], [firstOther, secondOther]] = [turnsOf(fed), turnsOf(other)];
    const { vocabulary } = model;
    expect(firstOther.subarray(0, 2 * vocabulary)).toEqual(first.subarray(0, 2 * vocabulary));
    expect(relativeDistance(firstOther.subarray(2 * vocabulary), first.subarray(2 * vocabulary))).toBeGreaterThan(0.01);
    for (let position = 0; position < 3; position++) {
      const at = [position * vocabulary, (position + 1) * vocabulary];
      expect(relativeDistance(secondOther.subarray(...at), second.subarray(...at))).toBeGreaterThan(0.001);
    }
    parameters.dispose();
  });
});
