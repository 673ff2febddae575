/**
 * Log-probability of the chosen token, KL to a reference and entropy at every answer position, in one dispatch and without a one-hot tensor.
 * A thread takes a position: a vocabulary is a few tokens, and neighbouring threads read neighbouring rows.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { TURN_STATISTICS } from '../turnStatistics.ts';
import type { TurnShape } from '../turnStatistics.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';

const workgroupSize = 64;

/** The constants of programs over answer positions; `count` is how many positions there are. */
export function turnSizes({ batch, length, answerLength, firstLogits }: TurnShape, vocabulary: number): Record<string, number> {
  const turns = firstLogits.length;
  return { batch, length, answerLength, turns, vocabulary, count: turns * batch * answerLength };
}

/** `firstLogit(turn)`. */
export const firstLogitWgsl = ({ firstLogits }: TurnShape): string =>
  `fn firstLogit(turn: u32) -> u32 {
  switch turn {
${firstLogits.map((first, turn) => `    case ${turn}u: { return ${first}u; }`).join('\n')}
    default: { return 0u; }
  }
}`;

/**
 * `statisticsAt(place)` of a place in [turns, batch, answerLength]. Logits are shifted by their maximum before they are divided by the
 * temperature, so that a logarithm of a probability is never large by cancellation, nor taken of a probability.
 */
export const statisticsWgsl = (shape: TurnShape): string => `${firstLogitWgsl(shape)}
struct Statistics {
  logProb: f32,
  kl: f32,
  entropy: f32,
  // Maximum of the policy's logits, logarithm of the sum of exponentials above it; the same of the reference.
  normalisers: vec4f,
}
fn statisticsAt(place: u32) -> Statistics {
  let episode = (place / answerLength) % batch;
  let position = firstLogit(place / (batch * answerLength)) + place % answerLength;
  let row = (episode * length + position) * vocabulary;
  var largest = vec2f(policy[row], reference[row]);
  for (var v = 1u; v < vocabulary; v++) { largest = max(largest, vec2f(policy[row + v], reference[row + v])); }
  var total = vec2f();
  for (var v = 0u; v < vocabulary; v++) {
    total += exp((vec2f(policy[row + v], reference[row + v]) - largest) * inverseTemperature);
  }
  let logTotal = log(total);
  var here = Statistics(0.0, 0.0, 0.0, vec4f(largest.x, logTotal.x, largest.y, logTotal.y));
  for (var v = 0u; v < vocabulary; v++) {
    let logProbs = (vec2f(policy[row + v], reference[row + v]) - largest) * inverseTemperature - logTotal;
    let probability = exp(logProbs.x);
    here.kl += probability * (logProbs.x - logProbs.y);
    here.entropy -= probability * logProbs.x;
    if (answers[place] == i32(v)) { here.logProb = logProbs.x; }
  }
  return here;
}`;

const program = (shape: TurnShape, vocabulary: number): Program => ({
  name: TURN_STATISTICS,
  sizes: turnSizes(shape, vocabulary),
  factors: { inverseTemperature: 1 / shape.temperature },
  workgroupSize,
  reads: { policy: 'f32', reference: 'f32', answers: 'i32' },
  writes: { statistics: 'f32' },
  declarations: statisticsWgsl(shape),
  body: `
  if (invocation >= count) { return; }
  let here = statisticsAt(invocation);
  statistics[invocation] = here.logProb;
  statistics[count + invocation] = here.kl;
  statistics[2u * count + invocation] = here.entropy;`,
});

/** Registers the fused kernel for the WebGPU backend. */
export function registerGpuTurnStatistics(): void {
  registerGpuKernel<Record<'policy' | 'reference' | 'answers', tf.TensorInfo>, TurnShape>(
    TURN_STATISTICS,
    ({ policy, reference, answers }, shape) => {
      const statistics = emptyOnGpu([3, ...answers.shape]);
      const places = shape.firstLogits.length * shape.batch * shape.answerLength;
      launch(program(shape, policy.shape[1]), { policy, reference, answers, statistics }, Math.ceil(places / workgroupSize));
      return statistics;
    },
  );
}
