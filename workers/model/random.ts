/**
 * Counter-based random numbers: every number is a pure function of its key, so a run can be replayed, resumed, or sampled in any
 * order. The mixing function is pcg4d (Jarzynski & Olano 2020, "Hash Functions for GPU Rendering"), which needs only 32-bit integer
 * arithmetic and so gives the same bits in JavaScript, WebAssembly and WGSL.
 */

/** Four 32-bit words in, four well-mixed 32-bit words out, in place. */
export function pcg4d(v: Uint32Array): void {
  let x = (Math.imul(v[0], 1664525) + 1013904223) | 0;
  let y = (Math.imul(v[1], 1664525) + 1013904223) | 0;
  let z = (Math.imul(v[2], 1664525) + 1013904223) | 0;
  let w = (Math.imul(v[3], 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  v[0] = x;
  v[1] = y;
  v[2] = z;
  v[3] = w;
}

/** What the numbers are for. A new use gets a new stream, so that it can never repeat another use's numbers. */
export const streams = {
  weights: 1,
  trainingProblems: 2,
  heldOutProblems: 3,
  hiddenTests: 4,
  tokens: 5,
  pool: 6,
  mixture: 7,
  evaluationTokens: 8,
  freshProblems: 9,
  imitation: 10,
  thirdTokens: 11,
} as const;

export type Stream = keyof typeof streams;

/** Uniform in (0, 1), never 0 or 1: 24 random bits and a half. */
const unit = (word: number): number => ((word >>> 8) + 0.5) / 16777216;

/** A sequence of random numbers under one key. */
export interface RandomSource {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
  /** Standard normal. */
  normal(): number;
}

/** A sequence keyed by (seed, stream, step, index); `step` and `index` are whatever the use counts. */
export function randomSource(seed: number, stream: Stream, step = 0, index = 0): RandomSource {
  const block = new Uint32Array(4);
  let counter = 0;
  const word = (): number => {
    const lane = counter & 3;
    if (lane === 0) {
      block.set([seed, (streams[stream] << 24) ^ step, index, counter >>> 2]);
      pcg4d(block);
    }
    counter++;
    return block[lane];
  };
  const uniform = (): number => unit(word());
  return {
    uniform,
    // 24 bits over at most a few thousand outcomes: the bias is below one in ten thousand.
    integer: (below) => Math.floor(uniform() * below),
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/**
 * Gumbel(0, 1) noise for one sampled position of a batch, keyed by (seed, step, episode, turn, position). Adding it to
 * logits/temperature and taking the largest samples from the softmax (Gumbel-max).
 * @returns [batch, vocabulary], row-major
 */
export function gumbelNoise(
  key: { stream: Stream; seed: number; step: number; turn: number; position: number },
  firstEpisode: number,
  batch: number,
  vocabulary: number,
): Float32Array {
  const noise = new Float32Array(batch * vocabulary);
  const block = new Uint32Array(4);
  for (let row = 0; row < batch; row++) {
    for (let token = 0; token < vocabulary; token++) {
      const lane = token & 3;
      if (lane === 0) {
        block[0] = key.seed;
        block[1] = (streams[key.stream] << 24) ^ key.step;
        block[2] = firstEpisode + row;
        block[3] = (key.turn << 24) ^ (key.position << 8) ^ (token >>> 2);
        pcg4d(block);
      }
      noise[row * vocabulary + token] = -Math.log(-Math.log(unit(block[lane])));
    }
  }
  return noise;
}
