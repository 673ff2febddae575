/** Model files: safetensors with the whole configuration in the header. docs/CHECKPOINT.md describes them. */
import * as v from 'valibot';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import type { StoredTensor } from './safetensors.ts';
import { parameterShapes } from './shape.ts';
import type { ModelShape, Weights } from './shape.ts';

const format = 'second-thoughts/1';

/** A model and what it was made for. */
export interface Checkpoint {
  model: ModelShape;
  task: string;
  dials: Record<string, number>;
  /** How it was made: the command's options, seeds and steps, as JSON. */
  origin: Record<string, unknown>;
  weights: Weights;
}

/** No model here comes near it; a damaged file must not make us build a list of a thousand million layers. */
const largestDimension = 2 ** 16;
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestDimension));
const modelShape = v.pipe(
  v.object({ layers: count, heads: count, width: count, context: count, vocabulary: count }),
  v.check(
    ({ width, heads }) => width % heads === 0,
    ({ input: { width, heads } }) => `width must be a multiple of heads; got ${width} and ${heads}`,
  ),
);

/** What the header of a model file says about it. */
export const configuration = v.object({
  model: modelShape,
  task: v.string(),
  dials: v.record(v.string(), v.number()),
  origin: v.record(v.string(), v.unknown()),
});

/** The tensors of a model, in order, each under `prefix` + its name. */
export function storedWeights(model: ModelShape, weights: Weights, prefix = ''): [string, StoredTensor][] {
  return parameterShapes(model).map(({ name, shape }) => {
    const values = weights.get(name);
    if (!values) throw new Error(`The weights have no tensor "${name}".`);
    return [prefix + name, { shape, values }];
  });
}

/** @throws with a sentence if a tensor is missing, has another shape, or holds a number that is not finite */
export function readWeights(tensors: ReadonlyMap<string, StoredTensor>, model: ModelShape, prefix = ''): Weights {
  return new Map(
    parameterShapes(model).map(({ name, shape }) => {
      const stored = tensors.get(prefix + name);
      if (!stored) throw new Error(`The checkpoint has no tensor "${prefix}${name}".`);
      if (!(stored.values instanceof Float32Array))
        throw new Error(`The tensor "${prefix}${name}" is stored as I32; this model needs F32.`);
      if (stored.shape.join() !== shape.join()) {
        throw new Error(`The tensor "${prefix}${name}" has shape [${stored.shape.join(', ')}]; this model needs [${shape.join(', ')}].`);
      }
      if (!stored.values.every(Number.isFinite)) throw new Error(`The tensor "${prefix}${name}" holds numbers that are not finite.`);
      return [name, stored.values];
    }),
  );
}

export function writeCheckpoint({ model, task, dials, origin, weights }: Checkpoint): Uint8Array<ArrayBuffer> {
  return writeSafetensors({
    metadata: { format, configuration: JSON.stringify({ model, task, dials, origin }) },
    tensors: new Map(storedWeights(model, weights)),
  });
}

/** @throws with a sentence if the file is not a checkpoint of this format or is damaged */
export function readCheckpoint(file: Uint8Array): Checkpoint {
  const { metadata, tensors } = readSafetensors(file);
  if (metadata.format !== format)
    throw new Error(
      `This safetensors file is not a Second Thoughts model: its format is "${metadata.format ?? 'not given'}", not "${format}".`,
    );
  const header = readConfiguration(configuration, metadata.configuration);
  return { ...header, weights: readWeights(tensors, header.model) };
}

/** Parses a JSON configuration of a header. @throws with a sentence */
export function readConfiguration<Schema extends v.GenericSchema>(schema: Schema, json: string | undefined): v.InferOutput<Schema> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json ?? '');
  } catch {
    throw new Error('The configuration in the checkpoint is not JSON; the file is damaged.');
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success)
    throw new Error(
      `The configuration in the checkpoint is wrong at "${v.getDotPath(result.issues[0]) ?? 'its root'}": ${result.issues[0].message}.`,
    );
  return result.output;
}
