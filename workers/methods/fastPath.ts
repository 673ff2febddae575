/**
 * Whether this device can be trusted with the fast path: a small model is rolled out and trained twice, by stock operations and by ours, before
 * anything that counts. Drivers do get kernels wrong, and training with wrong ones still looks like training.
 */
import * as tf from '@tensorflow/tfjs-core';
import { webGpuBackend } from '../kernels/tfjsPrivate.ts';
import { allOptimisations, noOptimisations, setOptimisations } from '../kernels/webgpu/optimisations.ts';
import type { Optimisations } from '../kernels/webgpu/optimisations.ts';
import { startBackend, useStockProduct } from '../model/backend.ts';
import type { BackendChoice } from '../model/backend.ts';
import { FixedInputs } from '../model/fixedInputs.ts';
import { FixedPass } from '../model/fixedPass.ts';
import { firstLogit } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import { adamDefaults } from '../model/optimiser.ts';
import { Parameters } from '../model/parameters.ts';
import { gumbelNoise, randomSource } from '../model/random.ts';
import { rollOut } from '../model/rollout.ts';
import type { Sampling } from '../model/rollout.ts';
import { initialWeights } from '../model/shape.ts';
import type { ModelShape, Weights } from '../model/shape.ts';
import { forward } from '../model/transformer.ts';
import type { EngineReport } from '../protocol.ts';
import { GradientStep } from './gradientStep.ts';
import { creditValues, episodeValues, lossInputs, lossQuantities, surrogateLoss } from './objective.ts';

const model: ModelShape = { layers: 2, heads: 2, width: 24, context: 13, vocabulary: 11 };
const layout: EpisodeLayout = { promptLength: 4, answerLength: 4, separator: 9, endOfAnswer: 8, padding: 10, length: 12, vocabulary: 11 };
const [batch, group, updates] = [6, 2, 3];

const errorFilters = ['validation', 'internal', 'out-of-memory'] as const;

/**
 * How far the fast path may be from stock operations, as a part of what is compared. Rounding alone makes a hundredth of this; moves are looser,
 * because AdamW takes steps of one size along gradients that are nothing but rounding.
 */
const tolerances = { scores: 1e-3, reports: 1e-3, moments: 1e-3, moves: 1e-2 };

/** Weights so large that every part of the model shows in what it does. */
function livelyWeights(seed: number): Weights {
  return new Map(
    [...initialWeights(model, seed)].map(([name, values]) => [name, name.endsWith('gain') ? values : values.map((x) => 12 * x)]),
  );
}

const temperature = 0.8;
const samplingOf = (step: number): Sampling => ({ temperature, stream: 'tokens', seed: 4, step, firstEpisode: 0 });

interface Behaviour {
  /** The episodes of every update. */
  episodes: EpisodeTokens[];
  /** The policy's logits for them, before the update. */
  logits: Float32Array[];
  /** Norm, loss and what stands beside the loss, of every update. */
  reports: number[];
  /** First moments after the last update, which are sums of gradients. */
  moments: Float32Array;
  /** How far the parameters have moved. */
  moves: number[];
}

/** Trains the small model on these episodes, or on those that it rolls out. */
async function behave(optimisations: Optimisations, given: EpisodeTokens[] | null): Promise<Behaviour> {
  setOptimisations(optimisations);
  const start = livelyWeights(1);
  const [policy, base] = [new Parameters(model, start), new Parameters(model, livelyWeights(2))];
  const inputs = new FixedInputs(lossInputs(layout, batch), policy.packed !== null);
  const logitsOf = (parameters: Parameters): tf.Tensor2D =>
    forward(parameters.variables, model, inputs.tensors.tokens as tf.Tensor1D, batch, layout.length);
  const reference = new FixedPass(() => logitsOf(base));
  const step = new GradientStep(policy, { ...adamDefaults, largestNorm: 0.5 }, lossQuantities, () =>
    surrogateLoss(policy.variables, model, layout, { batch, group, temperature, klGradient: 'exact' }, inputs.tensors, reference.output),
  );
  const random = randomSource(3, 'mixture');
  const behaviour: Behaviour = { episodes: [], logits: [], reports: [], moments: new Float32Array(), moves: [] };
  try {
    for (let update = 0; update < updates; update++) {
      const prompts = Int32Array.from({ length: batch * layout.promptLength }, () => random.integer(8));
      const episodes = given?.[update] ?? (await rollOut(policy.variables, model, layout, prompts, samplingOf(update)));
      behaviour.episodes.push(episodes);
      inputs.write(episodeValues(episodes, layout));
      const logits = tf.tidy(() => logitsOf(policy));
      behaviour.logits.push((await logits.data()) as Float32Array);
      logits.dispose();
      reference.run();
      const advantages = [0, 1].map(() => Float64Array.from({ length: batch }, () => random.normal())) as [Float64Array, Float64Array];
      inputs.write(creditValues(advantages, [0.3, 0.1]));
      const { loss, norm, aside } = await step.run(1e-3);
      behaviour.reports.push(loss, norm, ...aside);
    }
    behaviour.moments = (await step.state()).firstMoment;
    const end = await policy.weights();
    behaviour.moves = [...end].flatMap(([name, values]) => Array.from(values, (value, i) => value - start.get(name)![i]));
    return behaviour;
  } finally {
    for (const owner of [inputs, reference, step, policy, base]) owner.dispose();
  }
}

