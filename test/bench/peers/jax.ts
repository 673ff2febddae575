/** The model in jax-js: one jit-compiled function for a training step, one for the prompts, one for a token. */
import * as jax from '@jax-js/jax';
import { numpy as np, nn } from '@jax-js/jax';
import { isSoftwareAdapter } from '../../../workers/model/adapter.ts';
import { gumbelNoise } from '../../../workers/model/random.ts';
import { parameterShapes } from '../../../workers/model/shape.ts';
import type { ModelShape, Weights } from '../../../workers/model/shape.ts';
import { adam, layout } from '../../../workers/bench/models.ts';
import { answersOf, CannotRun } from '../../../workers/bench/sides/side.ts';
import type { Decoder, DecodingTask, Side, Trainer, TrainingTask } from '../../../workers/bench/sides/side.ts';

type Values = Record<string, np.Array>;
/** Keys and values of every layer, [batch, context, heads, width/heads]. */
type Caches = np.Array[];

const refs = (values: Values): Values => jax.tree.ref<Values>(values);
const onDevice = (values: Int32Array, shape: number[]): np.Array => np.array(values, { shape, dtype: np.int32 });

function upload(shape: ModelShape, weights: Weights): Values {
  return Object.fromEntries(
    parameterShapes(shape).map(({ name, shape: size }) => [
      name,
      np.array(weights.get(name)! as Float32Array<ArrayBuffer>, { shape: size }),
    ]),
  );
}

const normalise = (x: np.Array, gain: np.Array, bias: np.Array): np.Array => nn.standardize(x, -1, { epsilon: 1e-5 }).mul(gain).add(bias);

/** Cuts [batch, length, 3·width] into queries, keys and values, [batch, length, heads, width/heads] each. */
function headsOf(qkv: np.Array, { heads, width }: ModelShape): np.Array[] {
  const [batch, length] = qkv.shape;
  return np.split(qkv, 3, -1).map((part) => part.reshape([batch, length, heads, width / heads]));
}

/** All blocks; `mix` turns a layer's queries, keys and values into what its attention gives. Consumes its arguments. */
function logitsOf(
  values: Values,
  shape: ModelShape,
  embedded: np.Array,
  mix: (layer: number, query: np.Array, key: np.Array, value: np.Array) => np.Array,
): np.Array {
  let x = embedded;
  for (let layer = 0; layer < shape.layers; layer++) {
    const of = (name: string): np.Array => values[`layers.${layer}.${name}`];
    const qkv = np.matmul(normalise(x.ref, of('norm1.gain'), of('norm1.bias')), of('attention.qkv'));
    const [query, key, value] = headsOf(qkv, shape);
    const mixed = mix(layer, query, key, value);
    x = x.add(np.matmul(mixed.reshape([...x.shape]), of('attention.out')));
    const up = np.matmul(normalise(x.ref, of('norm2.gain'), of('norm2.bias')), of('mlp.up')).add(of('mlp.up_bias'));
    x = x.add(np.matmul(nn.gelu(up, { approximate: true }), of('mlp.down')).add(of('mlp.down_bias')));
  }
  return np.matmul(normalise(x, values['norm.gain'], values['norm.bias']), values.head);
}

/** Products with one-hot rows: their gradient is a product too. */
const embed = (values: Values, shape: ModelShape, tokens: np.Array): np.Array =>
  np.matmul(nn.oneHot(tokens, shape.vocabulary), values['embed.tokens']);

function lossOf(values: Values, shape: ModelShape, tokens: np.Array, targets: np.Array): np.Array {
  const embedded = embed(values, shape, tokens).add(values['embed.positions']);
  const logits = logitsOf(values, shape, embedded, (_, query, key, value) => nn.dotProductAttention(query, key, value, { isCausal: true }));
  const chosen = nn.logSoftmax(logits, -1).mul(nn.oneHot(targets, shape.vocabulary)).sum(-1);
  return chosen.mean().mul(-1);
}

type Jitted<F> = F & { dispose(): void };

interface OptimiserState {
  values: Values;
  first: Values;
  second: Values;
  /** β₁ and β₂ to the power of the updates done. */
  powers: np.Array;
}

