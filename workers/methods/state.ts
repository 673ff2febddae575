/** The state of a run in one safetensors file: policy, base, optimiser moments, and the training outcomes not yet summarised. */
import * as v from 'valibot';
import type { Outcome } from '../measures/outcome.ts';
import { configuration, readConfiguration, readWeights, storedWeights } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { AdamWState } from '../model/optimiser.ts';
import { readSafetensors, writeSafetensors } from '../model/safetensors.ts';
import type { StoredTensor } from '../model/safetensors.ts';
import type { ModelShape, Weights } from '../model/shape.ts';
import { parameterCount } from '../model/shape.ts';
import { parseRunOptions } from './options.ts';
import type { RunOptions } from './options.ts';

export interface TrainingState {
  options: RunOptions;
  base: Checkpoint;
  /** Updates done. */
  step: number;
  policy: Weights;
  optimiser: AdamWState;
  /** Training episodes since the last evaluation. */
  outcomes: Outcome[];
  /** Sums over the updates since then: KL of turn 1 and of turn 2, entropy of turn 1 and of turn 2. */
  sums: [number, number, number, number];
}

const format = 'second-thoughts-run/2';

const header = v.object({
  options: v.unknown(),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  updates: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sums: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  base: configuration,
});

export function writeState({ options, base, step, policy, optimiser, outcomes, sums }: TrainingState): Uint8Array<ArrayBuffer> {
  const { weights, ...about } = base;
  const packed = (values: Float32Array): StoredTensor => ({ shape: [values.length], values });
  const flat = Float64Array.from(outcomes.flatMap(({ r1, r2, editDistanceRatio }) => [r1, r2, editDistanceRatio]));
  return writeSafetensors({
    metadata: { format, configuration: JSON.stringify({ options, step, updates: optimiser.updates, sums, base: about }) },
    tensors: new Map([
      ...storedWeights(base.model, policy, 'policy.'),
      ...storedWeights(base.model, weights, 'base.'),
      ['optimiser.first_moment', packed(optimiser.firstMoment)],
      ['optimiser.second_moment', packed(optimiser.secondMoment)],
      // The bits of float64 numbers, so that a resumed run bins the very same ratios.
      ['outcomes', { shape: [outcomes.length, 3, 2], values: new Int32Array(flat.buffer) }],
    ]),
  });
}

function floats(tensors: ReadonlyMap<string, StoredTensor>, name: string, length: number): Float32Array {
  const values = tensors.get(name)?.values;
  if (!(values instanceof Float32Array) || values.length !== length || !values.every(Number.isFinite))
    throw new Error(`The run's state has no usable tensor "${name}"; the file is damaged.`);
  return values;
}

/** @throws with a sentence if the file is not the state of a run or is damaged */
export function readState(file: Uint8Array): TrainingState {
  const { metadata, tensors } = readSafetensors(file);
  if (metadata.format !== format)
    throw new Error(`This safetensors file is not the state of a run: its format is "${metadata.format ?? 'not given'}", not "${format}".`);
  const { options, step, updates, sums, base } = readConfiguration(header, metadata.configuration);
  const model: ModelShape = base.model;
  const count = parameterCount(model);
  const bits = tensors.get('outcomes')?.values;
  if (!(bits instanceof Int32Array) || bits.length % 6 !== 0)
    throw new Error('The run\'s state has no usable tensor "outcomes"; the file is damaged.');
  const flat = new Float64Array(bits.buffer);
  return {
    options: parseRunOptions(options),
    base: { ...base, weights: readWeights(tensors, model, 'base.') },
    step,
    policy: readWeights(tensors, model, 'policy.'),
    optimiser: {
      updates,
      firstMoment: floats(tensors, 'optimiser.first_moment', count),
      secondMoment: floats(tensors, 'optimiser.second_moment', count),
    },
    outcomes: Array.from({ length: flat.length / 3 }, (_, i) => ({
      r1: flat[3 * i],
      r2: flat[3 * i + 1],
      editDistanceRatio: flat[3 * i + 2],
    })),
    sums,
  };
}
