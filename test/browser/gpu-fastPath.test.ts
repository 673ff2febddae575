import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { hasKernel, webGpuBackend } from '../../workers/kernels/tfjsPrivate.ts';
import { allOptimisations, noOptimisations, optimisationsInUse, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { enableFastPath } from '../../workers/methods/fastPath.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

afterAll(() => setOptimisations(noOptimisations));

/** The device as one that has none of our programs yet, and compiles other WGSL than it is given for those of one name, as a wrong driver does. */
function misreading(device: GPUDevice, name: string, misread: (code: string) => string): GPUDevice {
  const createShaderModule = (descriptor: GPUShaderModuleDescriptor): GPUShaderModule => {
    if (descriptor.label !== name) return device.createShaderModule(descriptor);
    const code = misread(descriptor.code);
    expect(code).not.toBe(descriptor.code);
    return device.createShaderModule({ ...descriptor, code });
  };
  return new Proxy(device, {
    get(target, property) {
      if (property === 'createShaderModule') return createShaderModule;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
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
    const backend = webGpuBackend();
    const { device } = backend;
    Reflect.set(
      backend,
      'device',
      misreading(device, name, (code) => code.replace(right, wrong)),
    );
    expect(await enableFastPath()).toMatch(sentence);
    Reflect.set(backend, 'device', device);
    expect(optimisationsInUse()).toEqual(noOptimisations);
    expect(hasKernel('LayerNorm')).toBe(false);
  });
});