/** How far the scores of an episode's tokens, logit/temperature + noise, are below the largest at their positions, at most. */
function shortfall({ y1, y2 }: EpisodeTokens, logits: Float32Array, step: number): number {
  const { answerLength, vocabulary, length, endOfAnswer, padding } = layout;
  let largest = 0;
  [y1, y2].forEach((answers, index) => {
    const turn = index === 0 ? 1 : 2;
    for (let position = 0; position < answerLength; position++) {
      const noise = gumbelNoise({ ...samplingOf(step), turn, position }, 0, batch, vocabulary);
      for (let row = 0; row < batch; row++) {
        const answer = answers.subarray(row * answerLength, (row + 1) * answerLength);
        const token = answer[position];
        const hasEnded = answer.subarray(0, position).includes(endOfAnswer!);
        const at = (row * length + firstLogit(layout, turn) + position) * vocabulary;
        const scores = Array.from({ length: vocabulary }, (_, v) => logits[at + v] / temperature + noise[row * vocabulary + v]);
        const missing = hasEnded ? (token === padding ? 0 : Infinity) : Math.max(...scores) - scores[token];
        largest = Math.max(largest, missing);
      }
    }
  });
  return largest;
}

/** |a − b| / |b|; NaN where a number is. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}

/**
 * What `compute` gives.
 * @throws what it throws, or the error that the device reports meanwhile: a kernel it refuses is an error of the fast path, not of the run that follows
 */
async function withoutErrors<T>(compute: () => Promise<T>): Promise<T> {
  const { device } = webGpuBackend();
  for (const filter of errorFilters) device.pushErrorScope(filter);
  const [outcome] = await Promise.allSettled([compute()]);
  const errors = await Promise.all(errorFilters.map(() => device.popErrorScope()));
  const reported = errors.find((error) => error !== null);
  if (reported) throw new Error(reported.message);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/**
 * Puts the fast path in use if the WebGPU backend, which must be the one in use, gives the same with it as without; else leaves it off.
 * @returns null, or what went wrong
 */
export async function enableFastPath(): Promise<string | null> {
  // The check computes little and compiles much: some drivers take most of a second for one program.
  useStockProduct('small');
  try {
    await requireSameBehaviour();
    return null;
  } catch (error) {
    setOptimisations(noOptimisations);
    return error instanceof Error ? error.message : String(error);
  } finally {
    useStockProduct('tiled');
  }
}

/** @throws with a sentence if the fast path behaves differently */
async function requireSameBehaviour(): Promise<void> {
  const fast = await withoutErrors(() => behave(allOptimisations, null));
  const stock = await withoutErrors(() => behave(noOptimisations, fast.episodes));
  const isSame =
    fast.episodes.every((episodes, update) => shortfall(episodes, stock.logits[update], update) < tolerances.scores) &&
    (['reports', 'moments', 'moves'] as const).every((what) => distance(fast[what], stock[what]) < tolerances[what]);
  if (!isSame) throw new Error("they give other results than TensorFlow.js's own");
  setOptimisations(allOptimisations);
}

/**
 * Starts a backend, and on WebGPU the fast path.
 * @throws with a sentence if no backend can be started
 */
export async function startEngine(choice: BackendChoice): Promise<EngineReport> {
  const report = await startBackend(choice);
  if (report.backend !== 'webgpu') return report;
  const problem = await enableFastPath();
  if (!problem) return { ...report, isFast: true, sentence: `${report.sentence} Its fused kernels agree with TensorFlow.js's own here.` };
  return {
    ...report,
    sentence: `${report.sentence} It is slower than it could be, because our kernels failed their check on this GPU: ${problem}.`,
  };
}
