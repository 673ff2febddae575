import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { csvOf, evaluationLog, jsonLinesOf, updateLog } from '../../src/share/logs.ts';
import { crc32c, maskedCrc32c, scalarEvents, tfEventFile } from '../../src/share/tfEvents.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import { rowOf } from './picturesRows.ts';

const update: UpdateReport = {
  ...{ step: 3, stage: 'Stage I', r1: 0.5, r2: null, change_rate: 0.25, stopped_programs: 0, kl_t1: 0.1, kl_t2: 0.2 },
  ...{ entropy_t1: 1, entropy_t2: 2, gradient_norm: 0.7, learning_rate: 0.001 },
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('CSV', () => {
  it('quotes what RFC 4180 says must be quoted, and ends lines as it says', () => {
    expect(
      csvOf([
        { a: 'x,y', b: 'say "no"', c: 'two\nlines' },
        { a: 'plain', b: null, d: true },
      ]),
    ).toBe('a,b,c,d\r\n"x,y","say ""no""","two\nlines",\r\nplain,,,true\r\n');
  });

  it('has a column for every bar of the histogram of an evaluation', () => {
    const [names, values] = csvOf([evaluationLog(rowOf(50, { firstRight: 60, fixed: 8, broken: 3 }))]).split('\r\n');
    const cells = Object.fromEntries(names.split(',').map((name, index) => [name, values.split(',')[index]]));
    expect(cells).toMatchObject({ step: '50', acc_t1: '0.6', delta: '0.05', kl_t1: '', edit_histogram_0: '89', edit_histogram_10: '0' });
  });

  it('reads back in another program as it was written', () => {
    const rows = [updateLog(update), updateLog({ ...update, step: 4, stage: 'Stage "II", the last' })];
    const script = 'import csv,io,json,sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.read(), newline="")))))';
    const read = JSON.parse(execFileSync('python3', ['-c', script], { input: csvOf(rows), encoding: 'utf8' })) as Record<string, string>[];
    expect(read.map(({ stage }) => stage)).toEqual(['Stage I', 'Stage "II", the last']);
    expect(read[0]).toMatchObject({ step: '3', r1: '0.5', r2: '', learning_rate: '0.001' });
  });
});

describe('JSON lines', () => {
  it('are an object a line', () => {
    expect(jsonLinesOf([{ a: 1 }, { b: 'x\ny' }])).toBe('{"a":1}\n{"b":"x\\ny"}\n');
    expect(jsonLinesOf([])).toBe('');
  });
});

describe('event files', () => {
  it('have the checksum of RFC 3720, masked', () => {
    expect(crc32c(bytes('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    // 0xe3069283 rotated right by 15 bits is 0x2507c60d; plus 0xa282ead8.
    expect(maskedCrc32c(bytes('123456789'))).toBe(0xc78ab0e5);
  });

  it('are these bytes for one scalar', () => {
    const file = tfEventFile([{ step: 300, scalars: [['a/b', 0.5]] }], 2);
    const second = file.slice(8 + 4 + (9 + 2 + 13) + 4);
    // wall_time = 2.0; step = 300; summary { value { tag: "a/b", simple_value: 0.5 } }
    const content = [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0xac, 0x02, 0x2a, 12, 0x0a, 10, 0x0a, 3, 0x61, 0x2f, 0x62, 0x15, 0, 0, 0, 0x3f];
    expect([...second.slice(0, 8)]).toEqual([content.length, 0, 0, 0, 0, 0, 0, 0]);
    expect([...second.slice(12, 12 + content.length)]).toEqual(content);
    expect(second).toHaveLength(12 + content.length + 4);
  });

  it('are decoded by another program to the numbers of the run', () => {
    const rows = [rowOf(50, { firstRight: 60, fixed: 8, broken: 3 }), { ...rowOf(50, { firstRight: 40 }), split: 'train' as const }];
    const file = tfEventFile(scalarEvents(rows, [update]), 1_700_000_000.5);
    const events = JSON.parse(execFileSync('python3', ['-c', decoder], { input: file, encoding: 'utf8' })) as Decoded[];
    expect(events[0]).toMatchObject({ time: 1_700_000_000.5, version: 'brain.Event:2' });
    expect(events.slice(1).map(({ step }) => step)).toEqual([3, 50, 50]);
    expect(events[1].values).toMatchObject({ 'update/r1': 0.5, 'update/gradient_norm': Math.fround(0.7) });
    expect(events[1].values).not.toHaveProperty('update/r2');
    expect(events[2].values).toMatchObject({ 'heldout_t1/acc_t1': Math.fround(0.6), 'heldout_t1/edit_histogram_0': 89 });
    expect(events[3].values).toMatchObject({ 'train/acc_t1': Math.fround(0.4) });
  });
});

interface Decoded {
  time: number;
  step: number;
  version: string;
  values: Record<string, number>;
}

/** Reads TFRecords and Events bit by bit, and checks every checksum. */
const decoder = `
import json, struct, sys
data = sys.stdin.buffer.read()

def masked(bytes):
    crc = 0xffffffff
    for byte in bytes:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    crc ^= 0xffffffff
    return ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff

def fields(bytes):
    at = 0
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = bytes[at]; at += 1
            value |= (byte & 127) << shift; shift += 7
            if byte < 128: return value
    while at < len(bytes):
        key = varint()
        if key & 7 == 0: yield key >> 3, varint()
        elif key & 7 == 1: yield key >> 3, struct.unpack_from('<d', bytes, at)[0]; at += 8
        elif key & 7 == 5: yield key >> 3, struct.unpack_from('<f', bytes, at)[0]; at += 4
        else:
            length = varint(); yield key >> 3, bytes[at:at + length]; at += length

events = []
at = 0
while at < len(data):
    length, = struct.unpack_from('<Q', data, at)
    assert struct.unpack_from('<I', data, at + 8)[0] == masked(data[at:at + 8])
    content = data[at + 12:at + 12 + length]
    assert struct.unpack_from('<I', data, at + 12 + length)[0] == masked(content)
    at += 16 + length
    event = {'step': 0, 'values': {}}
    for number, value in fields(content):
        if number == 1: event['time'] = value
        if number == 2: event['step'] = value
        if number == 3: event['version'] = value.decode()
        if number == 5:
            for _, entry in fields(value):
                scalar = dict(fields(entry))
                event['values'][scalar[1].decode()] = scalar[2]
    events.append(event)
print(json.dumps(events))
`;
