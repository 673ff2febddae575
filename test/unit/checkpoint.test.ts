import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../workers/methods/options.ts';
import { initialState, readState, writeState } from '../../workers/methods/state.ts';
import type { TrainingState } from '../../workers/methods/state.ts';
import { readCheckpoint, writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { Checkpoint } from '../../workers/model/checkpoint.ts';
import { readSafetensors, writeSafetensors } from '../../workers/model/safetensors.ts';
import type { SafetensorsFile } from '../../workers/model/safetensors.ts';
import { initialWeights, parameterCount, parameterShapes, sizeOf } from '../../workers/model/shape.ts';

const model = { layers: 2, heads: 2, width: 4, context: 5, vocabulary: 3 };
const checkpoint: Checkpoint = {
  model,
  task: 'addition',
  dials: { digits: 2, chains: 0.3 },
  origin: { command: 'pretrain', seed: 3 },
  weights: initialWeights(model, 3),
};
/** One line that ends in a full stop; option names stand in it as they are typed. */
const aSentence = /^\w[^\n]*\.$/;

/** The checkpoint's file with something in it changed. */
function damaged(file: Uint8Array, change: (content: SafetensorsFile) => void): Uint8Array {
  const content = readSafetensors(file);
  change(content);
  return writeSafetensors(content);
}

const withConfiguration = (file: Uint8Array, change: (configuration: Record<string, unknown>) => unknown): Uint8Array =>
  damaged(
    file,
    ({ metadata }) => (metadata.configuration = JSON.stringify(change(JSON.parse(metadata.configuration) as Record<string, unknown>))),
  );

describe('model files', () => {
  const file = writeCheckpoint(checkpoint);

  it('read back what was written', () => {
    expect(readCheckpoint(file)).toEqual(checkpoint);
  });

  it('hold every tensor of docs/CHECKPOINT.md under its name', () => {
    const { tensors } = readSafetensors(file);
    const layer = [
      'norm1.gain',
      'norm1.bias',
      'attention.qkv',
      'attention.out',
      'norm2.gain',
      'norm2.bias',
      'mlp.up',
      'mlp.up_bias',
      'mlp.down',
      'mlp.down_bias',
    ];
    expect([...tensors.keys()]).toEqual([
      'embed.tokens',
      'embed.positions',
      ...[0, 1].flatMap((index) => layer.map((name) => `layers.${index}.${name}`)),
      'norm.gain',
      'norm.bias',
      'head',
    ]);
    expect(tensors.get('layers.1.attention.qkv')?.shape).toEqual([4, 12]);
  });

  it('cut at any length are refused with a sentence', () => {
    for (let length = 0; length < file.length; length += 7)
      expect(() => readCheckpoint(file.slice(0, length)), `${length} bytes`).toThrow(aSentence);
  });

  it('with any byte of the header changed are refused with a sentence, or read', () => {
    const headerLength = file[0] + 256 * file[1];
    for (let at = 0; at < 8 + headerLength; at += 3) {
      const changed = Uint8Array.from(file);
      changed[at] ^= 0x15;
      try {
        readCheckpoint(changed);
      } catch (error) {
        expect((error as Error).message, `byte ${at}`).toMatch(aSentence);
        expect(error).not.toBeInstanceOf(TypeError);
        expect(error).not.toBeInstanceOf(RangeError);
      }
    }
  });

  it.each<[string, (content: SafetensorsFile) => void, string]>([
    ['have another format', ({ metadata }) => (metadata.format = 'onnx'), 'its format is "onnx", not "second-thoughts/1"'],
    ['have no format', ({ metadata }) => delete metadata.format, 'its format is "not given"'],
    ['have no configuration', ({ metadata }) => delete metadata.configuration, 'The configuration in the checkpoint is not JSON'],
    ['lack a tensor', ({ tensors }) => tensors.delete('layers.1.mlp.up'), 'The checkpoint has no tensor "layers.1.mlp.up"'],
    [
      'have a tensor of another shape',
      ({ tensors }) => tensors.set('norm.gain', { shape: [2, 2], values: new Float32Array(4) }),
      'The tensor "norm.gain" has shape [2, 2]; this model needs [4]',
    ],
    [
      'have whole numbers for weights',
      ({ tensors }) => tensors.set('norm.gain', { shape: [4], values: new Int32Array(4) }),
      '"norm.gain" is stored as I32; this model needs F32',
    ],
    ...[NaN, Infinity, -Infinity].map((bad): [string, (content: SafetensorsFile) => void, string] => [
      `hold ${bad}`,
      ({ tensors }) => ((tensors.get('head')?.values as Float32Array)[5] = bad),
      'The tensor "head" holds numbers that are not finite',
    ]),
  ])('that %s are refused with a sentence', (_damage, change, sentence) => {
    const broken = damaged(file, change);
    expect(() => readCheckpoint(broken)).toThrow(sentence);
    expect(() => readCheckpoint(broken)).toThrow(aSentence);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no layers', { model: { ...model, layers: 0 } }, 'wrong at "model.layers"'],
    ['half a layer', { model: { ...model, layers: 1.5 } }, 'wrong at "model.layers"'],
    ['a thousand million layers', { model: { ...model, layers: 1e9 } }, 'wrong at "model.layers"'],
    ['heads that do not divide the width', { model: { ...model, heads: 3 } }, 'width must be a multiple of heads; got 4 and 3'],
    ['a width in words', { model: { ...model, width: 'four' } }, 'wrong at "model.width"'],
    ['no task', { task: undefined }, 'wrong at "task"'],
    ['a dial in words', { dials: { digits: 'two' } }, 'wrong at "dials.digits"'],
  ])('whose configuration has %s are refused with a sentence', (_damage, change, sentence) => {
    const broken = withConfiguration(file, (configuration) => ({ ...configuration, ...change }));
    expect(() => readCheckpoint(broken)).toThrow(sentence);
    expect(() => readCheckpoint(broken)).toThrow(aSentence);
  });

  it('whose configuration is null or a list are refused with a sentence', () => {
    for (const nothing of [null, []]) expect(() => readCheckpoint(withConfiguration(file, () => nothing))).toThrow(aSentence);
  });
});

describe('states of runs', () => {
  const count = parameterCount(model);
  const ramp = (scale: number): Float32Array => Float32Array.from({ length: count }, (_, i) => scale * (i - 7.3));
  const state: TrainingState = {
    options: { ...defaultOptions('addition', 'score'), dials: { digits: 2, chains: 0.3 } },
    base: checkpoint,
    step: 12,
    policy: initialWeights(model, 8),
    stageBefore: initialWeights(model, 9),
    optimiser: { updates: 12, firstMoment: ramp(0.1), secondMoment: ramp(1e-20) },
    training: {
      outcomes: [
        { r1: 0, r2: 1, editDistanceRatio: 1 / 3 },
        { r1: 1, r2: 1, editDistanceRatio: 0 },
      ],
      sums: [0.1 + 0.2, 1e-17, 3.7, 1 / 3],
      updates: 3,
    },
    baselines: [
      [1 / 3, null],
      [null, 1e-17],
    ],
    samples: {
      first: 10,
      batches: 2,
      pairs: { prompts: Int32Array.of(1, 2, 3, 4), first: Int32Array.of(5, 6), second: Int32Array.of(7, 8) },
    },
  };
  const file = writeState(state);

  it('read back what was written, to the last bit', () => {
    expect(readState(file)).toEqual(state);
  });

  it('before the first update read back too', () => {
    const fresh = initialState(state.options, checkpoint);
    expect(readState(writeState(fresh))).toEqual(fresh);
  });

  it('cut at any length are refused with a sentence', () => {
    for (let length = 0; length < file.length; length += 23)
      expect(() => readState(file.slice(0, length)), `${length} bytes`).toThrow(aSentence);
  });

  it.each<[string, Uint8Array, string]>([
    ['are models', writeCheckpoint(checkpoint), 'is not the state of a run'],
    [
      'lack a moment',
      damaged(file, ({ tensors }) => tensors.delete('optimiser.first_moment')),
      'no usable tensor "optimiser.first_moment"',
    ],
    [
      'have a moment that is too short',
      damaged(file, ({ tensors }) => tensors.set('optimiser.second_moment', { shape: [3], values: new Float32Array(3) })),
      'no usable tensor "optimiser.second_moment"',
    ],
    [
      'have a moment that is not finite',
      damaged(file, ({ tensors }) => ((tensors.get('optimiser.first_moment')?.values as Float32Array)[2] = NaN)),
      'no usable tensor "optimiser.first_moment"',
    ],
    ['lack the outcomes', damaged(file, ({ tensors }) => tensors.delete('outcomes')), 'no usable tensor "outcomes"'],
    [
      'have a policy that is not finite',
      damaged(file, ({ tensors }) => ((tensors.get('policy.head')?.values as Float32Array)[0] = NaN)),
      '"policy.head"',
    ],
    [
      'lack a tensor of the stage before',
      damaged(file, ({ tensors }) => tensors.delete('stage_before.head')),
      'no tensor "stage_before.head"',
    ],
    [
      'are of an older format',
      damaged(file, ({ metadata }) => (metadata.format = 'second-thoughts-run/3')),
      'its format is "second-thoughts-run/3"',
    ],
    ['lack a tensor of the base', damaged(file, ({ tensors }) => tensors.delete('base.head')), 'no tensor "base.head"'],
    [
      'have refused options',
      withConfiguration(file, (about) => ({ ...about, options: { ...state.options, alpha: -1 } })),
      'alpha must be a number between 0 and 100; got -1.',
    ],
    [
      'have a base of no layers',
      withConfiguration(file, (about) => ({ ...about, base: { ...checkpoint, weights: undefined, model: { ...model, layers: -1 } } })),
      'wrong at "base.model.layers"',
    ],
    ['are before the first update', withConfiguration(file, (about) => ({ ...about, step: -1 })), 'wrong at "step"'],
  ])('that %s are refused with a sentence', (_damage, broken, sentence) => {
    expect(() => readState(broken)).toThrow(sentence);
    expect(() => readState(broken)).toThrow(aSentence);
  });
});

describe('fresh models', () => {
  it('have as many parameters as their shapes say', () => {
    // By hand: 3·4 + 5·4 + 2·(2·4 + 4·12 + 4·4 + 2·4 + 4·16 + 16 + 16·4 + 4) + 2·4 + 4·3
    expect(parameterCount(model)).toBe(12 + 20 + 2 * (8 + 48 + 16 + 8 + 64 + 16 + 64 + 4) + 8 + 12);
    for (const { name, shape } of parameterShapes(model)) expect(initialWeights(model, 1).get(name)).toHaveLength(sizeOf(shape));
  });

  it('depend on the seed alone', () => {
    expect(initialWeights(model, 1)).toEqual(initialWeights(model, 1));
    expect(initialWeights(model, 1).get('head')).not.toEqual(initialWeights(model, 2).get('head'));
  });

  it('begin with gains of one, biases of zero and normal matrices of the declared deviation', () => {
    const wide = { layers: 2, heads: 4, width: 64, context: 40, vocabulary: 13 };
    const weights = initialWeights(wide, 1);
    const deviation = (name: string): number =>
      Math.sqrt((weights.get(name) as Float32Array).reduce((sum, x) => sum + x * x, 0) / (weights.get(name) as Float32Array).length);
    for (const [name, values] of weights) {
      if (name.endsWith('gain')) expect(values.every((x) => x === 1)).toBe(true);
      else if (name.endsWith('bias')) expect(values.every((x) => x === 0)).toBe(true);
    }
    expect(deviation('layers.0.attention.qkv')).toBeCloseTo(0.02, 3);
    expect(deviation('layers.1.mlp.up')).toBeCloseTo(0.02, 3);
    expect(deviation('layers.1.attention.out')).toBeCloseTo(0.01, 3);
    expect(deviation('layers.0.mlp.down')).toBeCloseTo(0.01, 3);
  });
});
