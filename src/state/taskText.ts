/**
 * The id of a task of one's own, which holds all of its text, as an address carries it: in UTF-8, deflated into zlib's format (RFC 1950, which
 * ends in a checksum), in base64 without the characters that an address escapes (RFC 4648, §5).
 */
import { unzlibSync, zlibSync } from 'fflate';
import { longestTask } from '../../workers/protocol.ts';

/** In UTF-8 a UTF-16 code unit takes three bytes at most; there is room for what an id has before the text. */
const mostBytes = 4 * longestTask;

/** What deflating cannot shrink grows by a few bytes. */
const mostCharacters = 2 * mostBytes;

/** As zlib's format ends. The library writes it and does not read it. */
const checksumOf = (bytes: Uint8Array): string => zlibSync(bytes, { level: 0 }).subarray(-4).join();

/** @param id without halves of characters */
export function deflateTask(id: string): string {
  const deflated = zlibSync(new TextEncoder().encode(id), { level: 9 });
  return btoa(String.fromCharCode(...deflated))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * What deflateTask was given. Takes neither long nor much memory, whatever it is given.
 * @throws with a sentence if that is nothing deflateTask wrote
 */
export function inflateTask(shared: string): string {
  try {
    if (shared.length > mostCharacters) throw new RangeError(`${shared.length} characters`);
    const binary = atob(shared.replaceAll('-', '+').replaceAll('_', '/'));
    const deflated = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    // Of a longer text it keeps what fits, which has another checksum.
    const bytes = unzlibSync(deflated, { out: new Uint8Array(mostBytes) });
    if (checksumOf(bytes) !== deflated.subarray(-4).join()) throw new RangeError('another checksum');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error('The task in this address is damaged. Ask for the whole address, or for the task as a file.', { cause: error });
  }
}
