/** The frozen models that a run's policy is pulled back to: its base, and in some stages the policy that the stage before left. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../model/checkpoint.ts';
import { FixedPass } from '../model/fixedPass.ts';
import { Parameters } from '../model/parameters.ts';
import type { ParameterTensors } from '../model/parameters.ts';
import type { Weights } from '../model/shape.ts';
import type { Stage } from './stage.ts';

export class References {
  readonly base: Parameters;
  /** What reads: the base itself where it is the only one, else a model that takes the weights of either. */
  private readonly reader: Parameters;
  private loaded: Weights;
  private readonly pass: FixedPass<tf.Tensor2D>;

  /**
   * @param before the policy that the stage before left, in the middle of a stage that is pulled back to it
   * @param logitsOf a model's logits for the episodes in the inputs: always the same operations
   */
  constructor(
    private readonly checkpoint: Checkpoint,
    stages: readonly Stage[],
    private before: Weights | null,
    logitsOf: (parameters: ParameterTensors) => tf.Tensor2D,
  ) {
    const { model, weights } = checkpoint;
    this.base = new Parameters(model, weights);
    const hasTwo = stages.some(({ reference }) => reference === 'stage before');
    this.reader = hasTwo ? new Parameters(model, weights) : this.base;
    this.loaded = weights;
    this.pass = new FixedPass(() => logitsOf(this.reader.variables));
  }

  /** The policy that the stage before left, where this stage is pulled back to it. */
  get stageBefore(): Weights | null {
    return this.before;
  }

  /** Before the first update of a stage: keeps the policy as it is now, if the stage is pulled back to it. */
  async enter({ reference }: Stage, policy: Parameters): Promise<void> {
    this.before = reference === 'stage before' ? await policy.weights() : null;
  }

  /** Has the reference of a stage read the episodes in the inputs. @throws if it is a model that was not kept */
  read({ reference }: Stage): void {
    const weights = reference === 'stage before' ? this.before : this.checkpoint.weights;
    if (!weights) throw new Error('The policy that the stage before left was not kept.');
    if (weights !== this.loaded) this.reader.load(weights);
    this.loaded = weights;
    this.pass.run();
  }

  /** The logits of the reference that read last: for every reference the same tensor where steps are recorded. */
  get logits(): tf.Tensor2D {
    return this.pass.output;
  }

  dispose(): void {
    this.pass.dispose();
    this.base.dispose();
    if (this.reader !== this.base) this.reader.dispose();
  }
}
