/** Whether this browser offers a GPU to compute on. The worker makes the choice; this only lets the page speak of it beforehand. */
export async function hasGpu(): Promise<boolean> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return false;
    const { isFallbackAdapter, architecture, description } = adapter.info;
    return !isFallbackAdapter && !/swiftshader|llvmpipe|lavapipe|basic render/i.test(`${architecture} ${description}`);
  } catch {
    return false;
  }
}
