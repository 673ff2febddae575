import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { layerNorm, referenceLayerNorm } from '../../workers/kernels/layerNorm.ts';
import { registerGpuLayerNorm } from '../../workers/kernels/webgpu/layerNorm.ts';
import { normals } from '../unit/kernels-checks.ts';
import { relativeDistance } from '../unit/reference/tinyModels.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

it('smoke', async () => {
  registerGpuLayerNorm();
  const [x, g, b] = [normals(7 * 12, 1), normals(12, 2), normals(12, 3)];
  const y = layerNorm(tf.tensor2d(x, [7, 12]), tf.tensor1d(g), tf.tensor1d(b));
  expect(relativeDistance(await y.data(), referenceLayerNorm(x, g, b))).toBeLessThan(1e-6);
});
