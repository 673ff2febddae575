/**
 * The decoding kernel: one dispatch takes some sequences through some positions, every layer, the head and the choice of the next token. A
 * workgroup owns its sequences from one position to the next, so nothing leaves the GPU before the answers are complete. Between dispatches
 * the state is what lies in the buffers: the tokens so far, and the keys and values of the positions that were read.
 *
 * Each sum has one order whatever the tiling is, so that the tiling does not change a token.
 */
import { LAYER_NORM_EPSILON } from '../layerNorm.ts';
import { gumbelWgsl } from './decodeNoise.ts';
import { productWgsl } from './decodeProduct.ts';
import type { Product } from './decodeProduct.ts';
import { positionsOf, wideRow } from './decodeShape.ts';
import type { DecodeShape, Tiling } from './decodeShape.ts';

/** WGSL that leaves the normalised rows of `x` in `normed`. */
function normWgsl({ threads, sequences }: Tiling, width: number, gain: string, bias: string): string {
  const quads = width / 4;
  return `
    for (var s = thread; s < ${sequences}u; s += ${threads}u) {
      var total = vec4f();
      for (var i = 0u; i < ${quads}u; i++) { total += x[s * ${quads}u + i]; }
      let mean = (total.x + total.y + total.z + total.w) / ${width}.0;
      var squares = vec4f();
      for (var i = 0u; i < ${quads}u; i++) { let centred = x[s * ${quads}u + i] - mean; squares += centred * centred; }
      let variance = (squares.x + squares.y + squares.z + squares.w) / ${width}.0;
      moments[s] = vec2f(mean, inverseSqrt(variance + ${LAYER_NORM_EPSILON}));
    }
    workgroupBarrier();
    for (var item = thread; item < ${sequences * quads}u; item += ${threads}u) {
      let moment = moments[item / ${quads}u];
      let i = item % ${quads}u;
      normed[item] = (x[item] - moment.x) * moment.y * weights[${gain} + i] + weights[${bias} + i];
    }
    workgroupBarrier();`;
}

