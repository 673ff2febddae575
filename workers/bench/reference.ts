/** What every side's results are held against before it is timed. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { EpisodeTokens } from '../model/layout.ts';
import { firstLogit, inputTokens } from '../model/layout.ts';
import type { ModelShape, Weights } from '../model/shape.ts';
import { logits64 } from '../model/transformer64.ts';
import { distinctRows, layout, trainingBatch } from './models.ts';
import { stockSide } from './sides/stock.ts';

/** Updates whose losses are compared: the first tells of the forward pass, the second of the gradient, the third of the moments. */
export const checkedSteps = 3;

const logSumExp = (logits: Float64Array): number => {
  const largest = Math.max(...logits);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
};

/** Mean cross-entropy of the distinct rows, in float64. */
function loss64(shape: ModelShape, weights: Weights): number {
  const { tokens, targets } = trainingBatch(shape, distinctRows);
  let sum = 0;
  for (let row = 0; row < distinctRows; row++) {
    const at = row * shape.context;
    const logits = logits64(weights, shape, tokens.subarray(at, at + shape.context));
    logits.forEach((here, position) => (sum += logSumExp(here) - here[targets[at + position]]));
  }
  return sum / tokens.length;
}

/**
 * The losses before the first updates. The first is float64; the others come from stock operations on TensorFlow.js's plain JavaScript
 * backend, whose own first loss must agree with it. The mean loss does not depend on the batch, because batches repeat their rows.
 * @throws if the two disagree
 */
export async function referenceLosses(shape: ModelShape, weights: Weights): Promise<number[]> {
  const backend = tf.getBackend();
  await tf.setBackend('cpu');
  try {
    const trainer = await stockSide.trainer({ shape, weights, batch: distinctRows, ...trainingBatch(shape, distinctRows) });
    const losses: number[] = [];
    for (let step = 0; step < checkedSteps; step++) losses.push(await trainer.step());
    trainer.dispose();
    const exact = loss64(shape, weights);
    if (!(Math.abs(losses[0] - exact) < 1e-5 * exact)) throw new Error(`The references disagree: ${losses[0]} and ${exact}.`);
    return [exact, ...losses.slice(1)];
  } finally {
    await tf.setBackend(backend);
  }
}

/** What is wrong with losses, or null. */
export function lossProblem(losses: readonly number[], expected: readonly number[]): string | null {
  const wrong = expected.findIndex((value, step) => !(Math.abs(losses[step] - value) <= 5e-4 * value));
  return wrong < 0 ? null : `wrong: the loss before update ${wrong + 1} is ${losses[wrong]}, not ${expected[wrong].toFixed(6)}`;
}

/** Chosen logits may be this much below the largest: two tokens that float32 cannot tell apart are both right. */
const tie = 1e-4;
const checkedEpisodes = 2;

/**
 * What is wrong with greedily decoded episodes, or null: in the first ones every token must have the largest float64 logit of its position,
 * and rows with the same prompt must have the same answers.
 */
export function greedyProblem(shape: ModelShape, weights: Weights, episodes: EpisodeTokens): string | null {
  const { answerLength, length } = layout;
  const { batch, y1, y2 } = episodes;
  const inputs = inputTokens(episodes, layout);
  for (let row = 0; row < Math.min(checkedEpisodes, batch); row++) {
    const logits = logits64(weights, shape, inputs.subarray(row * length, (row + 1) * length));
    for (const [answers, turn] of [
      [y1, 1],
      [y2, 2],
    ] as const) {
      for (let place = 0; place < answerLength; place++) {
        const here = logits[firstLogit(layout, turn) + place];
        const token = answers[row * answerLength + place];
        if (!(here[token] >= Math.max(...here) - tie))
          return `wrong: token ${place + 1} of answer ${turn} of episode ${row + 1} is ${token}`;
      }
    }
  }
  for (const answers of [y1, y2]) {
    const differs = answers.findIndex((token, i) => token !== answers[i % (distinctRows * answerLength)]);
    if (differs >= 0) return `wrong: episode ${Math.floor(differs / answerLength) + 1} differs from another with the same prompt`;
  }
  return null;
}
