import { parseRunOptions, type RunOptions } from '../../workers/protocol.ts';
import { usesShippedBase } from './setup.ts';

const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** 64-bit FNV-1a hash of a text, in hexadecimal. */
function fnv1a(text: string): string {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, '0');
}

const sorted = (entries: object): [string, unknown][] => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Name of the run these options define: equal options from an equal base, equal run.
 * @param bases digests of the shipped base models, by task: another base that ships for the same options begins another run
 */
export function runId({ dials, ...options }: RunOptions, bases = SHIPPED_BASES): string {
  const base = usesShippedBase({ dials, ...options }) ? [bases[options.task]] : [];
  return fnv1a(JSON.stringify([sorted(options), sorted(dials), ...base]));
}

/** Whether a saved run can still be asked for: its options are options of this page, and this is still the name of what they define. */
export function isReachable({ id, options }: { id: string; options: unknown }): boolean {
  try {
    return runId(parseRunOptions(options)) === id;
  } catch {
    return false;
  }
}
