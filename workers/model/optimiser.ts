import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from './parameters.ts';

export interface AdamWSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled weight decay (Loshchilov & Hutter), times the learning rate. */
  weightDecay: number;
  /** Gradients with a larger global norm are scaled down to it. */
  largestNorm: number;
}

export const adamDefaults: AdamWSettings = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0, largestNorm: 1 };

/** The optimiser's state, packed in the order of the parameters. */
export interface AdamWState {
  updates: number;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
}

/** AdamW with clipping by the global norm, on the packed parameter vector. */
export class AdamW {
  private updates = 0;
  private firstMoment: tf.Tensor1D;
  private secondMoment: tf.Tensor1D;

  constructor(
    private readonly parameters: Parameters,
    private readonly settings: AdamWSettings,
    state?: AdamWState,
  ) {
    const { count } = parameters;
    this.updates = state?.updates ?? 0;
    this.firstMoment = state ? tf.tensor1d(state.firstMoment) : tf.zeros([count]);
    this.secondMoment = state ? tf.tensor1d(state.secondMoment) : tf.zeros([count]);
  }

  /**
   * One update.
   * @param gradient packed, in the order of the parameters
   * @param gradientNorm its Euclidean norm, which the caller has read and found finite
   */
  update(gradient: tf.Tensor1D, gradientNorm: number, learningRate: number): void {
    const { beta1, beta2, epsilon, weightDecay, largestNorm } = this.settings;
    this.updates++;
    const scale = Math.min(1, largestNorm / gradientNorm);
    const [first, second, packed] = tf.tidy(() => {
      const clipped = tf.mul(gradient, Number.isFinite(scale) ? scale : 1);
      const m = tf.add(tf.mul(this.firstMoment, beta1), tf.mul(clipped, 1 - beta1));
      const v = tf.add(tf.mul(this.secondMoment, beta2), tf.mul(tf.square(clipped), 1 - beta2));
      const direction = tf.div(tf.div(m, 1 - beta1 ** this.updates), tf.add(tf.sqrt(tf.div(v, 1 - beta2 ** this.updates)), epsilon));
      const decayed = tf.mul(this.parameters.pack(), 1 - learningRate * weightDecay);
      return [m, v, tf.sub(decayed, tf.mul(direction, learningRate))] as tf.Tensor1D[];
    });
    this.firstMoment.dispose();
    this.secondMoment.dispose();
    this.firstMoment = first;
    this.secondMoment = second;
    this.parameters.assign(packed);
    packed.dispose();
  }

  async state(): Promise<AdamWState> {
    return {
      updates: this.updates,
      firstMoment: (await this.firstMoment.data()) as Float32Array,
      secondMoment: (await this.secondMoment.data()) as Float32Array,
    };
  }

  dispose(): void {
    this.firstMoment.dispose();
    this.secondMoment.dispose();
  }
}

/** Linear warm-up over the first `warmUp` updates; `update` counts from 0. */
export const warmedUp = (learningRate: number, update: number, warmUp: number): number =>
  learningRate * Math.min(1, (update + 1) / Math.max(1, warmUp));
