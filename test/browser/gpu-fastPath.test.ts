import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { hasKernel, webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import { allOptimisations, noOptimisations, optimisationsInUse, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { enableFastPath } from '../../workers/methods/fastPath.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

afterAll(() => setOptimisations(noOptimisations));

/** Lets a device compile other WGSL than it is given for the programs of one name, as a driver does that gets it wrong. */
function misread(name: string, misreading: (code: string) => string): () => void {
  const { device } = webGpuBackend();
  const compile = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => {
    const code = descriptor.label === name ? misreading(descriptor.code) : descriptor.code;
    if (descriptor.label === name) expect(code).not.toBe(descriptor.code);
    return compile({ ...descriptor, code });
  };
  return () => Reflect.deleteProperty(device, 'createShaderModule');
}

/** Another device, which has compiled nothing yet. */
async function freshDevice(): Promise<void> {
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory);
  await startBackend({ prefer: 'webgpu' });
}

describe('the fast path', () => {
  it('is used where it gives what stock operations give', async () => {
    const before = tf.memory().numTensors;
    expect(await enableFastPath()).toBeNull();
    expect(optimisationsInUse()).toEqual(allOptimisations);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    {
      what: 'AdamW with the wrong moment',
      name: 'AdamW',
      code: ['sqrt(v * rates[2])', 'sqrt(v * rates[1])'],
      sentence: /other results than/,
    },
    { what: 'a program it refuses', name: 'AdamW', code: ['bitcast<u32>', 'bitcast<nonsense>'], sentence: /nonsense/ },
  ])('is not used on a device that makes $what of it', async ({ name, code: [right, wrong], sentence }) => {
    await freshDevice();
    const restore = misread(name, (code) => code.replace(right, wrong));
    expect(await enableFastPath()).toMatch(sentence);
    restore();
    expect(optimisationsInUse()).toEqual(noOptimisations);
    expect(hasKernel('LayerNorm')).toBe(false);
  });
});
