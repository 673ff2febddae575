/**
 * The objective's tail in WGSL: two dispatches forward and one backward, in place of 185 of stock operations, and no one-hot tensor.
 *
 * A workgroup takes one turn of one group of episodes, whose places lie side by side, because the leave-one-out baseline looks at no more than
 * that. Its sums go into the buffer of the statistics, behind them; a single workgroup then adds them up, always in the same order.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { SURROGATE, SURROGATE_GRADIENT } from '../surrogate.ts';
import type { SurrogateInputs, SurrogateShape } from '../surrogate.ts';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';
import { firstLogitWgsl, statisticsWgsl, turnSizes } from './turnStatistics.ts';

const workgroupSize = 64;

/**
 * Rows of `count` floats in the buffer of the statistics: log π(y), KL, entropy, four normalisers, the weight w. Behind them three sums for
 * every group of every turn: of the loss, of KL, of entropy.
 */
const rows = { kl: 1, entropy: 2, normalisers: 3, weight: 7 };
const rowCount = 8;

/** `row(which, place)`: where a statistic lies. */
const rowWgsl = 'fn row(which: u32, place: u32) -> u32 { return which * count + place; }';

function sizesOf(shape: SurrogateShape, vocabulary: number): Record<string, number> {
  const { group, batch, answerLength, firstLogits } = shape;
  const named = Object.fromEntries(Object.entries(rows).map(([name, row]) => [`${name}Row`, row]));
  const groups = batch / group;
  const parts = firstLogits.length * groups;
  const sumsAt = rowCount * firstLogits.length * batch * answerLength;
  return { ...turnSizes(shape, vocabulary), ...named, groups, parts, sumsAt, spread: group * answerLength };
}

const forward = (shape: SurrogateShape, vocabulary: number): Program => ({
  name: SURROGATE,
  sizes: sizesOf(shape, vocabulary),
  factors: { inverseTemperature: 1 / shape.temperature, perOther: shape.group > 1 ? 1 / (shape.group - 1) : 0 },
  workgroupSize,
  reads: { policy: 'f32', reference: 'f32', answers: 'i32', mask: 'f32', advantages: 'f32', betas: 'f32' },
  writes: { statistics: 'f32' },
  declarations: `${statisticsWgsl(shape)}
${rowWgsl}
// KL of every position of the answer, summed over the group.
var<workgroup> groupKl: array<f32, ${shape.answerLength}>;
var<workgroup> lanes: array<vec3f, ${workgroupSize}>;`,
  body: `
  if (group >= parts) { return; }
  let first = group * spread;
  for (var place = first + thread; place < first + spread; place += ${workgroupSize}u) {
    let here = statisticsAt(place);
    statistics[place] = here.logProb;
    statistics[row(klRow, place)] = here.kl;
    statistics[row(entropyRow, place)] = here.entropy;
    for (var i = 0u; i < 4u; i++) { statistics[row(normalisersRow + i, place)] = here.normalisers[i]; }
  }
  storageBarrier();
  for (var t = thread; t < answerLength; t += ${workgroupSize}u) {
    var kl = 0.0;
    for (var place = first + t; place < first + spread; place += answerLength) { kl += mask[place] * statistics[row(klRow, place)]; }
    groupKl[t] = kl;
  }
  workgroupBarrier();
  let beta = betas[group / groups];
  var sums = vec3f();
  for (var place = first + thread; place < first + spread; place += ${workgroupSize}u) {
    let t = place % answerLength;
    var own = 0.0;
    var all = 0.0;
    for (var s = 1u; s < answerLength - t; s++) {
      own += mask[place + s] * statistics[row(klRow, place + s)];
      all += groupKl[t + s];
    }
    let weight = advantages[place / answerLength] - beta * (own - (all - own) * perOther);
    statistics[row(weightRow, place)] = weight;
    let kl = statistics[row(klRow, place)];
    sums += mask[place] * vec3f(beta * kl - weight * statistics[place], kl, statistics[row(entropyRow, place)]);
  }
  lanes[thread] = sums;
  workgroupBarrier();
  if (thread < 3u) {
    var total = 0.0;
    for (var lane = 0u; lane < ${workgroupSize}u; lane++) { total += lanes[lane][thread]; }
    statistics[sumsAt + 3u * group + thread] = total;
  }`,
});

