/**
 * TensorBoard event files: TFRecords of Event messages (tensorflow/core/util/event.proto) with scalar summaries. Written by hand, as no
 * library that is kept up writes them in a browser.
 */
import type { EvaluationRow, UpdateReport } from '../../workers/protocol.ts';
import { evaluationLog, updateLog, type LogRow } from './logs.ts';

/** Scalars of one step. */
export interface ScalarEvent {
  step: number;
  scalars: readonly (readonly [tag: string, value: number])[];
}

/** CRC-32C (Castagnoli), reflected, of every byte. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}

/** TFRecords mask their checksums, which are then stored among data that may be checksummed again. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function littleEndian(bytes: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes));
  write(view);
  return new Uint8Array(view.buffer);
}

const uint32 = (value: number): Uint8Array => littleEndian(4, (view) => view.setUint32(0, value, true));

/** Protocol buffers: the types of fields on the wire. */
const wire = { varint: 0, fixed64: 1, length: 2, fixed32: 5 };

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

const key = (number: number, type: number): Uint8Array => varint(number * 8 + type);
const double = (number: number, value: number): Uint8Array =>
  joined([key(number, wire.fixed64), littleEndian(8, (view) => view.setFloat64(0, value, true))]);
const float = (number: number, value: number): Uint8Array =>
  joined([key(number, wire.fixed32), littleEndian(4, (view) => view.setFloat32(0, value, true))]);
const message = (number: number, content: Uint8Array): Uint8Array => joined([key(number, wire.length), varint(content.length), content]);
const text = (number: number, value: string): Uint8Array => message(number, new TextEncoder().encode(value));

function record(content: Uint8Array): Uint8Array {
  const length = littleEndian(8, (view) => view.setBigUint64(0, BigInt(content.length), true));
  return joined([length, uint32(maskedCrc32c(length)), content, uint32(maskedCrc32c(content))]);
}

/** @param wallTime seconds since 1970, of all events: a run does not know when it measured what */
export function tfEventFile(events: readonly ScalarEvent[], wallTime: number): Uint8Array<ArrayBuffer> {
  const event = (content: Uint8Array): Uint8Array => record(joined([double(1, wallTime), content]));
  const value = ([tag, scalar]: readonly [string, number]): Uint8Array => message(1, joined([text(1, tag), float(2, scalar)]));
  return joined([
    event(text(3, 'brain.Event:2')),
    ...events.map(({ step, scalars }) => event(joined([key(2, wire.varint), varint(step), message(5, joined(scalars.map(value)))]))),
  ]);
}

/** The numbers of a row, named after its columns. */
const scalarsOf = (group: string, row: LogRow): [string, number][] =>
  Object.entries(row).flatMap(([column, cell]): [string, number][] =>
    typeof cell === 'number' && !['step', 'temperature', 'n'].includes(column) ? [[`${group}/${column}`, cell]] : [],
  );

/** What TensorBoard shows of a run: groups heldout_t0, heldout_t1, train and update. */
export function scalarEvents(rows: readonly EvaluationRow[], updates: readonly UpdateReport[]): ScalarEvent[] {
  const groupOf = ({ split, temperature }: EvaluationRow): string => (split === 'train' ? 'train' : `heldout_t${temperature}`);
  return [
    ...updates.map((update) => ({ step: update.step, scalars: scalarsOf('update', updateLog(update)) })),
    ...rows.map((row) => ({ step: row.step, scalars: scalarsOf(groupOf(row), evaluationLog(row)) })),
  ].sort((a, b) => a.step - b.step);
}
