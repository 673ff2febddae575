/**
 * The state of a run in one safetensors file: policy, base, the model it is pulled back to if that is another, optimiser moments, the pairs it
 * imitates, and the training outcomes not yet summarised.
 */
import * as v from 'valibot';
import { configuration, readConfiguration, readWeights, storedWeights } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { AdamWState } from '../model/optimiser.ts';
import { readSafetensors, writeSafetensors } from '../model/safetensors.ts';
import type { StoredTensor } from '../model/safetensors.ts';
import type { ModelShape, Weights } from '../model/shape.ts';
import { parameterCount } from '../model/shape.ts';
import type { Baselines } from './advantages.ts';
import { noSamples } from './imitation.ts';
import type { Samples } from './imitation.ts';
import { parseRunOptions } from './options.ts';
import type { RunOptions } from './options.ts';
import { emptyTrainingRow } from './trainingRow.ts';
import type { TrainingRowState } from './trainingRow.ts';

/** By the number of the play. */
export type PlayBaselines = [Baselines, Baselines];

export const noBaselines = (): PlayBaselines => [[null, null], [null, null]]; // prettier-ignore

export interface TrainingState {
  options: RunOptions;
  base: Checkpoint;
  /** Updates done. */
  step: number;
  policy: Weights;
  /** The policy that the stage before left, where this stage is pulled back to it. */
  stageBefore: Weights | null;
  optimiser: AdamWState;
  /** Since the last evaluation. */
  training: TrainingRowState;
  /** Running means of the returns, where the estimator keeps them: of the first two turns, and of the last two of three. */
  baselines: PlayBaselines;
  samples: Samples;
}

/** A run before its first update. */
export function initialState(options: RunOptions, base: Checkpoint): TrainingState {
  const moment = (): Float32Array => new Float32Array(parameterCount(base.model));
  return {
    options,
    base,
    step: 0,
    policy: base.weights,
    stageBefore: null,
    optimiser: { updates: 0, firstMoment: moment(), secondMoment: moment() },
    training: emptyTrainingRow(),
    baselines: noBaselines(),
    samples: noSamples(),
  };
}

const format = 'second-thoughts-run/4';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const baseline = v.nullable(v.number());
const ofTurns = v.tuple([baseline, baseline]);

const header = v.object({
  options: v.unknown(),
  step: count,
  updates: count,
  measured: count,
  sums: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  baselines: v.tuple([ofTurns, ofTurns]),
  hasStageBefore: v.boolean(),
  sampled: v.object({ first: v.pipe(v.number(), v.integer()), batches: count }),
  base: configuration,
});

export function writeState({
  options,
  base,
  step,
  policy,
  stageBefore,
  optimiser,
  training,
  baselines,
  samples,
}: TrainingState): Uint8Array<ArrayBuffer> {
  const { weights, ...about } = base;
  const hasStageBefore = stageBefore !== null;
  const { outcomes, sums, updates: measured } = training;
  const { pairs, ...sampled } = samples;
  const packed = (values: Float32Array | Int32Array): StoredTensor => ({ shape: [values.length], values });
  const flat = Float64Array.from(outcomes.flatMap(({ r1, r2, editDistanceRatio }) => [r1, r2, editDistanceRatio]));
  return writeSafetensors({
    metadata: {
      format,
      configuration: JSON.stringify({
        ...{ options, step, updates: optimiser.updates, measured, sums, baselines, hasStageBefore, sampled },
        base: about,
      }),
    },
    tensors: new Map([
      ...storedWeights(base.model, policy, 'policy.'),
      ...storedWeights(base.model, weights, 'base.'),
      ...(stageBefore ? storedWeights(base.model, stageBefore, 'stage_before.') : []),
      ['optimiser.first_moment', packed(optimiser.firstMoment)],
      ['optimiser.second_moment', packed(optimiser.secondMoment)],
      // The bits of float64 numbers, so that a resumed run bins the very same ratios.
      ['outcomes', { shape: [outcomes.length, 3, 2], values: new Int32Array(flat.buffer) }],
      ['pairs.prompts', packed(pairs.prompts)],
      ['pairs.first', packed(pairs.first)],
      ['pairs.second', packed(pairs.second)],
    ]),
  });
}

function floats(tensors: ReadonlyMap<string, StoredTensor>, name: string, length: number): Float32Array {
  const values = tensors.get(name)?.values;
  if (!(values instanceof Float32Array) || values.length !== length || !values.every(Number.isFinite))
    throw new Error(`The run's state has no usable tensor "${name}"; the file is damaged.`);
  return values;
}

function integers(tensors: ReadonlyMap<string, StoredTensor>, name: string, multipleOf: number): Int32Array {
  const values = tensors.get(name)?.values;
  if (!(values instanceof Int32Array) || values.length % multipleOf !== 0)
    throw new Error(`The run's state has no usable tensor "${name}"; the file is damaged.`);
  return values;
}

/** @throws with a sentence if the file is not the state of a run or is damaged */
export function readState(file: Uint8Array): TrainingState {
  const { metadata, tensors } = readSafetensors(file);
  if (metadata.format !== format)
    throw new Error(`This safetensors file is not the state of a run: its format is "${metadata.format ?? 'not given'}", not "${format}".`);
  const { options, step, updates, measured, sums, baselines, hasStageBefore, sampled, base } = readConfiguration(
    header,
    metadata.configuration,
  );
  const model: ModelShape = base.model;
  const parameters = parameterCount(model);
  const flat = new Float64Array(integers(tensors, 'outcomes', 6).buffer);
  return {
    options: parseRunOptions(options),
    base: { ...base, weights: readWeights(tensors, model, 'base.') },
    step,
    policy: readWeights(tensors, model, 'policy.'),
    stageBefore: hasStageBefore ? readWeights(tensors, model, 'stage_before.') : null,
    optimiser: {
      updates,
      firstMoment: floats(tensors, 'optimiser.first_moment', parameters),
      secondMoment: floats(tensors, 'optimiser.second_moment', parameters),
    },
    training: {
      outcomes: Array.from({ length: flat.length / 3 }, (_, i) => ({
        r1: flat[3 * i],
        r2: flat[3 * i + 1],
        editDistanceRatio: flat[3 * i + 2],
      })),
      sums,
      updates: measured,
    },
    baselines,
    samples: {
      ...sampled,
      pairs: {
        prompts: integers(tensors, 'pairs.prompts', 1),
        first: integers(tensors, 'pairs.first', 1),
        second: integers(tensors, 'pairs.second', 1),
      },
    },
  };
}

/** What run the state is of, and how many updates it has behind it. @throws with a sentence if the file is not the state of a run or is damaged */
export function describeState(file: Uint8Array): Pick<TrainingState, 'options' | 'step'> {
  const { options, step } = readState(file);
  return { options, step };
}
