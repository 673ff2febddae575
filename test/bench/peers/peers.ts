/** Peers that any environment can load. Only when they are wanted: what one registers or breaks must not be there before the others have started. */
import type { LoadSide } from '../../../workers/bench/sides/all.ts';

export const peers: Record<string, LoadSide> = {
  'jax-js': async (backend) => (await import('./jax.ts')).jaxSide(backend),
  onnx: async (backend) => (await import('./onnx.ts')).onnxSide(backend),
};
