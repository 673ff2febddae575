/**
 * Gradients of a linear layer in two dispatches. The inner dimension of xᵀ·dz is the long one, every position of every sequence, so its rows are
 * cut into chunks that are summed side by side, and a second dispatch adds up the chunks: in a fixed order, so to the same bits, and
 * without barriers.
 */
import { LINEAR_GRADIENT } from '../linear.ts';
import type { Program } from './launch.ts';
import { quadElement, quadReader, quadWriter, unrolled } from './quads.ts';

const workgroupSize = 64;

/** Rows and columns of a thread's tile. */
const tile = 8;

/** Enough threads to fill a large GPU, and rows enough in a chunk that its sums are cheap beside its products. */
const [enoughThreads, fewestRows] = [32768, 64];

/** x [rows, inner], w [inner, columns], and whether there is a bias. */
export interface LayerShape {
  rows: number;
  inner: number;
  columns: number;
  bias: boolean;
}

interface Dispatch {
  program: Program;
  workgroups: number;
}

const tilesOf = (rows: number, columns: number): number => Math.ceil(rows / tile) * Math.ceil(columns / tile);

const chunksOf = ({ rows, inner, columns }: LayerShape): number =>
  Math.min(Math.ceil(rows / fewestRows), Math.ceil(enoughThreads / tilesOf(inner, columns)));

/** [chunks, rows of sums, columns]: sums of xᵀ·dz over a chunk of rows and, with a bias, of dz below them. */
export const partialsShape = (layer: LayerShape): [number, number, number] => [
  chunksOf(layer),
  layer.inner + (layer.bias ? 1 : 0),
  layer.columns,
];

/** A tile's accumulators: two quads for each of eight rows. */
const cleared = unrolled(tile, (i) => `  var left${i} = vec4f(); var right${i} = vec4f();`);

/** dx = dz·wᵀ, a tile for each index. */
const inputGradient = ({ inner, columns }: LayerShape): string => `
fn inputGradient(index: u32) {
  let row = index / ${Math.ceil(inner / tile)}u * ${tile}u;
  let column = index % ${Math.ceil(inner / tile)}u * ${tile}u;
  if (row >= rows) { return; }
${cleared}
  for (var p = 0u; p < ${Math.ceil(columns / 4)}u; p++) {
${unrolled(tile, (j) => `    let w${j} = wAt(column + ${j}u, p);`)}
    var here: vec4f;
${unrolled(
  tile,
  (i) => `
    here = dzAt(row + ${i}u, p);
    left${i} += vec4f(dot(here, w0), dot(here, w1), dot(here, w2), dot(here, w3));
    right${i} += vec4f(dot(here, w4), dot(here, w5), dot(here, w6), dot(here, w7));`,
)}
  }
${unrolled(
  tile,
  (i) => `
  if (row + ${i}u < rows) { putDx(row + ${i}u, column / 4u, left${i}); putDx(row + ${i}u, column / 4u + 1u, right${i}); }`,
)}
}`;

/** xᵀ·dz over a chunk, a tile for each index. */
const weightSums = ({ columns }: LayerShape): string => `
fn weightSums(index: u32) {
  let chunk = index / tilesPerChunk;
  if (chunk >= chunks) { return; }
  let down = index % tilesPerChunk / ${Math.ceil(columns / tile)}u * ${tile}u;
  let quad = index % ${Math.ceil(columns / tile)}u * 2u;
${cleared}
  for (var row = chunk * chunkRows; row < min((chunk + 1u) * chunkRows, rows); row++) {
    let x0 = xAt(row, down / 4u);
    let x1 = xAt(row, down / 4u + 1u);
    let l = dzAt(row, quad);
    let r = dzAt(row, quad + 1u);
${unrolled(tile, (i) => `    left${i} += x${Math.floor(i / 4)}[${i % 4}] * l; right${i} += x${Math.floor(i / 4)}[${i % 4}] * r;`)}
  }
  let at = chunk * sumRows + down;
${unrolled(tile, (i) => `  if (down + ${i}u < inner) { putPartial(at + ${i}u, quad, left${i}); putPartial(at + ${i}u, quad + 1u, right${i}); }`)}
}`;

/** dz summed over the rows of a chunk, a quad of columns for each index. */
const biasSums = ({ columns }: LayerShape): string => `
fn biasSums(index: u32) {
  let chunk = index / ${Math.ceil(columns / 4)}u;
  if (chunk >= chunks) { return; }
  let quad = index % ${Math.ceil(columns / 4)}u;
  var sum = vec4f();
  for (var row = chunk * chunkRows; row < min((chunk + 1u) * chunkRows, rows); row++) { sum += dzAt(row, quad); }
  putPartial(chunk * sumRows + inner, quad, sum);
}`;

/** Writes dx [rows, inner] and the partial sums. */
export function inputGradientAndPartials(layer: LayerShape): Dispatch {
  const { rows, inner, columns, bias } = layer;
  const chunks = chunksOf(layer);
  const tilesPerChunk = tilesOf(inner, columns);
  const groups = [tilesOf(rows, inner), chunks * tilesPerChunk, bias ? chunks * Math.ceil(columns / 4) : 0].map((threads) =>
    Math.ceil(threads / workgroupSize),
  );
  const [first, second] = [groups[0], groups[0] + groups[1]];
  const program: Program = {
    name: LINEAR_GRADIENT,
    sizes: { rows, inner, chunks, tilesPerChunk, chunkRows: Math.ceil(rows / chunks), sumRows: partialsShape(layer)[1] },
    workgroupSize,
    reads: { dz: quadElement(columns), x: quadElement(inner), w: quadElement(columns) },
    writes: { dx: quadElement(inner), partials: quadElement(columns) },
    declarations: [
      quadReader('dzAt', 'dz', columns),
      quadReader('xAt', 'x', inner),
      quadReader('wAt', 'w', columns),
      quadWriter('putDx', 'dx', inner),
      quadWriter('putPartial', 'partials', columns),
      inputGradient(layer),
      weightSums(layer),
      bias ? biasSums(layer) : '',
    ].join('\n'),
    body: `
  if (group < ${first}u) { inputGradient(invocation); return; }
  if (group < ${second}u) { weightSums(invocation - ${first * workgroupSize}u); return; }
  ${bias ? `biasSums(invocation - ${second * workgroupSize}u);` : ''}`,
  };
  return { program, workgroups: second + groups[2] };
}

/** Writes dw [inner, columns] and dbias [columns]: the partial sums added up. */
export function sumOfPartials(layer: LayerShape): Dispatch {
  const { inner, columns, bias } = layer;
  const [chunks, sumRows] = partialsShape(layer);
  const program: Program = {
    name: 'LinearWeightGradient',
    sizes: { chunks, size: sumRows * columns, weights: inner * columns },
    workgroupSize,
    reads: { partials: 'f32' },
    writes: { dw: 'f32', ...(bias && { dbias: 'f32' }) },
    body: `
  if (invocation >= size) { return; }
  var sum = 0.0;
  for (var chunk = 0u; chunk < chunks; chunk++) { sum += partials[chunk * size + invocation]; }
  ${bias ? 'if (invocation >= weights) { dbias[invocation - weights] = sum; return; }' : ''}
  dw[invocation] = sum;`,
  };
  return { program, workgroups: Math.ceil((sumRows * columns) / workgroupSize) };
}
