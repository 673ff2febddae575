import { describe, expect, it } from 'vitest';
import { gumbelNoise, pcg4d, randomSource, streams } from '../../workers/model/random.ts';
import type { Stream } from '../../workers/model/random.ts';
import { chiSquare } from './tasks-checks.ts';

const word = (value: bigint): bigint => BigInt.asUintN(32, value);

/** pcg4d as its paper writes it, on integers without limits. */
function pcg4dByDefinition(input: readonly bigint[]): bigint[] {
  const v = input.map((value) => word(value * 1664525n + 1013904223n));
  const round = (): void => {
    v[0] = word(v[0] + v[1] * v[3]);
    v[1] = word(v[1] + v[2] * v[0]);
    v[2] = word(v[2] + v[0] * v[1]);
    v[3] = word(v[3] + v[1] * v[2]);
  };
  round();
  v.forEach((value, i) => (v[i] = value ^ (value >> 16n)));
  round();
  return v;
}

const allStreams = Object.keys(streams) as Stream[];
const sequence = (length: number, ...key: Parameters<typeof randomSource>): number[] => {
  const source = randomSource(...key);
  return Array.from({ length }, () => source.uniform());
};

describe('pcg4d', () => {
  it('mixes four words as its definition says', () => {
    const source = randomSource(11, 'mixture');
    const edges = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff];
    const inputs = [
      ...edges.flatMap((a) => edges.map((b) => [a, b, b, a])),
      ...Array.from({ length: 2000 }, () => Array.from({ length: 4 }, () => Math.floor(source.uniform() * 2 ** 32))),
    ];
    for (const input of inputs) {
      const mixed = Uint32Array.from(input);
      pcg4d(mixed);
      expect(Array.from(mixed, BigInt)).toEqual(pcg4dByDefinition(input.map(BigInt)));
    }
  });
});

describe('random sources', () => {
  it('give a sequence that depends on nothing but the key', () => {
    const other = randomSource(5, 'tokens', 3, 4);
    other.uniform();
    expect(sequence(50, 5, 'tokens', 3, 4)).toEqual(sequence(50, 5, 'tokens', 3, 4));
  });

  it('never repeat a block of numbers under another seed, stream, step, index or position', () => {
    const blocks = new Set<string>();
    let keys = 0;
    for (const seed of [0, 1, 2, 2 ** 31 - 1]) {
      for (const stream of allStreams) {
        for (const step of [0, 1, 255, 256, 65_536, 2 ** 24 - 1]) {
          for (const index of [0, 1, 2, 4095]) {
            const numbers = sequence(12, seed, stream, step, index);
            for (let block = 0; block < 3; block++) blocks.add(numbers.slice(4 * block, 4 * block + 4).join());
            keys += 3;
          }
        }
      }
    }
    expect(blocks.size).toBe(keys);
  });

  it('have a stream of its own for every use', () => {
    expect(new Set(Object.values(streams)).size).toBe(allStreams.length);
    for (const id of Object.values(streams)) expect(id > 0 && id < 256).toBe(true);
  });

  it('are uniform strictly between 0 and 1, alone and in pairs', () => {
    const numbers = sequence(100_000, 1, 'tokens');
    expect(numbers.every((number) => number > 0 && number < 1)).toBe(true);
    const cells = new Array<number>(64).fill(0);
    for (let i = 0; i < numbers.length; i += 2) cells[8 * Math.floor(8 * numbers[i]) + Math.floor(8 * numbers[i + 1])]++;
    expect(chiSquare(cells, new Array<number>(64).fill(50_000 / 64))).toBeLessThan(63 + 4 * Math.sqrt(126));
  });

  it('are as uniform across neighbouring steps, indices and seeds as along one sequence', () => {
    const keys: [string, (i: number) => number][] = [
      ['steps', (i) => sequence(1, 7, 'pool', i, 0)[0]],
      ['indices', (i) => sequence(1, 7, 'pool', 0, i)[0]],
      ['seeds', (i) => sequence(1, i, 'pool', 0, 0)[0]],
    ];
    for (const [name, numberAt] of keys) {
      const cells = new Array<number>(64).fill(0);
      for (let i = 0; i < 20_000; i++) cells[8 * Math.floor(8 * numberAt(i)) + Math.floor(8 * numberAt(i + 1))]++;
      expect(chiSquare(cells, new Array<number>(64).fill(20_000 / 64)), name).toBeLessThan(63 + 5 * Math.sqrt(126));
    }
  });

  it('come as close to 0 and 1 as 24 bits do, and no closer', () => {
    let [least, greatest] = [1, 0];
    for (let index = 0; index < 3000; index++) {
      for (const number of sequence(64, 0, 'weights', 0, index)) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
      }
    }
    expect(least).toBeGreaterThanOrEqual(0.5 / 2 ** 24);
    expect(least).toBeLessThan(1e-4);
    expect(greatest).toBeLessThanOrEqual(1 - 0.5 / 2 ** 24);
    expect(greatest).toBeGreaterThan(1 - 1e-4);
  });

  it('give integers below the bound, each equally often', () => {
    const source = randomSource(2, 'mixture');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 35_000; i++) counts[source.integer(7)]++;
    expect(counts).toHaveLength(7);
    expect(chiSquare(counts, new Array<number>(7).fill(5000))).toBeLessThan(6 + 4 * Math.sqrt(12));
  });

  it('give normal numbers with mean 0, variance 1 and the tails of a normal', () => {
    const source = randomSource(3, 'weights');
    const numbers = Array.from({ length: 40_000 }, () => source.normal());
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
    expect(Math.abs(mean)).toBeLessThan(4 / 200);
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 40_000));
    const within = (sigma: number): number => numbers.filter((x) => Math.abs(x) < sigma).length / numbers.length;
    expect(Math.abs(within(1) - 0.6827)).toBeLessThan(0.01);
    expect(Math.abs(within(2) - 0.9545)).toBeLessThan(0.005);
  });
});

