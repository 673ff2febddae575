/** The model as an ONNX graph, written as the protocol buffer that ONNX Runtime reads (onnx.proto of ONNX 1.12, operator set 17). */
import { parameterShapes } from '../../../workers/model/shape.ts';
import type { ModelShape, Weights } from '../../../workers/model/shape.ts';

/** Bytes of a message's fields, one after the other. */
type Message = Uint8Array[];

const text = new TextEncoder();

function varint(value: number): number[] {
  const low: number[] = [];
  let rest = value;
  while (rest > 127) {
    low.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...low, rest];
}

/** Numbers are fields of wire type 0, bytes, text and messages of type 2. Negative ones are written as 64-bit two's complement. */
function field(number: number, value: number | string | Uint8Array | Message): Uint8Array {
  if (typeof value === 'number') {
    // The only negative number is an axis of −1.
    const bytes = value < 0 ? [...Array<number>(9).fill(255), 1] : varint(value);
    return Uint8Array.from([...varint(8 * number), ...bytes]);
  }
  const body = typeof value === 'string' ? text.encode(value) : value instanceof Uint8Array ? value : join(value);
  return join([Uint8Array.from([...varint(8 * number + 2), ...varint(body.length)]), body]);
}

function join(parts: Message): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const types = { float: 1, int32: 6, int64: 7 };

function tensor(name: string, shape: readonly number[], type: keyof typeof types, values: ArrayBufferView): Message {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...shape.map((size) => field(1, size)), field(2, types[type]), field(8, name), field(9, bytes)];
}

/** An input or output; dimensions are sizes or names of sizes that vary. */
function valueInfo(name: string, type: keyof typeof types, shape: readonly (number | string)[]): Message {
  const dimensions = shape.map((size) => field(1, [typeof size === 'number' ? field(1, size) : field(2, size)]));
  return [field(1, name), field(2, [field(1, [field(1, types[type]), field(2, dimensions)])])];
}

type Attribute = number | number[] | { float: number };

function attribute(name: string, value: Attribute): Message {
  if (typeof value === 'number') return [field(1, name), field(3, value), field(20, 2)];
  if (Array.isArray(value)) return [field(1, name), ...value.map((one) => field(8, one)), field(20, 7)];
  const bits = new Uint8Array(Float32Array.of(value.float).buffer);
  return [field(1, name), join([Uint8Array.from(varint(8 * 2 + 5)), bits]), field(20, 1)];
}

/** A graph in the making. Operations give the name of what they compute. */
class Graph {
  private readonly nodes: Uint8Array[] = [];
  private readonly initialisers: Uint8Array[] = [];
  private readonly inputs: Uint8Array[] = [];
  private readonly outputs: Uint8Array[] = [];
  private count = 0;

  operation(type: string, inputs: string[], attributes: Record<string, Attribute> = {}, outputs = 1): string[] {
    const names = Array.from({ length: outputs }, () => `v${this.count++}`);
    this.nodes.push(
      field(1, [
        ...inputs.map((name) => field(1, name)),
        ...names.map((name) => field(2, name)),
        field(4, type),
        ...Object.entries(attributes).map(([name, value]) => field(5, attribute(name, value))),
      ]),
    );
    return names;
  }

  one(type: string, inputs: string[], attributes: Record<string, Attribute> = {}): string {
    return this.operation(type, inputs, attributes)[0];
  }

  parameter(name: string, shape: readonly number[], values: Float32Array): void {
    this.initialisers.push(field(5, tensor(name, shape, 'float', values)));
  }

  numbers(values: readonly number[]): string {
    const name = `c${this.count++}`;
    this.initialisers.push(field(5, tensor(name, [values.length], 'int64', BigInt64Array.from(values, BigInt))));
    return name;
  }

  scalar(value: number): string {
    const name = `c${this.count++}`;
    this.initialisers.push(field(5, tensor(name, [], 'float', Float32Array.of(value))));
    return name;
  }

