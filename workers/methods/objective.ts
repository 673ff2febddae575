/** The loss, derived from a row of the method table. Nothing here asks which method it is. */
import * as tf from '@tensorflow/tfjs-core';
import { surrogate } from '../kernels/surrogate.ts';
import type { SurrogateInputs } from '../kernels/surrogate.ts';
import type { InputShape } from '../model/fixedInputs.ts';
import { answerMask, inputTokens } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import type { ParameterTensors } from '../model/parameters.ts';
import type { ModelShape } from '../model/shape.ts';
import { forward } from '../model/transformer.ts';
import { turnShape } from '../model/turns.ts';
import { verdictLoss } from '../model/verdicts.ts';
import type { LossTerms } from './gradient.ts';
import { klTerms } from './klGradients.ts';
import type { KlGradient } from './choices.ts';
import type { KlName } from './stage.ts';

/** What the loss needs of a batch, beside what the models say. */
export type LossInput = 'tokens' | 'answers' | 'mask' | 'advantages' | 'betas' | 'verdicts';

/** Shapes of the loss's inputs: the same for every batch of a run. */
export const lossInputs = ({ length, answerLength }: EpisodeLayout, batch: number): Record<LossInput, InputShape> => ({
  tokens: { shape: [batch * length], dtype: 'int32' },
  answers: { shape: [2, batch, answerLength], dtype: 'int32' },
  mask: { shape: [2, batch, answerLength], dtype: 'float32' },
  advantages: { shape: [2, batch], dtype: 'float32' },
  betas: { shape: [2], dtype: 'float32' },
  // Advantages of the verdicts that were given, keep or revise, and 0 for the other; read only where the layout asks for verdicts.
  verdicts: { shape: [batch, 2], dtype: 'float32' },
});

/** Whether an episode's tokens of a turn are trained on, by turn and episode; null for a turn that the stage leaves out altogether. */
export type Trained = readonly [readonly boolean[] | null, readonly boolean[] | null];

type InputValues<Name extends LossInput> = Record<Name, Int32Array | Float32Array>;

/**
 * What episodes say to the loss.
 * @param trained whether an episode's tokens of a turn count, by turn and episode; all do if it is not given. Of a turn that the stage leaves
 * out (null), with neither reward nor KL, all do as well: to be measured
 */
export function episodeValues(
  episodes: EpisodeTokens,
  layout: EpisodeLayout,
  trained?: Trained,
): InputValues<'tokens' | 'answers' | 'mask'> {
  const { y1, y2 } = episodes;
  const answers = new Int32Array(y1.length + y2.length);
  answers.set(y1);
  answers.set(y2, y1.length);
  const mask = answerMask(answers, layout);
  // A second answer that is the first one, kept, was not written again.
  episodes.revises?.forEach((revised, row) => {
    const first = (episodes.batch + row) * layout.answerLength;
    if (!revised) mask.fill(0, first, first + layout.answerLength);
  });
  trained?.forEach((ofTurn, turn) => {
    ofTurn?.forEach((counts, row) => {
      const first = (turn * episodes.batch + row) * layout.answerLength;
      if (!counts) mask.fill(0, first, first + layout.answerLength);
    });
  });
  return { tokens: inputTokens(episodes, layout), answers, mask };
}

/**
 * What their grades and the stage say to it.
 * @param advantages of every episode, by turn
 * @param betas coefficient of KL(policy ‖ reference), by turn
 */
export function creditValues(
  advantages: readonly [ArrayLike<number>, ArrayLike<number>],
  betas: readonly [number, number],
): InputValues<'advantages' | 'betas'> {
  return { advantages: Float32Array.from([...Array.from(advantages[0]), ...Array.from(advantages[1])]), betas: Float32Array.from(betas) };
}

/** What the verdicts' grades say to it. @param advantages of every episode's verdict */
export function verdictValues(revises: readonly boolean[], advantages: ArrayLike<number>): InputValues<'verdicts'> {
  return { verdicts: Float32Array.from(revises.flatMap((revised, row) => (revised ? [0, advantages[row]] : [advantages[row], 0]))) };
}

/** Names of the numbers beside the loss. */
export const lossQuantities = ['KL of turn 1', 'KL of turn 2', 'entropy of turn 1', 'entropy of turn 2'] as const;

/**
 * The surrogate loss whose gradient is minus the policy gradient of Eq. 3 or Eq. 4, turn by turn:
 *
 *   1/B Σ_b Σ_t mask · ( −w_t log π(y_t) + β KL_t ),   w_t = advantage − β (Σ_{s>t} KL_s − leave-one-out baseline)
 *
 * KL is the exact one of every next-token distribution, summed (not averaged) over a turn's tokens, as the sequence KL of the paper is.
 * Its gradient has two halves: β Σ ∇KL_t, and, because the state at t depends on the tokens before it, KL_t times the score of those
 * tokens, which is what w_t carries (Tang & Munos 2025 call its absence a pitfall). Turn 2's terms touch the log-probabilities of turn 2's tokens
 * only: turn 1 moves through its own terms and through shared weights. A verdict v between the turns adds − advantage · log π(v).
 * @param how `group`: samples per problem, consecutive in the batch, whose KL to come is each other's baseline (1: none is); `klGradient`: what
 * stands in for the KL's gradient
 * @param inputs tensors of the shapes of `lossInputs`
 * @param reference a frozen model's logits for the same tokens [batch·layout.length, vocabulary]
 * @returns the loss, and beside it KL(policy ‖ reference) of both turns and the entropy of the policy's next-token distributions of both turns, summed
 * over a turn's tokens, mean over the batch, nats
 */
export function surrogateLoss(
  parameters: ParameterTensors,
  model: ModelShape,
  layout: EpisodeLayout,
  { batch, group, temperature, klGradient }: { batch: number; group: number; temperature: number; klGradient: KlGradient },
  { tokens, verdicts, ...terms }: Record<LossInput, tf.Tensor>,
  reference: tf.Tensor2D,
): LossTerms {
  const policy = forward(parameters, model, tokens as tf.Tensor1D, batch, layout.length);
  const inputs = { policy, reference, ...terms } as SurrogateInputs;
  const shape = turnShape(layout, batch, temperature);
  const { betas, added } = klTerms(klGradient, inputs, shape, layout.promptLength);
  const { loss, measures } = surrogate({ ...inputs, betas }, { ...shape, group });
  const parts = [loss];
  if (added) parts.push(added);
  if (layout.verdicts) parts.push(verdictLoss(policy, layout, layout.verdicts, verdicts as tf.Tensor2D, temperature));
  return { loss: parts.reduce((sum, part) => tf.add(sum, part)), aside: measures };
}

/** The number a KL coefficient's name stands for. */
export const coefficient = (name: KlName, { beta1, beta2 }: { beta1: number; beta2: number }): number =>
  name === 'none' ? 0 : name === 'beta1' ? beta1 : beta2;
