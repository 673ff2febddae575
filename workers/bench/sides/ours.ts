/** This project's engine, whole and with one optimisation at a time switched off. */
import * as tf from '@tensorflow/tfjs-core';
import { answerCrossEntropy } from '../../kernels/surrogate.ts';
import { allOptimisations, noOptimisations, setOptimisations } from '../../kernels/webgpu/optimisations.ts';
import type { Optimisations } from '../../kernels/webgpu/optimisations.ts';
import { GradientStep } from '../../methods/gradientStep.ts';
import { FixedInputs } from '../../model/fixedInputs.ts';
import { Parameters } from '../../model/parameters.ts';
import { rollOut } from '../../model/rollout.ts';
import { forward } from '../../model/transformer.ts';
import { adam, layout } from '../models.ts';
import type { Work } from '../rows.ts';
import type { Decoder, DecodingTask, Side, Trainer, TrainingTask } from './side.ts';

/** What can be switched off, and the works that feel it. Recorded steps and the decode kernel need packed parameters. */
const without: { name: string; off: Partial<Optimisations>; works: Work[] }[] = [
  { name: 'ours, step not recorded', off: { recordedSteps: false }, works: ['train_step', 'score_step'] },
  { name: 'ours, kernels not fused', off: { fusedKernels: false }, works: ['train_step', 'score_step'] },
  { name: 'ours, no decode kernel', off: { decodeKernel: false }, works: ['decode', 'score_step'] },
  { name: 'ours, nothing packed', off: { packedParameters: false, recordedSteps: false, decodeKernel: false }, works: ['train_step'] },
  { name: 'ours, everything off', off: noOptimisations, works: ['decode', 'train_step', 'score_step'] },
];

function trainer({ shape, weights, batch, tokens, targets }: TrainingTask): Trainer {
  const { context } = shape;
  const parameters = new Parameters(shape, weights);
  const place = [1, batch, context];
  const inputs = new FixedInputs(
    {
      tokens: { shape: [batch * context], dtype: 'int32' },
      answers: { shape: place, dtype: 'int32' },
      mask: { shape: place, dtype: 'float32' },
    },
    parameters.packed !== null,
  );
  inputs.write({ tokens, answers: targets, mask: new Float32Array(targets.length).fill(1) });
  // The whole sequence is one answer, whose first token follows the first position.
  const turn = { batch, length: context, answerLength: context, firstLogits: [0], temperature: 1 };
  const step = new GradientStep(parameters, adam, [], () => {
    const { tokens: read, answers, mask } = inputs.tensors;
    const logits = forward(parameters.variables, shape, read as tf.Tensor1D, batch, context);
    const loss = answerCrossEntropy(logits, answers as tf.Tensor3D, mask as tf.Tensor3D, turn);
    return { loss: tf.div(loss, context) as tf.Scalar, aside: null };
  });
  return {
    step: async () => (await step.run(adam.learningRate)).loss,
    dispose: () => {
      step.dispose();
      parameters.dispose();
      inputs.dispose();
    },
  };
}

function decoder({ shape, weights, prompts }: DecodingTask): Decoder {
  const parameters = new Parameters(shape, weights);
  let step = 0;
  return {
    decode: (temperature) =>
      rollOut(parameters.variables, shape, layout, prompts, { temperature, stream: 'tokens', seed: 1, step: step++, firstEpisode: 0 }),
    dispose: () => parameters.dispose(),
  };
}

const sideOf = (name: string, optimisations: Optimisations, works?: Work[]): Side => ({
  name,
  note: '',
  sameModel: true,
  works,
  enter: () => setOptimisations(optimisations),
  trainer: async (task) => trainer(task),
  decoder: async (task) => decoder(task),
});

/** The engine; on WebGPU also without each of its optimisations. */
export function ourSides(backend: 'webgpu' | 'wasm'): Side[] {
  const whole = sideOf('ours', allOptimisations);
  if (backend === 'wasm') return [whole];
  return [whole, ...without.map(({ name, off, works }) => sideOf(name, { ...allOptimisations, ...off }, works))];
}