describe('Gumbel noise', () => {
  const key = { stream: 'tokens', seed: 4, step: 9, turn: 1, position: 2 } as const;

  it('of an episode depends neither on the batch it is in nor on its place there', () => {
    const whole = gumbelNoise(key, 0, 8, 13);
    for (let episode = 0; episode < 8; episode++) {
      expect(gumbelNoise(key, episode, 1, 13)).toEqual(whole.slice(13 * episode, 13 * (episode + 1)));
    }
    expect(gumbelNoise(key, 3, 4, 13)).toEqual(whole.slice(3 * 13, 7 * 13));
  });

  it('of a token does not depend on the size of the vocabulary', () => {
    const small = gumbelNoise(key, 0, 1, 5);
    expect(gumbelNoise(key, 0, 1, 13).slice(0, 5)).toEqual(small);
  });

  it('is never the same for two streams, seeds, steps, episodes, turns or positions', () => {
    const rows = new Set<string>();
    let keys = 0;
    for (const stream of ['tokens', 'evaluationTokens'] as const) {
      for (const seed of [0, 1, 2 ** 31 - 1]) {
        for (const step of [0, 1, 100_000]) {
          for (const turn of [1, 2]) {
            for (const position of [0, 1, 2, 14, 255]) {
              const noise = gumbelNoise({ stream, seed, step, turn, position }, 250, 3, 15);
              for (let row = 0; row < 3; row++) rows.add(noise.slice(15 * row, 15 * (row + 1)).join());
              keys += 3;
            }
          }
        }
      }
    }
    expect(rows.size).toBe(keys);
  });

  it('is finite everywhere', () => {
    for (let step = 0; step < 200; step++) {
      expect(gumbelNoise({ ...key, step }, 0, 64, 16).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([0.5, 1, 2])('added to the logits at temperature %f, has its largest where the softmax says', (temperature) => {
    const logits = [2, 1, 0.5, 0, -1, -1.5, 1.2];
    const weights = logits.map((logit) => Math.exp(logit / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const draws = 40_000;
    const counts = new Array<number>(logits.length).fill(0);
    const noise = gumbelNoise(key, 0, draws, logits.length);
    for (let row = 0; row < draws; row++) {
      const values = logits.map((logit, token) => logit / temperature + noise[row * logits.length + token]);
      counts[values.indexOf(Math.max(...values))]++;
    }
    const expected = weights.map((weight) => (draws * weight) / total);
    expect(chiSquare(counts, expected)).toBeLessThan(6 + 4 * Math.sqrt(12));
  });
});
