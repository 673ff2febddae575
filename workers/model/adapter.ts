/** Whether a GPU adapter computes on the CPU, where it is slower than WebAssembly on the same CPU. Not every browser says so itself. */
export const isSoftwareAdapter = ({
  isFallbackAdapter = false,
  architecture,
  description,
}: {
  isFallbackAdapter?: boolean;
  architecture: string;
  description: string;
}): boolean => isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${architecture} ${description}`);
