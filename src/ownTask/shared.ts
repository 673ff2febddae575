/** A task as a short text that fits into an address: deflated, in base64 without the characters that an address escapes. */
import { longestTask, ownTaskId, sourceOfOwnTask } from '../../workers/protocol.ts';

const through = (bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(stream);

/** @throws with a sentence if the text cannot be a task */
export async function encode(text: string): Promise<string> {
  const source = new TextEncoder().encode(sourceOfOwnTask(ownTaskId(text)));
  const deflated = await new Response(through(source, new CompressionStream('deflate-raw'))).arrayBuffer();
  const binary = Array.from(new Uint8Array(deflated), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const damaged = 'The task in this address is damaged. Ask for the whole address, or for the task as a file.';

/** Reads no more than a task may have, whatever the text would swell to. @throws with a sentence */
export async function decode(shared: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    const bytes = Uint8Array.from(atob(shared.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const reader = through(bytes, new DecompressionStream('deflate-raw')).getReader();
    for (let chunk = await reader.read(); !chunk.done && text.length <= longestTask; chunk = await reader.read())
      text += decoder.decode(chunk.value, { stream: true });
    if (text.length <= longestTask) text += decoder.decode();
    else await reader.cancel();
  } catch (error) {
    throw new Error(damaged, { cause: error });
  }
  return sourceOfOwnTask(ownTaskId(text));
}
