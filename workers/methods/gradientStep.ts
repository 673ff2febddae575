/**
 * One update of a model by the gradient of a loss whose shapes never change. On the fast path of WebGPU the first call records forward pass,
 * gradient and AdamW, and every call submits them at once and reads back a handful of numbers; elsewhere TensorFlow.js runs them one by one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { submitPending } from '../kernels/tfjsPrivate.ts';
import { optimisationsInUse } from '../kernels/webgpu/optimisations.ts';
import { Recording } from '../kernels/webgpu/recording.ts';
import { AdamW } from '../model/optimiser.ts';
import type { AdamWSettings, AdamWState } from '../model/optimiser.ts';
import { PackedAdamW } from '../model/packedOptimiser.ts';
import type { PackedParameters } from '../model/packedParameters.ts';
import type { Parameters } from '../model/parameters.ts';
import { firstNotFinite, gradientOf } from './gradient.ts';
import type { LossTerms } from './gradient.ts';

export interface StepReport {
  /** Euclidean norm of the gradient, before it is clipped. */
  norm: number;
  loss: number;
  /** The quantities beside the loss, in order. */
  aside: number[];
}

interface Packed {
  parameters: PackedParameters;
  optimiser: PackedAdamW;
}

export class GradientStep {
  private readonly packed: Packed | null;
  private readonly optimiser: AdamW | PackedAdamW;
  private readonly isRecorded: boolean;
  private recording: Recording | null = null;

  /**
   * @param quantities names of what `lossOf` gives beside the loss, for the error that says which was not finite
   * @param lossOf always the same operations on tensors of the same shapes; values that change lie in `FixedInputs`
   */
  constructor(
    private readonly policy: Parameters,
    settings: AdamWSettings,
    private readonly quantities: readonly string[],
    private readonly lossOf: () => LossTerms,
    state?: AdamWState,
  ) {
    const { model, packed: parameters } = policy;
    this.packed = parameters && {
      parameters,
      optimiser: new PackedAdamW(model, parameters, settings, 1 + quantities.length, state),
    };
    this.optimiser = this.packed?.optimiser ?? new AdamW(policy, settings, state);
    this.isRecorded = this.packed !== null && optimisationsInUse().recordedSteps;
  }

  /**
   * One update.
   * @throws NotFiniteError naming the first quantity that is not finite; nothing was moved then
   */
  async run(learningRate: number): Promise<StepReport> {
    if (this.packed) return this.runPacked(this.packed, learningRate);
    const { gradient, norm, loss, aside } = await gradientOf(this.policy, this.quantities, this.lossOf);
    (this.optimiser as AdamW).update(gradient, norm, learningRate);
    gradient.dispose();
    return { norm, loss, aside };
  }

  private async runPacked({ parameters, optimiser }: Packed, learningRate: number): Promise<StepReport> {
    optimiser.prepare(learningRate);
    const append = (): void => this.append(parameters, optimiser);
    if (this.isRecorded) {
      this.recording ??= Recording.of(() => {
        append();
        return [];
      });
      this.recording.replay();
    } else {
      append();
      submitPending();
    }
    const [norm, loss, ...aside] = await optimiser.outcome();
    const bad = firstNotFinite(this.quantities, { norm, loss, aside });
    if (bad) throw bad;
    return { norm, loss, aside };
  }

  /** Gradient and update as commands of the backend; nothing is read back. */
  private append(parameters: PackedParameters, optimiser: PackedAdamW): void {
    const { variables } = this.policy;
    parameters.beginGradient(variables);
    tf.tidy(() => {
      const beside: tf.Tensor[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const { loss, aside } = this.lossOf();
        if (aside) beside.push(tf.keep(aside.clone()));
        return loss;
      }, [...variables.values()]);
      parameters.collectGradient(variables, grads);
      optimiser.append([value, ...beside]);
      tf.dispose(beside);
    });
  }

  /** The optimiser's state. */
  state(): Promise<AdamWState> {
    return this.optimiser.state();
  }

  dispose(): void {
    this.optimiser.dispose();
    this.recording?.dispose();
  }
}
