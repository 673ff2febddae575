/**
 * Eq. 3 and Eq. 4 in float64, twice: as the exact objective of a problem small enough to enumerate, and as the estimator of its
 * gradient that one batch of sampled episodes gives (docs of the score: one term per turn, γ = 0, leave-one-out baselines).
 */
import type { EpisodeLayout } from '../../../workers/model/layout.ts';
import type { ModelShape } from '../../../workers/model/shape.ts';
import { jacobian64 } from './differentiate64.ts';
import type { Directions } from './differentiate64.ts';
import { allAnswers, positionKl64, tokenLogProbs64, turns64 } from './episodes64.ts';
import type { Episode, Turn64 } from './episodes64.ts';
import type { Tensors64 } from '../../../workers/model/transformer64.ts';

/** What is held fixed: the sizes, the base model and the temperature that divides both models' logits. */
export interface Setting {
  model: ModelShape;
  layout: EpisodeLayout;
  base: Tensors64;
  temperature: number;
}

/** A number for each turn. */
export type PerTurn<T> = readonly [T, T];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface TurnMeasure {
  logp: number[];
  kl: number[];
}

const turnsOf = (tensors: Tensors64, { model, layout, temperature }: Setting, episode: Episode): PerTurn<Turn64> =>
  turns64(tensors, model, layout, episode, temperature);

/**
 * log π(y_t) and KL_t at the positions of both turns that count.
 * @param frozen the episode under the base, which stays the same while the policy is moved
 */
export function measure64(
  tensors: Tensors64,
  setting: Setting,
  episode: Episode,
  frozen = turnsOf(setting.base, setting, episode),
): PerTurn<TurnMeasure> {
  const own = turnsOf(tensors, setting, episode);
  const of = (policy: Turn64, reference: Turn64): TurnMeasure => ({ logp: tokenLogProbs64(policy), kl: positionKl64(policy, reference) });
  return [of(own[0], frozen[0]), of(own[1], frozen[1])];
}

/** What the estimator is made of: at every position of both turns that counts, KL_t and the gradients of log π(y_t) and KL_t. */
export type Scores = PerTurn<{ kl: number; logpGradient: Float64Array; klGradient: Float64Array }[]>;

/** The scores of episodes, by finite differences; gradients are packed in the order of the tensors, or are components along directions. */
export function scores64(centre: Tensors64, setting: Setting, episodes: readonly Episode[], directions?: Directions): Scores[] {
  const frozen = episodes.map((episode) => turnsOf(setting.base, setting, episode));
  const numbers = (at: Tensors64): number[] =>
    episodes.flatMap((episode, b) => measure64(at, setting, episode, frozen[b]).flatMap(({ logp, kl }) => [...logp, ...kl]));
  const gradients = jacobian64(centre, numbers, directions);
  let next = 0;
  return episodes.map((episode) => {
    const turn = ({ kl }: TurnMeasure): Scores[0] => {
      const first = next;
      next += 2 * kl.length;
      return kl.map((value, t) => ({ kl: value, logpGradient: gradients[first + t], klGradient: gradients[first + kl.length + t] }));
    };
    const [one, two] = measure64(centre, setting, episode);
    return [turn(one), turn(two)];
  });
}

/** A batch whose episodes lie in groups of one problem, and what its tokens are multiplied by. */
export interface Batch {
  episodes: readonly Episode[];
  group: number;
  /** Advantage of every episode, by turn. */
  advantages: PerTurn<ArrayLike<number>>;
  /** KL coefficient, by turn. */
  betas: PerTurn<number>;
}

/**
 * What ∇log π(y_t) of every position of every episode is multiplied by, by turn: the advantage less β × (KL of later positions − mean of
 * that over the others of the group).
 * @param scores of the batch's episodes
 */
export function tokenWeights64(scores: readonly Scores[], { group, advantages, betas }: Omit<Batch, 'episodes'>): PerTurn<number[][]> {
  const ofTurn = (turn: 0 | 1): number[][] => {
    const klAfter = (b: number, t: number): number => sum(scores[b][turn].slice(t + 1).map(({ kl }) => kl));
    return scores.map((episode, b) => {
      const first = b - (b % group);
      const others = Array.from({ length: group }, (_, i) => first + i).filter((i) => i !== b);
      const baseline = (t: number): number => sum(others.map((other) => klAfter(other, t))) / others.length;
      return episode[turn].map((_, t) => advantages[turn][b] - betas[turn] * (klAfter(b, t) - baseline(t)));
    });
  };
  return [ofTurn(0), ofTurn(1)];
}