/** One update as a pure function; jit fuses it. */
function updateOf(shape: ModelShape): (state: OptimiserState, tokens: np.Array, targets: np.Array) => [OptimiserState, np.Array] {
  const { learningRate, beta1, beta2, epsilon, largestNorm } = adam;
  return ({ values, first, second, powers }, tokens, targets) => {
    const loss = (at: Values): np.Array => lossOf(at, shape, tokens, targets);
    const [value, gradient] = jax.valueAndGrad(loss)(refs(values)) as unknown as [np.Array, Values];
    const squares = Object.values(gradient).map((part) => np.square(part.ref).sum());
    const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
    const scale = np.minimum(np.trueDivide(largestNorm, norm), 1);
    const power = powers.mul(np.array([beta1, beta2]));
    const [first1, second1] = [np.subtract(1, power.ref.slice(0)), np.subtract(1, power.ref.slice(1))];
    const next: OptimiserState = { values: {}, first: {}, second: {}, powers: power };
    for (const name of Object.keys(values)) {
      const clipped = gradient[name].mul(scale.ref);
      const m = first[name].mul(beta1).add(clipped.ref.mul(1 - beta1));
      const v = second[name].mul(beta2).add(np.square(clipped).mul(1 - beta2));
      const direction = np.trueDivide(m.ref.div(first1.ref), np.sqrt(v.ref.div(second1.ref)).add(epsilon));
      next.values[name] = values[name].sub(direction.mul(learningRate));
      next.first[name] = m;
      next.second[name] = v;
    }
    jax.tree.dispose([scale, first1, second1]);
    return [next, value];
  };
}

function trainer({ shape, weights, batch, tokens, targets }: TrainingTask): Trainer {
  const place = [batch, shape.context];
  const [inputs, outputs] = [onDevice(tokens, place), onDevice(targets, place)];
  const values = upload(shape, weights);
  const zeros = (): Values => Object.fromEntries(Object.entries(values).map(([name, { shape: size }]) => [name, np.zeros(size)]));
  let state: OptimiserState = { values, first: zeros(), second: zeros(), powers: np.array([1, 1]) };
  const update = jax.jit(updateOf(shape) as never) as unknown as Jitted<ReturnType<typeof updateOf>>;
  return {
    async step() {
      const [next, loss] = update(state, inputs.ref, outputs.ref);
      state = next;
      return ((await loss.data()) as Float32Array)[0];
    },
    dispose() {
      jax.tree.dispose([state, inputs, outputs] as never);
      update.dispose();
    },
  };
}

/** Reads the prompts [batch, promptLength]. @returns the filled caches and the logits of the next token, [batch, vocabulary] */
function prefillOf(shape: ModelShape): (values: Values, tokens: np.Array) => [Caches, np.Array] {
  return (values, tokens) => {
    const length = tokens.shape[1];
    const caches: Caches = [];
    const padding = [[0, 0], [0, shape.context - length], [0, 0], [0, 0]] as [number, number][]; // prettier-ignore
    const positions = values['embed.positions'].slice([0, length]);
    const embedded = embed(values, shape, tokens).add(positions);
    const logits = logitsOf(values, shape, embedded, (_, query, key, value) => {
      caches.push(np.pad(key.ref, padding), np.pad(value.ref, padding));
      return nn.dotProductAttention(query, key, value, { isCausal: true });
    });
    return [caches, logits.slice([], length - 1)];
  };
}

