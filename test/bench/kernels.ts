/**
 * Times forward and backward of every fused kernel against its stock composition on the WebAssembly backend, alternating between the two, and
 * prints medians and their ratio. `npx tsx test/bench/kernels.ts [rounds]`
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { biasGelu, stockBiasGelu } from '../../workers/kernels/biasGelu.ts';
import { causalAttention, stockCausalAttention } from '../../workers/kernels/causalAttention.ts';
import { embed, stockEmbed } from '../../workers/kernels/embedding.ts';
import { layerNorm, stockLayerNorm } from '../../workers/kernels/layerNorm.ts';
import { registerWasmKernels } from '../../workers/kernels/registerWasmKernels.ts';

const [batch, length, heads, width, hidden, vocabulary] = [256, 24, 4, 64, 256, 32];
const rows = batch * length;
const rounds = Number(process.argv[2] ?? 15);

tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
await tf.setBackend('wasm');
const replaced = [tf.BatchMatMul, tf.Sum, tf.Identity];
const stockKernels = replaced.map((name) => tf.getKernel(name, 'wasm'));
await registerWasmKernels();
const fusedKernels = replaced.map((name) => tf.getKernel(name, 'wasm'));

function useKernels(kernels: tf.KernelConfig[]): void {
  for (const kernel of kernels) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
}

type Operation = (inputs: tf.Tensor[]) => tf.Tensor;

interface Contest {
  name: string;
  inputs: number[][];
  fused: Operation;
  stock: Operation;
}

const tokens = tf.tensor1d(
  Int32Array.from({ length: rows }, (_, i) => (i * 7919) % vocabulary),
  'int32',
);
const product: Operation = ([a, b]) => tf.matMul(a, b);
const contests: Contest[] = [
  {
    name: 'layerNorm',
    inputs: [[rows, width], [width], [width]],
    fused: ([x, gain, bias]) => layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
    stock: ([x, gain, bias]) => stockLayerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
  },
  {
    name: 'biasGelu',
    inputs: [[rows, hidden], [hidden]],
    fused: ([x, bias]) => biasGelu(x as tf.Tensor2D, bias as tf.Tensor1D),
    stock: ([x, bias]) => stockBiasGelu(x as tf.Tensor2D, bias as tf.Tensor1D),
  },
  {
    name: 'causalAttention',
    inputs: [[rows, 3 * width]],
    fused: ([qkv]) => causalAttention(qkv as tf.Tensor2D, batch, length, heads),
    stock: ([qkv]) => stockCausalAttention(qkv as tf.Tensor2D, batch, length, heads),
  },
  {
    name: 'embed',
    inputs: [[vocabulary, width]],
    fused: ([table]) => embed(tokens, table as tf.Tensor2D),
    stock: ([table]) => stockEmbed(tokens, table as tf.Tensor2D),
  },
  ...[
    [width, 3 * width],
    [width, hidden],
    [hidden, width],
  ].map(([inner, columns]) => ({
    name: `matMul ${inner}→${columns}`,
    inputs: [
      [rows, inner],
      [inner, columns],
    ],
    fused: product,
    stock: product,
  })),
];

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

console.log(
  `rows ${rows} (batch ${batch}, length ${length}), width ${width}, heads ${heads}, hidden ${hidden}; median of ${rounds} rounds, ms`,
);
for (const { name, inputs, fused, stock } of contests) {
  const tensors = inputs.map((shape) => tf.randomNormal(shape));
  const times = { fusedForward: [], fusedBoth: [], stockForward: [], stockBoth: [] } as Record<string, number[]>;
  for (let round = 0; round < rounds + 3; round++) {
    for (const [label, kernels, operation] of [
      ['fused', fusedKernels, fused],
      ['stock', stockKernels, stock],
    ] as const) {
      useKernels(kernels);
      const forward = milliseconds(() => tf.tidy(() => void operation(tensors)));
      // The gradient of the output is given, so that nothing but the operation is timed.
      const dy = tf.tidy(() => tf.onesLike(operation(tensors)));
      const both = milliseconds(() => tf.dispose(tf.grads((...xs: tf.Tensor[]) => operation(xs))(tensors, dy)));
      dy.dispose();
      if (round >= 3) {
        times[`${label}Forward`].push(forward);
        times[`${label}Both`].push(both);
      }
    }
  }
  tf.dispose(tensors);
  const [fusedForward, fusedBoth, stockForward, stockBoth] = Object.values(times).map(median);
  const column = (label: string, fusedTime: number, stockTime: number): string =>
    `${label} ${fusedTime.toFixed(2).padStart(7)} fused ${stockTime.toFixed(2).padStart(8)} stock ${(stockTime / fusedTime).toFixed(1).padStart(6)}×`;
  console.log(`${name.padEnd(16)} ${column('forward', fusedForward, stockForward)}   ${column('forward+backward', fusedBoth, stockBoth)}`);
}
process.exit(0);
