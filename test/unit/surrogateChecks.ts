/** What the tests of the objective's tail share: inputs, how loss and gradient are computed, and what they must be. */
import * as tf from '@tensorflow/tfjs-core';
import { referenceSurrogate } from '../../workers/kernels/surrogate.ts';
import type { surrogate, SurrogateInputs, SurrogateShape } from '../../workers/kernels/surrogate.ts';
import { expectClose, finiteDifferences, normals } from './kernels-checks.ts';
import { randomTokens } from './reference/tinyModels.ts';

export type SurrogateValues = Record<keyof SurrogateInputs, Float32Array | Int32Array>;

export const shapeOf = (changes: Partial<SurrogateShape> = {}): SurrogateShape => ({
  batch: 4,
  group: 2,
  length: 9,
  answerLength: 3,
  firstLogits: [1, 5],
  temperature: 1,
  ...changes,
});

/** Random values; answers end at random places. */
export function valuesOf({ batch, length, answerLength, firstLogits }: SurrogateShape, vocabulary: number): SurrogateValues {
  const turns = firstLogits.length;
  const ends = randomTokens(turns * batch, answerLength, 5);
  return {
    policy: normals(batch * length * vocabulary, 1, 2),
    reference: normals(batch * length * vocabulary, 2, 2),
    answers: randomTokens(turns * batch * answerLength, vocabulary, 3),
    mask: Float32Array.from({ length: turns * batch * answerLength }, (_, place) =>
      place % answerLength <= ends[Math.floor(place / answerLength)] ? 1 : 0,
    ),
    advantages: normals(turns * batch, 4),
    betas: Float32Array.from([0.25, 1.5]).slice(0, turns),
  };
}

export function tensorsOf(values: SurrogateValues, { batch, length, answerLength, firstLogits }: SurrogateShape): SurrogateInputs {
  const turns = firstLogits.length;
  const logits = (of: SurrogateValues['policy']): tf.Tensor2D => tf.tensor2d(of, [batch * length, of.length / (batch * length)]);
  return {
    policy: logits(values.policy),
    reference: logits(values.reference),
    answers: tf.tensor3d(values.answers, [turns, batch, answerLength], 'int32'),
    mask: tf.tensor3d(values.mask, [turns, batch, answerLength]),
    advantages: tf.tensor2d(values.advantages, [turns, batch]),
    betas: tf.tensor1d(values.betas),
  };
}

interface Computed {
  loss: Float32Array;
  measures: Float32Array;
  gradient: Float32Array;
}

/** Loss, measures and gradient of the loss times dy. */
export async function computeSurrogate(form: typeof surrogate, values: SurrogateValues, shape: SurrogateShape, dy = 1): Promise<Computed> {
  const inputs = tensorsOf(values, shape);
  const outcome = tf.tidy(() => {
    let measures: tf.Tensor | null = null;
    const { value, grad } = tf.valueAndGrad((policy) => {
      const terms = form({ ...inputs, policy: policy as tf.Tensor2D }, shape);
      measures = tf.keep(terms.measures.clone());
      return terms.loss;
    })(inputs.policy, tf.scalar(dy));
    return [value, measures!, grad];
  });
  const [loss, measures, gradient] = await Promise.all(outcome.map(async (tensor) => (await tensor.data()) as Float32Array));
  tf.dispose([inputs, outcome]);
  return { loss, measures, gradient };
}

/** By finite differences of the float64 reference, with steps that do not grow with the logits. */
export const referenceGradient = (values: SurrogateValues, shape: SurrogateShape): Float64Array =>
  finiteDifferences(
    (nudge) => {
      const moved = nudge.map((by, i) => values.policy[i] + by);
      return [referenceSurrogate(values, shape, moved).loss];
    },
    [new Float64Array(values.policy.length)],
    [1],
  )[0];

/** Loss, measures and gradient agree with the float64 reference and its finite differences. */
export async function checkSurrogate(form: typeof surrogate, values: SurrogateValues, shape: SurrogateShape): Promise<void> {
  const computed = await computeSurrogate(form, values, shape);
  const expected = referenceSurrogate(values, shape);
  expectClose(computed.loss, [expected.loss], 2e-6);
  expectClose(computed.measures, expected.measures, 2e-6);
  expectClose(computed.gradient, referenceGradient(values, shape), 1e-5);
}
