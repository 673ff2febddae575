/** Files that lie beside the page: recorded runs and base models. */
import { isOwnTask, type Recording, type RunOptions } from '../../workers/protocol.ts';

/** A static host may answer a missing file with a page of its own. */
const isPage = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('text/html');

/** A file that lies beside the page, or null if it cannot be had. */
export async function fetchBeside(path: string): Promise<Response | null> {
  try {
    const response = await fetch(new URL(path, document.baseURI));
    return response.ok && !isPage(response) ? response : null;
  } catch {
    return null;
  }
}

/**
 * The files of recordings that runs of these options can be shown from: that of their task, which has the two methods that the page opens
 * with, and one for every further method that was recorded.
 */
export function recordingsFor(columns: readonly RunOptions[]): string[] {
  const further = columns.map(({ task, method }) => `${task}-${method}`).filter((name) => FURTHER_RECORDINGS.includes(name));
  return [...new Set([...columns.map(({ task }) => task), ...further])];
}

/** @param name see {@link recordingsFor} @returns the recorded runs of a file; none if they cannot be had */
export async function fetchRecordings(name: string): Promise<Recording[]> {
  if (isOwnTask(name)) return [];
  const response = await fetchBeside(`recordings/${name}.json`);
  if (!response) return [];
  try {
    return (await response.json()) as Recording[];
  } catch {
    return [];
  }
}

async function fetchBytes(path: string): Promise<Uint8Array | null> {
  const response = await fetchBeside(path);
  return response && new Uint8Array(await response.arrayBuffer());
}

/** The model that a recording ended with, or null if it cannot be had. */
export const fetchRecordedModel = ({ model }: Recording): Promise<Uint8Array | null> => fetchBytes(`recordings/${model}`);

/** The base checkpoint of a task, or null if it cannot be had. */
export function fetchBase(task: string): Promise<Uint8Array | null> {
  // The digest keeps a cache from answering with the base of an earlier version of the page.
  return fetchBytes(`base/${task}.safetensors?${SHIPPED_BASES[task] ?? ''}`);
}
