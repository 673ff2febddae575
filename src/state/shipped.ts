/** Files that lie beside the page: recorded runs and base models. */
import { isOwnTask, type Recording, type RunOptions } from '../../workers/protocol.ts';

/** A static host may answer a missing file with a page of its own. */
const isPage = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('text/html');

/** How hosts say that there is no such file. Whatever else goes wrong may go well another time. */
const absent = [403, 404, 410];

/** A file that lies beside the page, or null if there is none. @throws if it could not be loaded */
export async function fetchBeside(path: string): Promise<Response | null> {
  const response = await fetch(new URL(path, document.baseURI));
  if (response.ok) return isPage(response) ? null : response;
  if (absent.includes(response.status)) return null;
  throw new Error(`${path}: ${response.status}`);
}

/** What is in such a file of JSON. @throws if it could not be loaded */
export async function fetchJson<T>(path: string): Promise<T | null> {
  const response = await fetchBeside(path);
  return response && ((await response.json()) as T);
}

/**
 * The files of recordings that runs of these options can be shown from: that of their task, which has the two methods that the page opens
 * with, and one for every further method that was recorded.
 */
export function recordingsFor(columns: readonly RunOptions[]): string[] {
  const further = columns.map(({ task, method }) => `${task}-${method}`).filter((name) => RECORDINGS.includes(name));
  return [...new Set([...columns.map(({ task }) => task), ...further])];
}

/** @param name see {@link recordingsFor} @returns the recorded runs of a file, none if there is none; null if they could not be loaded */
export async function fetchRecordings(name: string): Promise<Recording[] | null> {
  if (isOwnTask(name)) return [];
  return fetchJson<Recording[]>(`recordings/${name}.json`).then(
    (recordings) => recordings ?? [],
    // Without a network it is not heard that there is none.
    () => (RECORDINGS.includes(name) ? null : []),
  );
}

async function fetchBytes(path: string): Promise<Uint8Array | null> {
  const response = await fetchBeside(path).catch(() => null);
  return response && new Uint8Array(await response.arrayBuffer());
}

/** The model that a recording ended with, or null if it cannot be had. */
export const fetchRecordedModel = ({ model }: Recording): Promise<Uint8Array | null> => fetchBytes(`recordings/${model}`);

/** The base checkpoint of a task, or null if it cannot be had. */
export function fetchBase(task: string): Promise<Uint8Array | null> {
  // The digest keeps a cache from answering with the base of an earlier version of the page.
  return fetchBytes(`base/${task}.safetensors?${SHIPPED_BASES[task] ?? ''}`);
}
