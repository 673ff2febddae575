import type { RunOptions } from '../../workers/protocol.ts';

const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** 64-bit FNV-1a hash of a text, in hexadecimal. */
function fnv1a(text: string): string {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, '0');
}

const sorted = (entries: object): [string, unknown][] => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));

/** Name of the run these options define: equal options, equal run. */
export const runId = ({ dials, ...options }: RunOptions): string => fnv1a(JSON.stringify([sorted(options), sorted(dials)]));
