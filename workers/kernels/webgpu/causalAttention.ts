/**
 * Causal attention in WGSL: one dispatch forward in place of about fifteen, one backward. A thread has one position of one head of one sequence, and
 * loops over the positions before it, and for the gradients of its key and value over those behind it: it reads no position that it may not
 * see, needs no barrier and no mask, and every thread of the gradient makes the same number of steps.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { CAUSAL_ATTENTION, CAUSAL_ATTENTION_GRADIENT } from '../causalAttention.ts';
import type { AttentionShape } from '../causalAttention.ts';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';
import { unrolled } from './quads.ts';

const workgroupSize = 64;

/** WGSL about one head's slice of a row: ⌈width/4⌉ quads that stay in registers, under a name and a number each. */
interface Slices {
  element: 'vec4f' | 'f32';
  /** What `line` makes of the number of each quad. */
  each: (line: (i: number) => string) => string;
  /** `let name0 = …` from a place in a buffer. A head of uneven width is filled up with zeros. */
  read: (name: string, buffer: string, first: string) => string;
  /** Writes `name0`, … to a place in a buffer. */
  write: (name: string, buffer: string, first: string) => string;
  /** The inner product of two slices. */
  dot: (left: string, right: string) => string;
}

function slicesOf(headWidth: number): Slices {
  const each = (line: (i: number) => string): string => unrolled(Math.ceil(headWidth / 4), line);
  const dot = (left: string, right: string): string =>
    Array.from({ length: Math.ceil(headWidth / 4) }, (_, i) => `dot(${left}${i}, ${right}${i})`).join(' + ');
  if (headWidth % 4 === 0) {
    return {
      element: 'vec4f',
      each,
      read: (name, buffer, first) => each((i) => `let ${name}${i} = ${buffer}[${first} / 4u + ${i}u];`),
      write: (name, buffer, first) => each((i) => `${buffer}[${first} / 4u + ${i}u] = ${name}${i};`),
      dot,
    };
  }
  const lane = (buffer: string, first: string, column: number): string => (column < headWidth ? `${buffer}[${first} + ${column}u]` : '0.0');
  return {
    element: 'f32',
    each,
    read: (name, buffer, first) =>
      each((i) => `let ${name}${i} = vec4f(${[0, 1, 2, 3].map((c) => lane(buffer, first, 4 * i + c)).join(', ')});`),
    write: (name, buffer, first) => unrolled(headWidth, (c) => `${buffer}[${first} + ${c}u] = ${name}${Math.floor(c / 4)}[${c % 4}];`),
    dot,
  };
}

/** Where a thread's position and head are, and where those of other positions are. */
const places = `
struct Place { query: u32, key: u32, value: u32, mixed: u32, softmax: u32 }
fn placeOf(row: u32, head: u32) -> Place {
  let query = row * 3u * width + head * headWidth;
  return Place(query, query + width, query + 2u * width, row * width + head * headWidth, 2u * (row * heads + head));
}`;

const ownPlace = `
  if (invocation >= count) { return; }
  let t = invocation % length;
  let head = invocation / length % heads;
  let start = invocation / (length * heads) * length;
  let here = placeOf(start + t, head);`;

const sizesOf = ({ batch, length, heads }: AttentionShape, width: number): Record<string, number> => ({
  count: batch * length * heads,
  length,
  heads,
  width,
  headWidth: width / heads,
});

/** y, and of every softmax [largest score, Σ exp(score − largest)]: with both apart, a probability stays exact at any score. */
function forward(shape: AttentionShape, width: number): Program {
  const { element, each, read, write, dot } = slicesOf(width / shape.heads);
  return {
    name: CAUSAL_ATTENTION,
    sizes: sizesOf(shape, width),
    factors: { scale: 1 / Math.sqrt(width / shape.heads) },
    workgroupSize,
    reads: { qkv: element },
    writes: { y: element, softmax: 'f32' },
    declarations: places,
    body: `${ownPlace}
${read('q', 'qkv', 'here.query')}
${each((i) => `var y${i} = vec4f();`)}
  var largest = 0.0;
  var total = 0.0;
  for (var s = 0u; s <= t; s++) {
    let there = placeOf(start + s, head);
${read('k', 'qkv', 'there.key')}
    let score = (${dot('q', 'k')}) * scale;
    if (s == 0u) { largest = score; }
    if (score > largest) {
      let shrink = exp(largest - score);
      total *= shrink;
${each((i) => `y${i} *= shrink;`)}
      largest = score;
    }
    let weight = exp(score - largest);
    total += weight;
${read('v', 'qkv', 'there.value')}
${each((i) => `y${i} += weight * v${i};`)}
  }
${each((i) => `y${i} /= total;`)}
${write('y', 'y', 'here.mixed')}
  softmax[here.softmax] = largest;
  softmax[here.softmax + 1u] = total;`,
  };
}

