import { isSoftwareAdapter } from '../../workers/protocol.ts';

/** Whether this browser offers a GPU to compute on. The worker makes the choice; this only lets the page speak of it beforehand. */
export async function hasGpu(): Promise<boolean> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    return !!adapter && !isSoftwareAdapter(adapter.info);
  } catch {
    return false;
  }
}
