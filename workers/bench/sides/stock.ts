/** Stock TensorFlow.js: composed operations, tf.train.adam behind clipping, a key-value cache that grows by concatenation, tf.multinomial. */
import * as tf from '@tensorflow/tfjs-core';
// Gradients of the stock operations, in the one form that every environment loads.
import '../../kernels/stockGradients.ts';
import { adam, layout } from '../models.ts';
import { answersOf } from './side.ts';
import type { Decoder, DecodingTask, Side, Trainer, TrainingTask } from './side.ts';
import { attend, causalMask, makeVariables, oneHot, stockLogits } from './stockModel.ts';

function trainer({ shape, weights, batch, tokens, targets }: TrainingTask): Trainer {
  const { context: length, vocabulary } = shape;
  const variables = makeVariables(shape, weights);
  const list = [...variables.values()];
  const inputs = tf.tensor1d(tokens, 'int32');
  const chosen = tf.tidy(() => oneHot(tf.tensor1d(targets, 'int32'), vocabulary));
  const mask = causalMask(length);
  const optimiser = tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);
  const lossOf = (): tf.Scalar => {
    const logits = stockLogits(variables, shape, inputs, { batch, first: 0, length }, (_, query, key, value) =>
      attend(query, key, value, mask),
    );
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), -1))) as tf.Scalar;
  };
  return {
    async step() {
      const loss = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(lossOf, list);
        // tf.addN of so many would bind more buffers than WebGPU allows.
        const norm = tf.sqrt(tf.sum(tf.stack(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient))))));
        const scale = tf.minimum(1, tf.div(adam.largestNorm, norm));
        optimiser.applyGradients(Object.entries(grads).map(([name, gradient]) => ({ name, tensor: tf.mul(gradient, scale) })));
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
    dispose: () => {
      tf.dispose([inputs, chosen, mask, ...list]);
      optimiser.dispose();
    },
  };
}

function decoder({ shape, weights, batch, prompts }: DecodingTask): Decoder {
  const { promptLength, answerLength, separator } = layout;
  const variables = makeVariables(shape, weights);
  const prompt = tf.tensor1d(prompts, 'int32');
  const mask = causalMask(promptLength);

  /** Feeds `length` tokens per episode from position `first` on. @returns the grown caches and the logits behind the last, all kept */
  function feed(tokens: tf.Tensor1D, first: number, length: number, caches: tf.Tensor4D[]): [tf.Tensor4D[], tf.Tensor2D] {
    const [logits, ...grown] = tf.tidy(() => {
      const next: tf.Tensor4D[] = [];
      const all = stockLogits(variables, shape, tokens, { batch, first, length }, (layer, query, key, value) => {
        const grow = (cache: tf.Tensor4D | undefined, one: tf.Tensor4D): tf.Tensor4D => (cache ? tf.concat([cache, one], 2) : one);
        const [keys, values] = [grow(caches[2 * layer], key), grow(caches[2 * layer + 1], value)];
        next.push(keys, values);
        return attend(query, keys, values, length > 1 ? mask : null);
      });
      const last = tf.slice(tf.reshape(all, [batch, length, -1]), [0, length - 1, 0], [batch, 1, -1]);
      return [tf.reshape(last, [batch, -1]), ...next];
    });
    tf.dispose(caches);
    return [grown, logits as tf.Tensor2D];
  }

  let seed = 1;
  return {
    async decode(temperature) {
      const chosen: tf.Tensor1D[] = [];
      let position = promptLength;
      let [caches, logits] = feed(prompt, 0, promptLength, []);
      const advance = (token: tf.Tensor1D): void => {
        logits.dispose();
        [caches, logits] = feed(token, position++, 1, caches);
      };
      for (const turn of [1, 2]) {
        for (let place = 0; place < answerLength; place++) {
          const token = tf.tidy(() => (temperature === 0 ? tf.argMax(logits, -1) : tf.reshape(tf.multinomial(logits, 1, seed++), [batch])));
          chosen.push(token as tf.Tensor1D);
          if (turn === 1 || place < answerLength - 1) advance(token as tf.Tensor1D);
        }
        if (turn === 1) {
          const separators = tf.fill([batch], separator, 'int32') as tf.Tensor1D;
          advance(separators);
          separators.dispose();
        }
      }
      const stacked = tf.tidy(() => tf.stack(chosen, 1));
      tf.dispose([...chosen, ...caches, logits]);
      const tokens = await stacked.data();
      stacked.dispose();
      return answersOf(tokens, batch, prompts);
    },
    dispose: () => tf.dispose([prompt, mask, ...variables.values()]),
  };
}

export const stockSide: Side = {
  name: 'stock',
  note: 'TensorFlow.js 4.22, stock operations only; one read-back for a whole rollout, which most published samplers do for every token',
  sameModel: true,
  trainer: async (task) => trainer(task),
  decoder: async (task) => decoder(task),
};
