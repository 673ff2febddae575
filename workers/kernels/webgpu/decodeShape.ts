/** What the decoding kernel is compiled for, and what that costs. */

/** What is compiled into the kernel: a model, where an episode's parts lie, and where the parameters lie in their buffer. */
export interface DecodeShape {
  layers: number;
  heads: number;
  /** A multiple of 4. */
  width: number;
  vocabulary: number;
  promptLength: number;
  answerLength: number;
  endOfAnswer: number | null;
  padding: number;
  /** In floats, by name; multiples of 4, and as far apart in each layer as in the first two. */
  offsets: ReadonlyMap<string, number>;
}

/** How the work is dealt out. It changes the speed and never the tokens. */
export interface Tiling {
  /** Threads of a workgroup. */
  threads: number;
  /** Sequences of a workgroup. */
  sequences: number;
  /** Of a matrix product, the sequences and the columns (in fours) that a thread sums up at once; the first divides the sequences. */
  rows: number;
  columns: number;
}

/** Positions that are read: all tokens of an episode but the last. */
export const positionsOf = ({ promptLength, answerLength }: DecodeShape): number => promptLength + 2 * answerLength;

/** In vec4: a sequence's keys and values in the cache. */
export const cacheStride = (shape: DecodeShape): number => (shape.layers * 2 * positionsOf(shape) * shape.width) / 4;

/** In vec4: the widest of what a sequence keeps there between two phases: the queries, the hidden row, or the logits and their noisy scores. */
export const wideRow = ({ width, vocabulary }: DecodeShape): number => Math.max(width, 2 * Math.ceil(vocabulary / 4));

/** Workgroup memory that a tiling takes, in bytes; the arrays are declared by `decodeWgsl`. */
export function workgroupBytes(shape: DecodeShape, { sequences }: Tiling): number {
  const floats = 2 * shape.width + 4 * wideRow(shape) + shape.heads * positionsOf(shape) + shape.heads;
  return sequences * 4 * (floats + 4);
}

/** Loop iterations of a thread in one position, at most: some drivers cut a thread short after 65,535 in one dispatch. */
export function iterationsPerPosition(shape: DecodeShape, { threads, sequences, rows, columns }: Tiling): number {
  const { width, heads, layers, vocabulary } = shape;
  const rounds = (items: number): number => Math.ceil(items / threads);
  const product = (inputs: number, outputs: number): number =>
    rounds((sequences / rows) * Math.ceil(outputs / 4 / columns)) * (inputs / 4 + 1);
  const positions = positionsOf(shape);
  const attention =
    rounds(sequences * heads * positions) * (width / heads + 1) +
    rounds(sequences * heads) * (2 * positions + 1) +
    rounds((sequences * width) / 4) * (positions + 1);
  const norm = rounds(sequences) * (width / 2 + 1) + rounds((sequences * width) / 4);
  const layer = product(width, 3 * width) + product(width, width) + product(width, 4 * width) + product(4 * width, width) + 2 * norm;
  return layers * (layer + attention) + norm + product(width, vocabulary) + rounds(sequences) * 2 * vocabulary;
}
