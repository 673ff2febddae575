/** genai-nanogpt, the published trainer that is nearest to ours: TensorFlow.js on WebGPU with fused kernels. It brings its own TensorFlow.js. */
import { TeachableLLM } from '@genai-fi/nanogpt';
import type { TrainingBatch } from '@genai-fi/nanogpt';
import { adam } from '../../../workers/bench/models.ts';
import { GpuCounter } from '../../../workers/bench/counters.ts';
import { CannotRun } from '../../../workers/bench/sides/side.ts';
import type { Side, Trainer, TrainingTask } from '../../../workers/bench/sides/side.ts';

/** A promise and the function that keeps it. */
function promised<T>(): { promise: Promise<T>; keep: (value: T) => void } {
  let keep!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (keep = resolve));
  return { promise, keep };
}

/** Its constant learning rate needs a schedule that never moves. */
const schedule = { learningRate: adam.learningRate, minLearningRate: adam.learningRate, warmupSteps: 0, decayEpochs: 1e6 };

const optimiser = { ...schedule, beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.epsilon, weightDecay: 0, clipNorm: adam.largestNorm };

/** Tokens to learn from: a short cycle, which any model begins to learn at once. */
const cycle = (length: number): Uint16Array => Uint16Array.from({ length }, (_, i) => 4 + (i % 8));

async function trainer({ shape, batch }: TrainingTask): Promise<Trainer> {
  const { layers, heads, width, context, vocabulary } = shape;
  const model = TeachableLLM.create('char', {
    modelType: 'GenAI_NanoGPT_v1',
    vocabSize: vocabulary,
    blockSize: context,
    nLayer: layers,
    nHead: heads,
    nEmbed: width,
    mlpFactor: 4,
    useRope: false,
  });
  // One batch: all of its own accord it trains on that once.
  const data = [cycle(batch * context)];
  const options = { ...optimiser, method: { type: 'pretraining' as const }, batchSize: batch, maxEpochs: 1, logInterval: 1 };
  const settled = promised<string>();
  model.training.on('completed', () => settled.keep(''));
  model.training.on('error', (_, error) => settled.keep(error.message));
  const job = await model.training.job(options, data, [{ id: 'cycle', name: 'cycle' }]);
  const problem = await settled.promise;
  if (problem || !job.trainDataset) throw new CannotRun(`nanogpt could not train: ${problem || 'it made no data set'}.`);

  // Its trainer runs until its data ends: one that hands out a batch when it is asked to lets the other sides have their turns.
  const source = await job.trainDataset.iterator();
  let allowed = promised<boolean>();
  const dataset = {
    iterator: async () => ({
      next: async () => {
        const batchOrEnd = await source.next();
        const goesOn = await allowed.promise;
        allowed = promised();
        return goesOn ? batchOrEnd : { done: true as const, value: null as unknown as TrainingBatch };
      },
    }),
  };
  let logged = promised<number>();
  const everlasting = { ...options, maxEpochs: 1e6, logInterval: 0 };
  job.trainer.prepareToTrain(everlasting);
  const ended = job.trainer.trainOnDataset(dataset, everlasting, undefined, ({ trainingMetrics }) => logged.keep(trainingMetrics.loss));
  return {
    async step() {
      logged = promised();
      allowed.keep(true);
      return Promise.race([logged.promise, ended.then(() => Promise.reject(new Error('its data ended')))]);
    },
    dispose() {
      allowed.keep(false);
      void ended.finally(() => model.dispose());
    },
  };
}

/** genai-nanogpt as a side. For a realm of its own: TensorFlow.js has one engine per realm, and nanogpt would change the other sides'. */
export async function nanogptSide(): Promise<Side> {
  await TeachableLLM.selectBackend('webgpu');
  return {
    name: 'nanogpt',
    note: '@genai-fi/nanogpt 1.3.0; RMSNorm without biases and a tied head in place of LayerNorm, biases and an own head',
    sameModel: false,
    counter: new GpuCounter(),
    trainer,
    decoder: () =>
      Promise.reject(new CannotRun('Its published API writes one answer at a time and reads back every token; it has no batch.')),
  };
}
