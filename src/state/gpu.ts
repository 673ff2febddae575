/** Whether this browser offers a GPU to compute on. The worker makes the choice; this only lets the page speak of it beforehand. */
export async function hasGpu(): Promise<boolean> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter !== null && adapter !== undefined && !adapter.info.isFallbackAdapter && adapter.info.architecture !== 'swiftshader';
  } catch {
    return false;
  }
}