  input(name: string, type: keyof typeof types, shape: readonly (number | string)[]): string {
    this.inputs.push(field(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, from: string, type: keyof typeof types, shape: readonly (number | string)[]): void {
    this.nodes.push(field(1, [field(1, from), field(2, name), field(4, 'Identity')]));
    this.outputs.push(field(12, valueInfo(name, type, shape)));
  }

  /** The model file. */
  bytes(): Uint8Array {
    const graph = [...this.nodes, field(2, 'decoder'), ...this.initialisers, ...this.inputs, ...this.outputs];
    return join([field(1, 8), field(8, [field(2, 17)]), field(7, graph)]);
  }
}

/** What one call of the graph reads: whole prompts, or one token behind the caches. */
export type Reading = 'prompts' | 'token';

export const cacheNames = (layers: number): string[] =>
  Array.from({ length: layers }, (_, layer) => [`key${layer}`, `value${layer}`]).flat();

/**
 * A decoder with key-value caches that grow by concatenation. Inputs: `tokens` int32 [batch, length], `place` int32 [length], `noise`
 * [batch, vocabulary], `written` int32 [batch, n], and for one token every cache [batch, heads, positions, width/heads]. Outputs: `next`
 * int32 [batch, 1], the token whose logit and noise are largest, `longer`, which is `written` with it, and the caches as `next` + name.
 */
export function onnxDecoder(shape: ModelShape, weights: Weights, batch: number, length: number, reading: Reading): Uint8Array {
  const { layers, heads, width, vocabulary } = shape;
  const headWidth = width / heads;
  const graph = new Graph();
  for (const { name, shape: size } of parameterShapes(shape)) graph.parameter(name, size, weights.get(name)!);
  const cacheShape = (positions: string | number): (string | number)[] => [batch, heads, positions, headWidth];
  const tokens = graph.input('tokens', 'int32', [batch, length]);
  const place = graph.input('place', 'int32', [length]);
  const noise = graph.input('noise', 'float', [batch, vocabulary]);
  const written = graph.input('written', 'int32', [batch, 'n']);
  if (reading === 'token') for (const name of cacheNames(layers)) graph.input(name, 'float', cacheShape('t'));

  const epsilon = { axis: -1, epsilon: { float: 1e-5 } };
  const normalise = (x: string, name: string): string => graph.one('LayerNormalization', [x, `${name}.gain`, `${name}.bias`], epsilon);
  const gelu = (x: string): string => {
    const cube = graph.one('Mul', [x, graph.one('Mul', [x, x])]);
    const inner = graph.one('Add', [x, graph.one('Mul', [cube, graph.scalar(0.044715)])]);
    const bent = graph.one('Tanh', [graph.one('Mul', [inner, graph.scalar(Math.sqrt(2 / Math.PI))])]);
    return graph.one('Mul', [graph.one('Mul', [x, graph.scalar(0.5)]), graph.one('Add', [bent, graph.scalar(1)])]);
  };
  const causal = (): string => {
    const values = Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? -1e9 : 0));
    graph.parameter('mask', [length, length], values);
    return 'mask';
  };
  const mask = length > 1 ? causal() : null;
  const intoHeads = graph.numbers([batch, length, heads, headWidth]);
  const together = graph.numbers([batch, length, width]);

  let x = graph.one('Add', [graph.one('Gather', ['embed.tokens', tokens]), graph.one('Gather', ['embed.positions', place])]);
  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string): string => `layers.${layer}.${name}`;
    const qkv = graph.one('MatMul', [normalise(x, of('norm1')), of('attention.qkv')]);
    const parts = graph.operation('Split', [qkv, graph.numbers([width, width, width])], { axis: -1 }, 3);
    const [query, newKey, newValue] = parts.map((part) =>
      graph.one('Transpose', [graph.one('Reshape', [part, intoHeads])], { perm: [0, 2, 1, 3] }),
    );
    const grow = (name: string, one: string): string => {
      const grown = reading === 'token' ? graph.one('Concat', [name, one], { axis: 2 }) : one;
      graph.output(`next_${name}`, grown, 'float', cacheShape(reading === 'token' ? 'u' : length));
      return grown;
    };
    const [key, value] = [grow(`key${layer}`, newKey), grow(`value${layer}`, newValue)];
    const products = graph.one('MatMul', [query, graph.one('Transpose', [key], { perm: [0, 1, 3, 2] })]);
    const scaled = graph.one('Mul', [products, graph.scalar(1 / Math.sqrt(headWidth))]);
    const weighed = graph.one('Softmax', [mask ? graph.one('Add', [scaled, mask]) : scaled], { axis: -1 });
    const mixed = graph.one('Transpose', [graph.one('MatMul', [weighed, value])], { perm: [0, 2, 1, 3] });
    x = graph.one('Add', [x, graph.one('MatMul', [graph.one('Reshape', [mixed, together]), of('attention.out')])]);
    const up = graph.one('Add', [graph.one('MatMul', [normalise(x, of('norm2')), of('mlp.up')]), of('mlp.up_bias')]);
    const down = graph.one('Add', [graph.one('MatMul', [gelu(up), of('mlp.down')]), of('mlp.down_bias')]);
    x = graph.one('Add', [x, down]);
  }
  const ends = [length - 1, length, 1].map((number) => graph.numbers([number]));
  const last = graph.one('Reshape', [graph.one('Slice', [x, ends[0], ends[1], ends[2]]), graph.numbers([batch, width])]);
  const logits = graph.one('MatMul', [normalise(last, 'norm'), 'head']);
  const largest = graph.one('ArgMax', [graph.one('Add', [logits, noise])], { axis: -1, keepdims: 1 });
  const next = graph.one('Cast', [largest], { to: types.int32 });
  graph.output('next', next, 'int32', [batch, 1]);
  graph.output('longer', graph.one('Concat', [written, next], { axis: 1 }), 'int32', [batch, 'm']);
  return graph.bytes();
}