/** With P the probabilities and D = dy·y: dS = P (dy·valueᵀ − D)·scale, dquery = dS·key, dkey = dSᵀ·query, dvalue = Pᵀ·dy. */
function backward(shape: AttentionShape, width: number): Program {
  const { element, each, read, write, dot } = slicesOf(width / shape.heads);
  return {
    name: CAUSAL_ATTENTION_GRADIENT,
    sizes: sizesOf(shape, width),
    factors: { scale: 1 / Math.sqrt(width / shape.heads) },
    workgroupSize,
    reads: { dy: element, qkv: element, y: element, softmax: 'f32' },
    writes: { dqkv: element },
    declarations: `${places}
fn probability(score: f32, place: u32) -> f32 { return exp(min(score - softmax[place], 0.0)) / softmax[place + 1u]; }`,
    body: `${ownPlace}
${read('q', 'qkv', 'here.query')}
${read('dy', 'dy', 'here.mixed')}
${read('y', 'y', 'here.mixed')}
  let mean = ${dot('dy', 'y')};
${each((i) => `var dq${i} = vec4f();`)}
  for (var s = 0u; s <= t; s++) {
    let there = placeOf(start + s, head);
${read('k', 'qkv', 'there.key')}
${read('v', 'qkv', 'there.value')}
    let score = (${dot('q', 'k')}) * scale;
    let dscore = probability(score, here.softmax) * (${dot('dy', 'v')} - mean) * scale;
${each((i) => `dq${i} += dscore * k${i};`)}
  }
${write('dq', 'dqkv', 'here.query')}
${read('k', 'qkv', 'here.key')}
${read('v', 'qkv', 'here.value')}
${each((i) => `var dk${i} = vec4f(); var dv${i} = vec4f();`)}
  for (var s = t; s < length; s++) {
    let there = placeOf(start + s, head);
${read('q', 'qkv', 'there.query')}
${read('dy', 'dy', 'there.mixed')}
${read('y', 'y', 'there.mixed')}
    let weight = probability((${dot('q', 'k')}) * scale, there.softmax);
    let dscore = weight * (${dot('dy', 'v')} - (${dot('dy', 'y')})) * scale;
${each((i) => `dk${i} += dscore * q${i}; dv${i} += weight * dy${i};`)}
  }
${write('dk', 'dqkv', 'here.key')}
${write('dv', 'dqkv', 'here.value')}`,
  };
}

interface GradientInputs {
  dy: tf.TensorInfo;
  qkv: tf.TensorInfo;
  y: tf.TensorInfo;
  softmax: tf.TensorInfo;
}

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuCausalAttention(): void {
  const workgroups = ({ batch, length, heads }: AttentionShape): number => Math.ceil((batch * length * heads) / workgroupSize);
  registerGpuKernel<{ qkv: tf.TensorInfo }, AttentionShape>(CAUSAL_ATTENTION, ({ qkv }, shape) => {
    const [rows, width] = [qkv.shape[0], qkv.shape[1] / 3];
    const [y, softmax] = [emptyOnGpu([rows, width]), emptyOnGpu([rows, shape.heads, 2])];
    launch(forward(shape, width), { qkv, y, softmax }, workgroups(shape));
    return [y, softmax];
  });
  registerGpuKernel<GradientInputs, AttentionShape>(CAUSAL_ATTENTION_GRADIENT, ({ dy, qkv, y, softmax }, shape) => {
    const dqkv = emptyOnGpu(qkv.shape);
    launch(backward(shape, qkv.shape[1] / 3), { dy, qkv, y, softmax, dqkv }, workgroups(shape));
    return dqkv;
  });
}
