import type { NumberOption } from '../../workers/protocol.ts';

/** What a number is called where it is set, and what turning it does. */
export const optionLabels: Record<NumberOption, { label: string; hint: string }> = {
  seed: { label: 'Seed', hint: 'Same seed, same run.' },
  steps: { label: 'Updates', hint: 'Updates of each run.' },
  stageOneShare: { label: 'Share of Stage I', hint: 'Of the updates, where a method has two stages.' },
  alpha: { label: 'α', hint: 'What Stage II pays for progress from the first answer to the second.' },
  beta1: { label: 'β₁', hint: 'The pull to the base where an answer may move.' },
  beta2: { label: 'β₂', hint: 'The pull that holds Stage I’s first answer at the base.' },
  pool: { label: 'Training problems', hint: 'A finite pool to train on; 0 draws fresh problems for ever.' },
  batch: { label: 'Batch', hint: 'Episodes per update; a multiple of the group.' },
  group: { label: 'Group', hint: 'Episodes per problem, each other’s baseline.' },
  learningRate: { label: 'Learning rate', hint: 'In the first half of the run.' },
  lateLearningRate: { label: 'Late learning rate', hint: 'In the second half.' },
  warmUp: { label: 'Warm-up', hint: 'Updates over which the learning rate rises from zero.' },
  gradientNorm: { label: 'Gradient norm', hint: 'Larger gradients are scaled down to it.' },
  temperature: { label: 'Sampling temperature', hint: 'Of the answers it trains on.' },
  evaluateEvery: { label: 'Evaluate every', hint: 'Updates between two evaluations.' },
  heldOut: { label: 'Held-out problems', hint: 'Asked at every evaluation, never trained on.' },
  layers: { label: 'Layers', hint: 'Transformer blocks.' },
  heads: { label: 'Heads', hint: 'Attention heads; they divide the width.' },
  width: { label: 'Width', hint: 'Numbers per token.' },
  baseAccuracy: { label: 'Base accuracy', hint: 'Pretraining stops when this share of single answers is right.' },
  pretrainSteps: { label: 'Pretraining updates', hint: 'At most so many, on single answers.' },
  secondLookSteps: { label: 'Second-look updates', hint: 'Then so many on the form of a second answer.' },
  copyShare: { label: 'Copies in pretraining', hint: 'Share of second answers that repeat the first.' },
  baseSeed: { label: 'Base seed', hint: 'Seed of the base model.' },
};
