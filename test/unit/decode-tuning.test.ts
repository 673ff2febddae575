import { describe, expect, it } from 'vitest';
import { iterationsPerPosition, workgroupBytes } from '../../workers/kernels/webgpu/decodeShape.ts';
import type { DecodeShape, Tiling } from '../../workers/kernels/webgpu/decodeShape.ts';
import { FastestOf, fittingTilings, Pace, tilingsFor } from '../../workers/kernels/webgpu/decodeTuning.ts';
import { packingOf } from '../../workers/model/packing.ts';

const model = { layers: 2, heads: 4, width: 64, context: 32, vocabulary: 32 };
const shape: DecodeShape = {
  ...model,
  promptLength: 12,
  answerLength: 10,
  endOfAnswer: null,
  padding: 0,
  offsets: packingOf(model).offsets,
};
const limits = { maxComputeWorkgroupStorageSize: 32768, maxComputeInvocationsPerWorkgroup: 256 };

describe('the tilings for a device', () => {
  it('fit its workgroups, and give a thread whole parts of them', () => {
    for (const width of [16, 64, 128, 256]) {
      for (const [threads, bytes] of [
        [256, 32768],
        [128, 16384],
      ]) {
        const wide = { ...shape, width };
        const small = { maxComputeInvocationsPerWorkgroup: threads, maxComputeWorkgroupStorageSize: bytes };
        for (const batch of [1, 64, 1024, 4096]) {
          for (const isSoftware of [true, false]) {
            const tilings = tilingsFor(wide, batch, small, isSoftware);
            expect(tilings.length).toBeGreaterThan(0);
            for (const tiling of tilings) {
              expect(tiling.threads).toBeLessThanOrEqual(threads);
              expect(workgroupBytes(wide, tiling)).toBeLessThanOrEqual(bytes);
              expect(tiling.sequences % tiling.rows).toBe(0);
            }
          }
        }
      }
    }
  });

  it('are one on a software adapter, and on others several, with more sequences together the more there are', () => {
    expect(tilingsFor(shape, 64, limits, true)).toHaveLength(1);
    const sequences = (batch: number): number[] => tilingsFor(shape, batch, limits, false).map((tiling) => tiling.sequences);
    expect(new Set(sequences(1))).toEqual(new Set([1]));
    expect(sequences(64)).toContain(1);
    expect(sequences(64)).not.toContain(8);
    expect(sequences(4096)).toContain(8);
    expect(sequences(4096)).not.toContain(1);
  });

  it('take a thread through a position of a large model in fewer loop iterations than stop it, be it with more threads', () => {
    const threadsFor = (layers: number): number[] => {
      const deep = { ...shape, layers, heads: 8, width: 512 };
      const fitting = [true, false].flatMap((isSoftware) => fittingTilings(deep, limits, isSoftware));
      for (const tiling of fitting) expect(iterationsPerPosition(deep, tiling)).toBeLessThan(65_536);
      return fittingTilings(deep, limits, true).length > 0 ? tilingsFor(deep, 64, limits, true).map(({ threads }) => threads) : [];
    };
    const few: Tiling = { threads: 8, sequences: 1, rows: 1, columns: 2 };
    expect(iterationsPerPosition({ ...shape, layers: 8, heads: 8, width: 512 }, few)).toBeGreaterThan(65_535);
    expect([2, 8, 12, 200].map(threadsFor)).toEqual([[8], [32], [64], []]);
  });

  it('are refused, with what to do, for a model that no workgroup has room for', () => {
    const wide = { ...shape, width: 4096, layers: 1 };
    expect(fittingTilings(wide, limits, false)).toEqual([]);
    expect(() => tilingsFor(wide, 64, limits, false)).toThrow(
      "This device's workgroups are too small to decode a model of 1 layers and width 4096. Choose fewer layers or a smaller width.",
    );
  });
});

describe('the fastest of some candidates', () => {
  it('is the one whose best try was best, each having been tried twice', () => {
    const costs: Record<string, number[]> = { a: [9, 3], b: [2, 8], c: [5, 5] };
    const choice = new FastestOf(['a', 'b', 'c']);
    const tried: string[] = [];
    for (let i = 0; i < 6; i++) {
      tried.push(choice.current);
      choice.report(costs[choice.current][Math.floor(i / 3)]);
    }
    expect(tried).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(choice.current).toBe('b');
    choice.report(1000);
    expect(choice.current).toBe('b');
  });
});

describe('the pace of a device', () => {
  const tiling: Tiling = { threads: 64, sequences: 4, rows: 1, columns: 1 };
  const paceAt = (sequences: number, msPerPosition: number): Pace => {
    const pace = new Pace(shape, tiling, 6);
    pace.report(sequences, 2, 2 * msPerPosition);
    return pace;
  };

  it('begins with one position of a few sequences', () => {
    const pace = new Pace(shape, tiling, 6);
    expect(pace.isKnown).toBe(false);
    expect(pace.sequencesOf(64)).toBe(64);
    expect(pace.sequencesOf(4096)).toBe(64);
    expect(pace.positionsFor(64)).toBe(1);
  });

  it('fits as many positions as it can into 6 ms', () => {
    expect(paceAt(64, 1.9).positionsFor(64)).toBe(3);
    expect(paceAt(64, 1.9).positionsFor(8)).toBe(3);
    expect(paceAt(64, 1.9).positionsFor(128)).toBe(1);
    expect(paceAt(64, 100).positionsFor(64)).toBe(1);
  });

  it('takes fewer sequences, in even parts of whole workgroups, where one position of all takes longer than 8 ms', () => {
    expect(paceAt(64, 7).sequencesOf(64)).toBe(64);
    expect(paceAt(64, 9).sequencesOf(64)).toBe(32);
    expect(paceAt(64, 60).sequencesOf(64)).toBe(8);
    expect(paceAt(64, 6000).sequencesOf(63)).toBe(4);
    expect(paceAt(64, 0.05).sequencesOf(4096)).toBe(4096);
  });

  it('believes the median of its latest measurements, so that a pause of the machine changes nothing', () => {
    const pace = paceAt(64, 1);
    pace.report(64, 1, 1);
    pace.report(64, 1, 500);
    expect(pace.positionsFor(64)).toBe(6);
    for (let i = 0; i < 5; i++) pace.report(64, 1, 3);
    expect(pace.positionsFor(64)).toBe(2);
  });

  it('keeps a thread below 65,536 loop iterations, behind which some drivers stop it', () => {
    const deep = { ...shape, layers: 6, width: 256 };
    const slow: Tiling = { threads: 64, sequences: 2, rows: 1, columns: 1 };
    const pace = new Pace(deep, slow, 6);
    pace.report(64, 100, 1);
    expect(pace.positionsFor(64)).toBeGreaterThan(1);
    expect(pace.positionsFor(64) * iterationsPerPosition(deep, slow)).toBeLessThan(65_536);
    expect(paceAt(64, 0.001).positionsFor(64)).toBeGreaterThan(16);
  });
});
