/** The KL terms that are broken on purpose: each must be broken in exactly the way its name says, and in no other. */
import { beforeAll, describe, expect, it } from 'vitest';
import { klGradients } from '../../workers/methods/choices.ts';
import type { KlGradient } from '../../workers/methods/choices.ts';
import { startBackend } from '../../workers/model/backend.ts';
import type { EpisodeLayout } from '../../workers/model/layout.ts';
import { logits64 } from '../../workers/model/transformer64.ts';
import { jacobian64 } from './reference/differentiate64.ts';
import { engineGradient } from './reference/engineGradient.ts';
import { turns64 } from './reference/episodes64.ts';
import type { Episode } from './reference/episodes64.ts';
import { probabilities64, scores64, worldOf } from './reference/objective64.ts';
import type { Scores } from './reference/objective64.ts';
import { lively, nudged, relativeDistance } from './reference/tinyModels.ts';

const model = { layers: 1, heads: 2, width: 4, context: 6, vocabulary: 3 };
const layout: EpisodeLayout = { promptLength: 2, answerLength: 2, separator: 2, endOfAnswer: 1, padding: 2, length: 6, vocabulary: 3 };
const base = lively(model, 51);
const policy = nudged(base, 52, 0.25);
const setting = { model, layout, base, temperature: 0.8 };
const world = worldOf([0, 2], layout);
const betas = [0.4, 1.3] as const;

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

/** Gradient of the loss of some episodes with no reward, weighted as if each had its probability. */
async function gradientOf(klGradient: KlGradient, episodes: readonly Episode[], counts?: readonly number[]): Promise<Float32Array> {
  const none = episodes.map(() => 0);
  // Groups of one: no baseline, so that counts can be probabilities.
  const batch = { episodes, group: 1, counts, advantages: [none, none] as const, betas, klGradient };
  return (await engineGradient(policy, setting, batch)).gradient;
}

const sum = (terms: readonly (readonly [number, ArrayLike<number>])[]): Float64Array => {
  const total = new Float64Array(terms[0][1].length);
  for (const [factor, gradient] of terms) for (let i = 0; i < total.length; i++) total[i] += factor * gradient[i];
  return total;
};

const sample: Episode[] = [
  { prompt: [0, 2], y1: [0, 1], y2: [2, 0] },
  { prompt: [0, 2], y1: [1, 2], y2: [0, 2] },
];