/**
 * The gradient of the loss: Σ_b share_b Σ_t [ −w ∇log π(y_t) + β ∇KL_t ] over both turns.
 * @param weights see `tokenWeights64`
 * @param shares what each episode counts; 1/B for a batch
 */
export function lossGradient64(
  scores: readonly Scores[],
  weights: PerTurn<number[][]>,
  betas: PerTurn<number>,
  shares: readonly number[],
): Float64Array {
  const gradient = new Float64Array(scores[0][0][0].logpGradient.length);
  for (const turn of [0, 1] as const) {
    scores.forEach((episode, b) =>
      episode[turn].forEach(({ logpGradient, klGradient }, t) => {
        for (let i = 0; i < gradient.length; i++)
          gradient[i] += shares[b] * (betas[turn] * klGradient[i] - weights[turn][b][t] * logpGradient[i]);
      }),
    );
  }
  return gradient;
}

/** The gradient that a batch of sampled episodes gives. */
export const estimator64 = (scores: readonly Scores[], batch: Omit<Batch, 'episodes'>): Float64Array =>
  lossGradient64(
    scores,
    tokenWeights64(scores, batch),
    batch.betas,
    scores.map(() => 1 / scores.length),
  );

/** One problem with every episode that can be written for it. */
export interface World {
  prompt: readonly number[];
  answers: readonly (readonly number[])[];
  episodes: readonly Episode[];
}

export function worldOf(prompt: readonly number[], layout: EpisodeLayout): World {
  const answers = allAnswers(layout);
  return { prompt, answers, episodes: answers.flatMap((y1) => answers.map((y2) => ({ prompt, y1, y2 }))) };
}

/** Probability of every episode of a world. */
export const probabilities64 = (tensors: Tensors64, setting: Setting, { episodes }: World): number[] =>
  episodes.map((episode) => Math.exp(sum(measure64(tensors, setting, episode).flatMap(({ logp }) => logp))));

/** Gradients of all that the exact objectives of a world are sums of. */
export interface ExactGradients {
  /** Of π(y₁), for every answer, and of KL(π(·|x₁) ‖ π_base(·|x₁)) written as that of whole answers. */
  first: { probabilities: Float64Array[]; kl: Float64Array };
  /**
   * The same of the second turn, averaged over first answers whose distribution is held fixed: of p(y₁) π(y₂|x₂), for every episode, and of
   * Σ p(y₁) KL(π(·|x₂) ‖ π_base(·|x₂)).
   */
  second: { probabilities: Float64Array[]; kl: Float64Array };
}

/** By finite differences at `centre`. */
export function exactGradients64(centre: Tensors64, setting: Setting, { prompt, answers, episodes }: World): ExactGradients {
  const logp = (tensors: Tensors64, episode: Episode): PerTurn<number> => {
    const [first, second] = turnsOf(tensors, setting, episode);
    return [sum(tokenLogProbs64(first)), sum(tokenLogProbs64(second))];
  };
  // One episode for every first answer, to read the first turn from.
  const openings = answers.map((y1) => ({ prompt, y1, y2: y1 }));
  const base1 = openings.map((opening) => logp(setting.base, opening)[0]);
  const base2 = episodes.map((episode) => logp(setting.base, episode)[1]);
  const fixed = episodes.map((episode) => Math.exp(logp(centre, episode)[0]));
  const numbers = (at: Tensors64): number[] => {
    const log1 = openings.map((opening) => logp(at, opening)[0]);
    const log2 = episodes.map((episode) => logp(at, episode)[1]);
    const pi1 = log1.map(Math.exp);
    const pi2 = log2.map((value, i) => fixed[i] * Math.exp(value));
    return [...pi1, sum(pi1.map((p, i) => p * (log1[i] - base1[i]))), ...pi2, sum(pi2.map((p, i) => p * (log2[i] - base2[i])))];
  };
  const gradients = jacobian64(centre, numbers);
  const [count, all] = [answers.length, answers.length + 1 + episodes.length];
  return {
    first: { probabilities: gradients.slice(0, count), kl: gradients[count] },
    second: { probabilities: gradients.slice(count + 1, all), kl: gradients[all] },
  };
}