/** Reads one token per episode at `position` [1]. @returns the caches with it, the logits of the next, and the next position */
function readOf(shape: ModelShape): (values: Values, caches: Caches, token: np.Array, position: np.Array) => [Caches, np.Array, np.Array] {
  return (values, caches, token, position) => {
    const batch = token.shape[0];
    const places = np.arange(shape.context);
    const here = np.equal(places.ref, position.ref);
    const seen = np.lessEqual(places, position.ref);
    const row = np.matmul(nn.oneHot(position.ref, shape.context), values['embed.positions']);
    const embedded = embed(values, shape, token.reshape([batch, 1])).add(row);
    const filled: Caches = [];
    const logits = logitsOf(values, shape, embedded, (layer, query, key, value) => {
      const put = (cache: np.Array, one: np.Array): np.Array => np.where(here.ref.reshape([1, shape.context, 1, 1]), one, cache);
      const [keys, all] = [put(caches[2 * layer], key), put(caches[2 * layer + 1], value)];
      filled.push(keys.ref, all.ref);
      return nn.dotProductAttention(query, keys, all, { mask: seen.ref.reshape([1, 1, 1, shape.context]) });
    });
    jax.tree.dispose([here, seen]);
    return [filled, logits.reshape([batch, shape.vocabulary]), position.add(1)];
  };
}

/** The largest sum of logit and noise, int32 [batch]. */
const pick = (logits: np.Array, noise: np.Array): np.Array => np.argmax(logits.add(noise), -1).astype(np.int32);

function decoder({ shape, weights, batch, prompts }: DecodingTask): Decoder {
  const values = upload(shape, weights);
  const prompt = onDevice(prompts, [batch, layout.promptLength]);
  const prefill = jax.jit(prefillOf(shape) as never) as unknown as Jitted<ReturnType<typeof prefillOf>>;
  const read = jax.jit(readOf(shape) as never) as unknown as Jitted<ReturnType<typeof readOf>>;
  const sample = jax.jit(pick as never) as unknown as Jitted<typeof pick>;
  const quiet = new Float32Array(batch * layout.vocabulary);
  let step = 0;
  return {
    async decode(temperature) {
      const { answerLength, separator, promptLength } = layout;
      const chosen: np.Array[] = [];
      step++;
      const noise = (position: number): np.Array => {
        const key = { stream: 'tokens', seed: 1, step, turn: 1, position } as const;
        const values = temperature === 0 ? quiet : gumbelNoise(key, 0, batch, layout.vocabulary);
        return np.array(values, { shape: [batch, layout.vocabulary] });
      };
      let [caches, logits] = prefill(refs(values), prompt.ref);
      let position = np.array([promptLength], { dtype: np.int32 });
      const advance = (token: np.Array): void => {
        [caches, logits, position] = read(refs(values), caches, token, position);
      };
      for (const turn of [1, 2]) {
        for (let place = 0; place < answerLength; place++) {
          const token = sample(logits, noise(chosen.length));
          chosen.push(token.ref);
          if (turn === 1 || place < answerLength - 1) advance(token);
          else token.dispose();
        }
        if (turn === 1) advance(np.full([batch], separator, { dtype: np.int32 }));
      }
      jax.tree.dispose([caches, position] as never);
      const tokens = (await np.stack(chosen, 1).data()) as Int32Array;
      return answersOf(tokens, batch, prompts);
    },
    dispose() {
      jax.tree.dispose([values, prompt] as never);
      for (const jitted of [prefill, read, sample]) jitted.dispose();
    },
  };
}

async function isOnSoftwareAdapter(backend: 'webgpu' | 'wasm'): Promise<boolean> {
  const adapter = backend === 'webgpu' ? await navigator.gpu.requestAdapter() : null;
  return adapter !== null && isSoftwareAdapter(adapter.info);
}

/** Starts jax-js on a device. @throws CannotRun if it has none of the kind */
export async function jaxSide(backend: 'webgpu' | 'wasm'): Promise<Side> {
  const found = await jax.init(backend);
  if (!found.includes(backend)) throw new CannotRun(`jax-js found no ${backend} device.`);
  jax.defaultDevice(backend);
  return {
    name: 'jax-js',
    note: '@jax-js/jax 0.1.25, jit; the noise of the samples is drawn on the CPU',
    sameModel: true,
    trainer: async (task) => trainer(task),
    decoder: async (task) => {
      // Neither its generator nor, without it, its attention over a cache: the GPU process dies, and every other side with it.
      if (await isOnSoftwareAdapter(backend))
        throw new CannotRun("Compiling its decoding step ends the process of Chromium's software adapter, or does not end.");
      return decoder(task);
    },
  };
}