const summation = (shape: SurrogateShape, vocabulary: number): Program => ({
  name: `${SURROGATE} sums`,
  sizes: sizesOf(shape, vocabulary),
  workgroupSize,
  reads: { statistics: 'f32' },
  writes: { loss: 'f32', measures: 'f32' },
  declarations: `var<workgroup> lanes: array<vec3f, ${shape.firstLogits.length * workgroupSize}>;`,
  body: `
  for (var turn = 0u; turn < turns; turn++) {
    var total = vec3f();
    for (var part = thread; part < groups; part += ${workgroupSize}u) {
      let at = sumsAt + 3u * (turn * groups + part);
      total += vec3f(statistics[at], statistics[at + 1u], statistics[at + 2u]);
    }
    lanes[turn * ${workgroupSize}u + thread] = total;
  }
  workgroupBarrier();
  if (thread > 0u) { return; }
  var sum = 0.0;
  for (var turn = 0u; turn < turns; turn++) {
    var total = vec3f();
    for (var lane = 0u; lane < ${workgroupSize}u; lane++) { total += lanes[turn * ${workgroupSize}u + lane]; }
    sum += total.x;
    measures[turn] = total.y / f32(batch);
    measures[turns + turn] = total.z / f32(batch);
  }
  loss[0] = sum / f32(batch);`,
});

/** A thread takes one logit, so that writes are side by side whatever the vocabulary. */
const backward = (shape: SurrogateShape, vocabulary: number): Program => ({
  name: SURROGATE_GRADIENT,
  sizes: sizesOf(shape, vocabulary),
  factors: { inverseTemperature: 1 / shape.temperature, scale: 1 / (shape.batch * shape.temperature) },
  workgroupSize,
  reads: { dy: 'f32', policy: 'f32', reference: 'f32', answers: 'i32', mask: 'f32', betas: 'f32', statistics: 'f32' },
  writes: { gradient: 'f32' },
  declarations: `${firstLogitWgsl(shape)}
${rowWgsl}`,
  body: `
  if (invocation >= batch * length * vocabulary) { return; }
  let token = i32(invocation % vocabulary);
  let position = (invocation / vocabulary) % length;
  let episode = invocation / (vocabulary * length);
  var slope = 0.0;
  for (var turn = 0u; turn < turns; turn++) {
    // Before the answer this wraps around to more than any length.
    let t = position - firstLogit(turn);
    if (t < answerLength) {
      let place = (turn * batch + episode) * answerLength + t;
      let shift = vec2f(statistics[row(normalisersRow, place)], statistics[row(normalisersRow + 2u, place)]);
      let logTotal = vec2f(statistics[row(normalisersRow + 1u, place)], statistics[row(normalisersRow + 3u, place)]);
      let logProbs = (vec2f(policy[invocation], reference[invocation]) - shift) * inverseTemperature - logTotal;
      let probability = exp(logProbs.x);
      let weight = statistics[row(weightRow, place)];
      let pull = weight * (probability - select(0.0, 1.0, answers[place] == token));
      let pullToReference = betas[turn] * probability * (logProbs.x - logProbs.y - statistics[row(klRow, place)]);
      slope += mask[place] * (pull + pullToReference);
    }
  }
  gradient[invocation] = dy[0] * slope * scale;`,
});

type Inputs = { [Name in keyof SurrogateInputs]: tf.TensorInfo };

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuSurrogate(): void {
  registerGpuKernel<Inputs, SurrogateShape>(SURROGATE, (inputs, shape) => {
    const vocabulary = inputs.policy.shape[1];
    const { sumsAt, parts, turns } = sizesOf(shape, vocabulary);
    const [loss, measures, statistics] = [emptyOnGpu([]), emptyOnGpu([2 * turns]), emptyOnGpu([sumsAt + 3 * parts])];
    launch(forward(shape, vocabulary), { ...inputs, statistics }, parts);
    launch(summation(shape, vocabulary), { statistics, loss, measures }, 1);
    return [loss, measures, statistics];
  });
  registerGpuKernel<Omit<Inputs, 'advantages'> & { dy: tf.TensorInfo; statistics: tf.TensorInfo }, SurrogateShape>(
    SURROGATE_GRADIENT,
    (inputs, shape) => {
      const { policy } = inputs;
      const gradient = emptyOnGpu(policy.shape);
      const [positions, vocabulary] = policy.shape;
      launch(backward(shape, vocabulary), { ...inputs, gradient }, Math.ceil((positions * vocabulary) / workgroupSize));
      return gradient;
    },
  );
}