/** The kernel's WGSL. Its bindings are those of {@link decodeLayout}. */
export function decodeWgsl(shape: DecodeShape, tiling: Tiling): string {
  const { layers, heads, width, vocabulary, promptLength, answerLength, endOfAnswer, padding, offsets } = shape;
  const { threads, sequences } = tiling;
  const length = positionsOf(shape);
  const [quads, headWidth, wide, vocabularyQuads] = [width / 4, width / heads, wideRow(shape), Math.ceil(vocabulary / 4)];
  const isWholeHead = headWidth % 4 === 0;
  const at = (name: string): number => offsets.get(name)! / 4;
  const layerStride = layers > 1 ? at('layers.1.norm1.gain') - at('layers.0.norm1.gain') : 0;
  const ofLayer = (name: string): string => `(${at(`layers.0.${name}`)}u + layer * ${layerStride}u)`;
  const product = (parts: Product): string => productWgsl(tiling, parts);
  const forEach = (count: string, body: string): string =>
    `for (var item = thread; item < ${count}; item += ${threads}u) {${body}}\n    workgroupBarrier();`;
  const keys = `(((slot * ${layers}u + layer) * 2u) * ${length * quads}u)`;
  const head = offsets.get('head')!;
  const dot = isWholeHead
    ? `var sum = vec4f();
      for (var i = 0u; i < ${headWidth / 4}u; i++) { sum += wide[s * ${wide}u + h * ${headWidth / 4}u + i] * cache[key + h * ${headWidth / 4}u + i]; }
      let score = sum.x + sum.y + sum.z + sum.w;`
    : `var score = 0.0;
      for (var i = h * ${headWidth}u; i < (h + 1u) * ${headWidth}u; i++) { score += wide[s * ${wide}u + i / 4u][i % 4u] * cache[key + i / 4u][i % 4u]; }`;
  // The weights of the positions for four neighbouring columns, which belong to one head or to several.
  const weigh = isWholeHead
    ? `scores[(s * ${heads}u + 4u * i / ${headWidth}u) * ${length}u + p]`
    : `vec4f(${[0, 1, 2, 3].map((lane) => `scores[(s * ${heads}u + (4u * i + ${lane}u) / ${headWidth}u) * ${length}u + p]`).join(', ')})`;
  const normaliser = isWholeHead
    ? `normalisers[s * ${heads}u + 4u * i / ${headWidth}u]`
    : `vec4f(${[0, 1, 2, 3].map((lane) => `normalisers[s * ${heads}u + (4u * i + ${lane}u) / ${headWidth}u]`).join(', ')})`;
  const firstOfTurn2 = promptLength + answerLength;

  return `
struct Settings {
  begin: u32, end: u32,            // positions
  first: u32, count: u32,          // sequences; the first has the first place in the cache
  seed: u32, streamAndStep: u32, firstEpisode: u32,
  firstTurn: u32,                  // the first turn to be sampled
  isGreedy: u32, inverseTemperature: f32,
}
@group(0) @binding(0) var<storage, read> weights: array<vec4f>;
@group(0) @binding(1) var<storage, read> scalars: array<f32>;
@group(0) @binding(2) var<storage, read_write> cache: array<vec4f>;   // [sequence, layer, key or value, position, width]
@group(0) @binding(3) var<storage, read_write> tokens: array<i32>;    // [sequence, ${length + 1}]
@group(0) @binding(4) var<storage, read_write> traces: array<vec2f>;  // [sequence, ${2 * answerLength}]: log-probability, entropy
@group(0) @binding(5) var<uniform> settings: Settings;
var<workgroup> x: array<vec4f, ${sequences * quads}>;
var<workgroup> normed: array<vec4f, ${sequences * quads}>;
var<workgroup> wide: array<vec4f, ${sequences * wide}>;
var<workgroup> scores: array<f32, ${sequences * heads * length}>;
var<workgroup> normalisers: array<f32, ${sequences * heads}>;
var<workgroup> moments: array<vec2f, ${sequences}>;
var<workgroup> current: array<i32, ${sequences}>;
var<workgroup> ended: array<u32, ${sequences}>;
${gumbelWgsl}
fn gelu(z: vec4f) -> vec4f {
  // ½ (1 + tanh u) = 1/(1 + exp(−2u)), whose exponential is kept from overflowing.
  return z / (1.0 + exp(min(${-2 * Math.sqrt(2 / Math.PI)} * (z + 0.044715 * z * z * z), vec4f(80.0))));
}
fn haveAllEnded() -> bool {
  let flags = workgroupUniformLoad(&ended);
  return ${Array.from({ length: sequences }, (_, s) => `flags[${s}] == 1u`).join(' && ')};
}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) place: vec3u, @builtin(num_workgroups) places: vec3u, @builtin(local_invocation_index) thread: u32) {
  let firstSlot = (place.x + place.y * places.x) * ${sequences}u;
  if (firstSlot >= settings.count) { return; }
  // Threads of a last workgroup that is not full repeat its last sequence and write nothing.
  let lastSlot = settings.count - 1u;

  for (var s = thread; s < ${sequences}u; s += ${threads}u) {
    let row = (settings.first + min(firstSlot + s, lastSlot)) * ${length + 1}u;
    current[s] = tokens[row + settings.begin];
    var hasEnded = 0u;
    ${
      endOfAnswer === null
        ? ''
        : `let answer = select(${promptLength}u, ${firstOfTurn2 + 1}u, settings.begin >= ${firstOfTurn2}u);
    for (var i = answer; i <= settings.begin; i++) { if (tokens[row + i] == ${endOfAnswer}) { hasEnded = 1u; } }`
    }
    ended[s] = hasEnded;
  }
  var haveEnded = haveAllEnded();

  for (var t = settings.begin; t < settings.end; t++) {
    let turn = select(1u, 2u, t >= ${firstOfTurn2}u);
    let firstOfTurn = select(${promptLength - 1}u, ${firstOfTurn2}u, turn == 2u);
    let isSampled = turn >= settings.firstTurn && t >= firstOfTurn && t < firstOfTurn + ${answerLength}u;
    if (turn == 2u && haveEnded) { break; }
    let isRead = isSampled && !haveEnded;

    ${forEach(
      `${sequences * quads}u`,
      `
      let i = item % ${quads}u;
      x[item] = weights[${at('embed.tokens')}u + u32(current[item / ${quads}u]) * ${quads}u + i] + weights[${at('embed.positions')}u + t * ${quads}u + i];
    `,
    )}
    for (var layer = 0u; layer < ${layers}u; layer++) {
      // Where no logits are wanted, the last layer's keys and values are all that is.
      let isLast = layer == ${layers - 1}u && !isRead;
      let firstColumn = select(0u, ${quads}u, isLast);
      ${normWgsl(tiling, width, ofLayer('norm1.gain'), ofLayer('norm1.bias'))}
      { ${product({
        source: 'normed',
        stride: quads,
        inputs: quads,
        columns: 3 * width,
        matrix: ofLayer('attention.qkv'),
        first: 'firstColumn',
        store: `let slot = firstSlot + s;
        if (column < ${quads}u) { wide[s * ${wide}u + column] = sum; }
        else if (slot <= lastSlot) { cache[${keys} + (column / ${quads}u - 1u) * ${length * quads}u + t * ${quads}u + column % ${quads}u] = sum; }`,
      })} }
      storageBarrier();
      workgroupBarrier();
      if (isLast) { break; }
      ${forEach(
        `${sequences * heads}u * (t + 1u)`,
        `
      let p = item % (t + 1u);
      let s = item / (t + 1u) / ${heads}u;
      let h = item / (t + 1u) % ${heads}u;
      let slot = min(firstSlot + s, lastSlot);
      let key = ${keys} + p * ${quads}u;
      ${dot}
      scores[(s * ${heads}u + h) * ${length}u + p] = score * ${1 / Math.sqrt(headWidth)};
      `,
      )}
      ${forEach(
        `${sequences * heads}u`,
        `
      let row = item * ${length}u;
      var largest = scores[row];
      for (var p = 1u; p <= t; p++) { largest = max(largest, scores[row + p]); }
      var total = 0.0;
      for (var p = 0u; p <= t; p++) { let e = exp(scores[row + p] - largest); scores[row + p] = e; total += e; }
      normalisers[item] = 1.0 / total;
      `,
      )}
      ${forEach(
        `${sequences * quads}u`,
        `
      let i = item % ${quads}u;
      let s = item / ${quads}u;
      let slot = min(firstSlot + s, lastSlot);
      let value = ${keys} + ${length * quads}u + i;
      var mixed = vec4f();
      for (var p = 0u; p <= t; p++) { mixed += ${weigh} * cache[value + p * ${quads}u]; }
      normed[item] = mixed * ${normaliser};
      `,
      )}
      { ${product({
        source: 'normed',
        stride: quads,
        inputs: quads,
        columns: width,
        matrix: ofLayer('attention.out'),
        store: `x[s * ${quads}u + column] += sum;`,
      })} }
      workgroupBarrier();
      ${normWgsl(tiling, width, ofLayer('norm2.gain'), ofLayer('norm2.bias'))}
      { ${product({
        source: 'normed',
        stride: quads,
        inputs: quads,
        columns: 4 * width,
        matrix: ofLayer('mlp.up'),
        store: `wide[s * ${wide}u + column] = gelu(sum + weights[${ofLayer('mlp.up_bias')} + column]);`,
      })} }
      workgroupBarrier();
      { ${product({
        source: 'wide',
        stride: wide,
        inputs: width,
        columns: width,
        matrix: ofLayer('mlp.down'),
        store: `x[s * ${quads}u + column] += sum + weights[${ofLayer('mlp.down_bias')} + column];`,
      })} }
      workgroupBarrier();
    }
    if (isRead) {
      ${normWgsl(tiling, width, `${at('norm.gain')}u`, `${at('norm.bias')}u`)}
      // Logits at the temperature, and behind them what is compared: with noise, or without.
      { ${product({
        source: 'normed',
        stride: quads,
        inputs: quads,
        columns: vocabulary,
        matrix: `${vocabulary % 4 === 0 ? head / 4 : head}u`,
        store: `let scaled = sum * settings.inverseTemperature;
        var score = scaled;
        if (settings.isGreedy == 0u) {
          let episode = settings.firstEpisode + settings.first + min(firstSlot + s, lastSlot);
          score += gumbel(pcg4d(vec4u(settings.seed, settings.streamAndStep, episode, (turn << 24u) ^ ((t - firstOfTurn) << 8u) ^ column)));
        }
        wide[s * ${wide}u + column] = scaled;
        wide[s * ${wide}u + ${vocabularyQuads}u + column] = score;`,
      })} }
      workgroupBarrier();
    }
    for (var s = thread; s < ${sequences}u; s += ${threads}u) {
      let sequence = settings.first + min(firstSlot + s, lastSlot);
      let place = sequence * ${length + 1}u + t + 1u;
      if (!isSampled) {
        current[s] = tokens[place];
        ended[s] = 0u;
      } else if (ended[s] == 1u) {
        current[s] = ${padding};
      } else {
        let logits = s * ${wide}u;
        var token = 0u;
        var best = wide[logits + ${vocabularyQuads}u].x;
        var largest = wide[logits].x;
        for (var v = 1u; v < ${vocabulary}u; v++) {
          largest = max(largest, wide[logits + v / 4u][v % 4u]);
          let score = wide[logits + ${vocabularyQuads}u + v / 4u][v % 4u];
          if (score > best) { best = score; token = v; }
        }
        var total = 0.0;
        var weighted = 0.0;
        for (var v = 0u; v < ${vocabulary}u; v++) {
          let shifted = wide[logits + v / 4u][v % 4u] - largest;
          let e = exp(shifted);
          total += e;
          weighted += e * shifted;
        }
        current[s] = i32(token);
        ${endOfAnswer === null ? '' : `ended[s] = select(0u, 1u, token == ${endOfAnswer}u);`}
        if (firstSlot + s <= lastSlot) {
          tokens[place] = i32(token);
          let logTotal = log(total);
          traces[sequence * ${2 * answerLength}u + (turn - 1u) * ${answerLength}u + t - firstOfTurn] =
            vec2f(wide[logits + token / 4u][token % 4u] - largest - logTotal, logTotal - weighted / total);
        }
      }
    }
    haveEnded = haveAllEnded();
  }
}
`;
}

/** The bindings of the kernel, the same for every shape and tiling. */
export function decodeLayout(device: GPUDevice): GPUBindGroupLayout {
  const types: GPUBufferBindingType[] = ['read-only-storage', 'read-only-storage', 'storage', 'storage', 'storage', 'uniform'];
  const entries = types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
  return device.createBindGroupLayout({ label: 'decode', entries });
}
