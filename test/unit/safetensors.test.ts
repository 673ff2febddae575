import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../workers/model/safetensors.ts';
import type { SafetensorsFile } from '../../workers/model/safetensors.ts';

/** A file put together by hand: header length, header, data. */
function fileOf(header: unknown, data: ArrayLike<number> = []): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  file[0] = json.length & 255;
  file[1] = json.length >> 8;
  file.set(json, 8);
  file.set(Array.from(data), 8 + json.length);
  return file;
}

const example: SafetensorsFile = {
  metadata: { format: 'x', note: 'ü → "quoted"' },
  tensors: new Map([
    ['a', { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, -0, 1e-40) }],
    ['b.c', { shape: [2], values: Int32Array.of(-1, 2 ** 31 - 1) }],
    ['empty', { shape: [0, 4], values: new Float32Array(0) }],
    ['scalar', { shape: [], values: Float32Array.of(7) }],
  ]),
};

const entry = (shape: number[], start: number, end: number, dtype = 'F32') => ({ dtype, shape, data_offsets: [start, end] });

describe('safetensors files', () => {
  it('read back what was written', () => {
    expect(readSafetensors(writeSafetensors(example))).toEqual(example);
  });

  it('have the same bytes for the same content', () => {
    expect(writeSafetensors(example)).toEqual(writeSafetensors(readSafetensors(writeSafetensors(example))));
  });

  it('put the data at a multiple of 8 bytes, whatever the length of the header', () => {
    for (let length = 0; length < 17; length++) {
      const file = writeSafetensors({ ...example, metadata: { pad: 'x'.repeat(length) } });
      const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
      expect(headerLength % 8).toBe(0);
      const header = new TextDecoder().decode(file.subarray(8, 8 + headerLength));
      expect(header).toMatch(/^\{.*\} {0,7}$/);
      expect(file).toHaveLength(8 + headerLength + 24 + 8 + 0 + 4);
    }
  });

  it('are laid out as the format says: length, header, then the tensors without a gap', () => {
    const file = writeSafetensors({ metadata: {}, tensors: new Map([['t', { shape: [1, 2], values: Float32Array.of(1, -2) }]]) });
    const headerLength = file[0];
    expect([...file.subarray(1, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)))).toEqual({
      __metadata__: {},
      t: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([...file.subarray(8 + headerLength)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('made by hand from the specification are read right, in any order of the header and from the middle of a buffer', () => {
    const file = fileOf(
      { later: entry([1], 4, 8, 'I32'), first: entry([1], 0, 4), __metadata__: { made: 'by hand' } },
      [0, 0, 0x80, 0x3f, 254, 255, 255, 255],
    );
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    for (const bytes of [file, shifted.subarray(3)]) {
      const { metadata, tensors } = readSafetensors(bytes);
      expect(metadata).toEqual({ made: 'by hand' });
      expect(tensors.get('first')).toEqual({ shape: [1], values: Float32Array.of(1) });
      expect(tensors.get('later')).toEqual({ shape: [1], values: Int32Array.of(-2) });
    }
  });

  it('without metadata are read', () => {
    expect(readSafetensors(fileOf({ t: entry([1], 0, 4) }, [0, 0, 0, 0])).metadata).toEqual({});
  });

  it('cut at any length are refused with a sentence', () => {
    const file = writeSafetensors(example);
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.subarray(0, length)), `cut to ${length} bytes`).toThrow(/safetensors file|was cut off/);
    }
  });

  const four = [0, 0, 0, 0];
  const eight = [...four, ...four];
  it.each<[string, Uint8Array, string]>([
    ['has a header that is no JSON', fileOf('{"a": '), 'its header is not JSON'],
    ['has a header that is no UTF-8', fileOf({ a: 1 }).map((byte, at) => (at === 9 ? 0xff : byte)), 'its header is not JSON'],
    ['has a header that is a list', fileOf('[]'), 'its header is not a JSON object'],
    ['has a header that is null', fileOf('null'), 'its header is not a JSON object'],
    ['has metadata that are null', fileOf({ __metadata__: null }), 'its metadata are not texts'],
    ['has metadata that are no texts', fileOf({ __metadata__: { format: 1 } }), 'its metadata are not texts'],
    ['claims a header of 2⁶⁴ − 1 bytes', new Uint8Array(64).fill(255), 'its header does not fit in it'],
    ['describes a tensor as a number', fileOf({ t: 5 }), 'describes "t" in a way that cannot be read'],
    ['leaves the offsets out', fileOf({ t: { dtype: 'F32', shape: [1] } }, four), 'describes "t" in a way that cannot be read'],
    ['has a negative dimension', fileOf({ t: entry([-1, -1], 0, 4) }, four), 'describes "t" in a way that cannot be read'],
    ['has a fraction for a dimension', fileOf({ t: entry([0.5, 2], 0, 4) }, four), 'describes "t" in a way that cannot be read'],
    ['stores a tensor as F16', fileOf({ t: entry([2], 0, 4, 'F16') }, four), 'is stored as F16; only F32 and I32 can be read'],
    ['has fewer bytes than the shape needs', fileOf({ t: entry([2], 0, 4) }, four), 'has 4 bytes; its shape [2] needs 8'],
    ['has more bytes than the shape needs', fileOf({ t: entry([1], 0, 8) }, eight), 'has 8 bytes; its shape [1] needs 4'],
    ['has offsets the wrong way round', fileOf({ t: entry([1], 4, 0) }, four), 'has -4 bytes; its shape [1] needs 4'],
    [
      'has offsets behind its end',
      fileOf({ t: entry([1], 0, 4), u: entry([1], 4, 8) }, four),
      'was cut off: the tensor "u" is not all there',
    ],
    [
      'has overlapping tensors',
      fileOf({ t: entry([1], 0, 4), u: entry([1], 0, 4) }, four),
      'the tensor "u" does not begin where the one before it ends',
    ],
    ['has a gap between tensors', fileOf({ t: entry([1], 4, 8) }, eight), 'the tensor "t" does not begin where the one before it ends'],
    ['goes on behind its tensors', fileOf({ t: entry([1], 0, 4) }, eight), 'goes on for 4 bytes behind its last tensor'],
  ])('that %s are refused with a sentence', (_damage, file, sentence) => {
    expect(() => readSafetensors(file)).toThrow(sentence);
    expect(() => readSafetensors(file)).toThrow(/^[A-Z].*\.$/);
  });
});
