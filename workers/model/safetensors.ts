/** Reads and writes safetensors files: 8 bytes of header length, a JSON header, then the tensors' bytes. Little-endian throughout. */

export interface StoredTensor {
  shape: readonly number[];
  values: Float32Array | Int32Array;
}

export interface SafetensorsFile {
  metadata: Record<string, string>;
  tensors: Map<string, StoredTensor>;
}

const lengthBytes = 8;
const largestHeader = 100 * 2 ** 20;
const bytesPerElement = 4;

export function writeSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: values instanceof Float32Array ? 'F32' : 'I32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces bring the data to a multiple of 8 bytes, as the format asks.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(lengthBytes + headerLength + offset).fill(0x20, lengthBytes, lengthBytes + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const { values } of tensors.values()) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<Entry>;
  const isCount = (number: unknown): boolean => Number.isInteger(number) && (number as number) >= 0;
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount)
  );
}

function isMetadata(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

/** The format allows neither overlaps nor gaps. @returns where the last tensor ends */
function requireNoGaps(ranges: { name: string; start: number; end: number }[]): number {
  let covered = 0;
  for (const { name, start, end } of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== covered) throw new Error(`The file is damaged: the tensor "${name}" does not begin where the one before it ends.`);
    covered = end;
  }
  return covered;
}

/** @throws with a sentence that says what is wrong with the file. */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  if (file.length < lengthBytes) throw new Error('This is not a safetensors file: it ends before its header.');
  const headerLength = Number(new DataView(file.buffer, file.byteOffset, lengthBytes).getBigUint64(0, true));
  const dataStart = lengthBytes + headerLength;
  if (headerLength > largestHeader || dataStart > file.length)
    throw new Error('This is not a safetensors file, or it was cut off: its header does not fit in it.');
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(lengthBytes, dataStart)));
  } catch {
    throw new Error('This is not a safetensors file: its header is not JSON.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Error('This is not a safetensors file: its header is not a JSON object.');
  const { __metadata__: metadata = {}, ...entries } = header as { __metadata__?: unknown };
  if (!isMetadata(metadata)) throw new Error('This is not a safetensors file: its metadata are not texts.');
  const tensors: SafetensorsFile['tensors'] = new Map();
  const ranges: { name: string; start: number; end: number }[] = [];
  for (const [name, entry] of Object.entries<unknown>(entries)) {
    if (!isEntry(entry)) throw new Error(`The safetensors header describes "${name}" in a way that cannot be read.`);
    if (entry.dtype !== 'F32' && entry.dtype !== 'I32')
      throw new Error(`The tensor "${name}" is stored as ${entry.dtype}; only F32 and I32 can be read.`);
    const [start, end] = entry.data_offsets;
    const count = entry.shape.reduce((size, dimension) => size * dimension, 1);
    if (end - start !== count * bytesPerElement)
      throw new Error(
        `The tensor "${name}" has ${end - start} bytes; its shape [${entry.shape.join(', ')}] needs ${count * bytesPerElement}.`,
      );
    if (dataStart + end > file.length) throw new Error(`The file was cut off: the tensor "${name}" is not all there.`);
    // A copy, aligned for the typed array; `slice` of Node's Buffer would be a view.
    const bytes = new Uint8Array(file.subarray(dataStart + start, dataStart + end)).buffer;
    tensors.set(name, { shape: entry.shape, values: entry.dtype === 'F32' ? new Float32Array(bytes) : new Int32Array(bytes) });
    ranges.push({ name, start, end });
  }
  const covered = requireNoGaps(ranges);
  const behind = file.length - dataStart - covered;
  if (behind > 0) throw new Error(`The file is damaged: it goes on for ${behind} bytes behind its last tensor.`);
  return { metadata, tensors };
}