describe('the gradient of one batch', () => {
  let scores: Scores[];
  beforeAll(() => {
    scores = scores64(policy, setting, sample);
  });

  /** Of Σ β f(position) over both turns, mean over the batch. */
  const perPosition = (of: (position: Scores[0][number]) => readonly [number, ArrayLike<number>][], beta = betas): Float64Array =>
    sum(
      scores.flatMap((episode) =>
        ([0, 1] as const).flatMap((turn) =>
          episode[turn].flatMap((position) =>
            of(position).map(([factor, gradient]) => [(beta[turn] * factor) / sample.length, gradient] as const),
          ),
        ),
      ),
    );

  it('partial: Σ β ∇KL_t, without KL to come', async () => {
    expect(
      relativeDistance(
        await gradientOf('partial', sample),
        perPosition(({ klGradient }) => [[1, klGradient]]),
      ),
    ).toBeLessThan(1e-4);
  });

  it('k1: β ∇log π of what was sampled', async () => {
    expect(
      relativeDistance(
        await gradientOf('k1', sample),
        perPosition(({ logpGradient }) => [[1, logpGradient]]),
      ),
    ).toBeLessThan(1e-4);
  });

  it('averaged: the exact gradient with β over the answer’s length', async () => {
    const exact = await gradientOf('exact', sample);
    expect(
      relativeDistance(
        await gradientOf('averaged', sample),
        exact.map((value) => value / layout.answerLength),
      ),
    ).toBeLessThan(1e-5);
  });

  it('detached: nothing at all', async () => {
    expect(Math.max(...(await gradientOf('detached', sample)).map(Math.abs))).toBe(0);
  });

  it('second_turn: the exact KL of turn 2, and β KL₁ of an episode times ∇log π(y₂)', async () => {
    const own = sum(
      scores.flatMap((episode) => {
        const cost = betas[0] * episode[0].reduce((total, { kl }) => total + kl, 0);
        return episode[1].flatMap(({ logpGradient, klGradient }, t) => {
          const later = episode[1].slice(t + 1).reduce((total, { kl }) => total + kl, 0);
          return [
            [(cost + betas[1] * later) / sample.length, logpGradient],
            [betas[1] / sample.length, klGradient],
          ] as const;
        });
      }),
    );
    expect(relativeDistance(await gradientOf('second_turn', sample), own)).toBeLessThan(1e-4);
  });

  it('prompt: KL at the tokens a turn reads, none at those it writes', async () => {
    const softmax = (logits: ArrayLike<number>): number[] => {
      const powers = Array.from(logits, (logit) => Math.exp(logit / setting.temperature));
      const total = powers.reduce((all, power) => all + power, 0);
      return powers.map((power) => power / total);
    };
    const tokensOf = ({ prompt, y1, y2 }: Episode): number[] => [...prompt, ...y1, layout.separator, ...y2.slice(0, -1)];
    const klAt = (own: number[], other: number[]): number => own.reduce((kl, p, v) => kl + p * Math.log(p / other[v]), 0);
    const [gradient] = jacobian64(policy, (at) => [
      sample.reduce((total, episode) => {
        const [own, frozen] = [logits64(at, model, tokensOf(episode)), logits64(base, model, tokensOf(episode))];
        const kl = (from: number, to: number): number =>
          Array.from({ length: to - from }, (_, i) => klAt(softmax(own[from + i]), softmax(frozen[from + i]))).reduce(
            (all, one) => all + one,
            0,
          );
        // Turn 1 reads the prompt; turn 2 reads the first answer and the separator.
        return total + (betas[0] * kl(0, 1) + betas[1] * kl(1, 4)) / sample.length;
      }, 0),
    ]);
    expect(relativeDistance(await gradientOf('prompt', sample), gradient)).toBeLessThan(1e-4);
  });
});

describe('the expected gradient over every episode', () => {
  let expected: Record<'exact' | 'k1' | 'k3' | 'swapped' | 'partial', Float64Array>;
  let exact: Float64Array;
  beforeAll(async () => {
    const probabilities = probabilities64(policy, setting, world);
    const counts = probabilities.map((p) => p * world.episodes.length);
    const of = async (name: KlGradient): Promise<Float64Array> => Float64Array.from(await gradientOf(name, world.episodes, counts));
    expected = {
      exact: await of('exact'),
      k1: await of('k1'),
      k3: await of('k3'),
      swapped: await of('swapped'),
      partial: await of('partial'),
    };
    exact = expected.exact;
  });
  const size = (values: Float64Array): number => Math.hypot(...values);

  it('of k1 is zero: it pulls nowhere', () => {
    expect(size(expected.k1)).toBeLessThan(1e-4 * size(exact));
  });

  it('of k3 is that of the KL the other way round, at the states the policy visits', () => {
    expect(relativeDistance(expected.k3, expected.swapped)).toBeLessThan(1e-3);
    expect(relativeDistance(expected.swapped, exact)).toBeGreaterThan(0.02);
  });

  it('of the partial one is not the exact one: half of the gradient is missing', () => {
    expect(relativeDistance(expected.partial, exact)).toBeGreaterThan(0.02);
  });
});

it('every name says what is wrong with it, but the one that is right', () => {
  for (const [name, meaning] of Object.entries(klGradients)) expect(meaning.startsWith('Broken: '), name).toBe(name !== 'exact');
  expect(turns64(policy, model, layout, sample[0], 0.8)[0].written).toBe(2);
});
