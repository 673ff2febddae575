/**
 * Embeddings in WGSL: the rows of tokens and positions are looked up and added in one dispatch in place of five, with no one-hot matrix. One more
 * dispatch gives both gradients without atomics: a workgroup sums four quads of one row of a table over the rows of dy that used it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { EMBED_AT_POSITIONS, EMBED_AT_POSITIONS_GRADIENT } from '../embedding.ts';
import { emptyOnGpu } from '../tfjsPrivate.ts';
import { gradientOutput } from './gradientHomes.ts';
import { launch, registerGpuKernel } from './launch.ts';
import type { Program } from './launch.ts';
import { quadElement, quadReader, quadWriter, unrolled } from './quads.ts';
import { addUp, partialsFor, threadsForRows } from './rowSums.ts';

const workgroupSize = 64;

interface Shape {
  /** Rows of the output: tokens. */
  n: number;
  length: number;
  vocabulary: number;
  d: number;
}

const forward = ({ n, length, vocabulary, d }: Shape): Program => ({
  name: EMBED_AT_POSITIONS,
  sizes: { n, length, vocabulary, quads: Math.ceil(d / 4) },
  workgroupSize,
  reads: { tokens: 'i32', table: quadElement(d), positions: quadElement(d) },
  writes: { y: quadElement(d) },
  declarations: [quadReader('tableAt', 'table', d), quadReader('positionAt', 'positions', d), quadWriter('putY', 'y', d)].join('\n'),
  body: `
  let row = invocation / quads;
  let quad = invocation % quads;
  if (row >= n) { return; }
  // A negative token is a very large one.
  let token = u32(tokens[row]);
  var value = positionAt(row % length, quad);
  if (token < vocabulary) { value += tableAt(token, quad); }
  putY(row, quad, value);`,
});

/** @param positions rows of the table of positions; those behind the length get zeros */
function backward({ n, length, vocabulary, d }: Shape, positions: number): { program: Program; workgroups: number } {
  const threads = threadsForRows(n);
  const blocks = Math.ceil(d / 16);
  const sums = [0, 1, 2, 3].map((i) => `sum${i}`);
  const add = unrolled(4, (i) => `sum${i} += dyAt(row, quad + ${i}u);`);
  const program: Program = {
    name: EMBED_AT_POSITIONS_GRADIENT,
    sizes: { n, length, vocabulary, positionRows: positions, blocks },
    workgroupSize: threads,
    reads: { dy: quadElement(d), tokens: 'i32' },
    writes: { dtable: quadElement(d), dpositions: quadElement(d) },
    declarations: [
      quadReader('dyAt', 'dy', d),
      quadWriter('putDtable', 'dtable', d),
      quadWriter('putDposition', 'dpositions', d),
      partialsFor(threads, 4),
    ].join('\n'),
    body: `
  let line = group / blocks;
  let quad = group % blocks * 4u;
${unrolled(4, (i) => `  var sum${i} = vec4f();`)}
  if (line < vocabulary) {
    for (var row = thread; row < n; row += ${threads}u) {
      if (u32(tokens[row]) == line) { ${add} }
    }
  } else if (line - vocabulary < length) {
    for (var row = line - vocabulary + thread * length; row < n; row += ${threads}u * length) { ${add} }
  }
  ${addUp(threads, sums)}
  if (thread >= 4u || line >= vocabulary + positionRows) { return; }
  if (line < vocabulary) { putDtable(line, quad + thread, total); } else { putDposition(line - vocabulary, quad + thread, total); }`,
  };
  return { program, workgroups: (vocabulary + positions) * blocks };
}

interface Inputs {
  tokens: tf.TensorInfo;
  table: tf.TensorInfo;
  positions: tf.TensorInfo;
}

const shapeOf = ({ tokens, table }: Inputs, length: number): Shape => ({
  n: tokens.shape[0],
  length,
  vocabulary: table.shape[0],
  d: table.shape[1],
});

/** Registers the fused kernels for the WebGPU backend. */
export function registerGpuEmbedding(): void {
  registerGpuKernel<Inputs, { length: number }>(EMBED_AT_POSITIONS, (inputs, { length }) => {
    const shape = shapeOf(inputs, length);
    const { n, d } = shape;
    const y = emptyOnGpu([n, d]);
    launch(forward(shape), { ...inputs, y }, Math.ceil((n * Math.ceil(d / 4)) / workgroupSize));
    return y;
  });
  registerGpuKernel<Inputs & { dy: tf.TensorInfo }, { length: number }>(EMBED_AT_POSITIONS_GRADIENT, (inputs, { length }) => {
    const { dy, tokens, table, positions } = inputs;
    const [dtable, dpositions] = [gradientOutput(table), gradientOutput(positions)];
    const { program, workgroups } = backward(shapeOf(inputs, length), positions.shape[0]);
    launch(program, { dy, tokens, dtable, dpositions }, workgroups);
    return [dtable, dpositions];
  });
}
