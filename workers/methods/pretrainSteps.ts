/** What one update of pretraining learns from: single answers, and second answers. */
import * as tf from '@tensorflow/tfjs-core';
import { answerCrossEntropy } from '../kernels/surrogate.ts';
import { chosenLogProbs, oneHotAnswers, turnOf } from '../kernels/turnStatistics.ts';
import { FixedInputs } from '../model/fixedInputs.ts';
import { FixedPass } from '../model/fixedPass.ts';
import { answerMask, firstLogit } from '../model/layout.ts';
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import { adamDefaults } from '../model/optimiser.ts';
import type { Parameters } from '../model/parameters.ts';
import { forward } from '../model/transformer.ts';
import { turnLogProbs } from '../model/turns.ts';
import type { Problem } from '../tasks/task.ts';
import { GradientStep } from './gradientStep.ts';
import { episodeValues } from './objective.ts';

/** Steps by the cross-entropy of the reference answers, summed over their tokens, mean over the batch. */
export class SingleAnswers {
  private readonly inputs: FixedInputs<'tokens' | 'answers' | 'mask'>;
  readonly step: GradientStep;

  constructor(
    policy: Parameters,
    private readonly layout: EpisodeLayout,
    private readonly batch: number,
    weightDecay: number,
  ) {
    const { answerLength } = layout;
    const { length } = this;
    this.inputs = new FixedInputs(
      {
        tokens: { shape: [batch * length], dtype: 'int32' },
        answers: { shape: [1, batch, answerLength], dtype: 'int32' },
        mask: { shape: [1, batch, answerLength], dtype: 'float32' },
      },
      policy.packed !== null,
    );
    const { tensors } = this.inputs;
    const shape = { batch, length, answerLength, firstLogits: [firstLogit(layout, 1)], temperature: 1 };
    this.step = new GradientStep(policy, { ...adamDefaults, weightDecay }, [], () => {
      const logits = forward(policy.variables, policy.model, tensors.tokens as tf.Tensor1D, batch, length);
      return { loss: answerCrossEntropy(logits, tensors.answers as tf.Tensor3D, tensors.mask as tf.Tensor3D, shape), aside: null };
    });
  }

  /** Tokens that are fed: the prompt and all of the answer but its last token. */
  private get length(): number {
    return this.layout.promptLength + this.layout.answerLength - 1;
  }

  /** What the next step learns. */
  show(problems: readonly Problem[]): void {
    const { layout, length, batch } = this;
    const { promptLength, answerLength } = layout;
    const tokens = new Int32Array(batch * length);
    const answers = new Int32Array(batch * answerLength);
    problems.forEach(({ prompt, reference }, row) => {
      tokens.set(prompt, row * length);
      tokens.set(reference.subarray(0, answerLength - 1), row * length + promptLength);
      answers.set(reference, row * answerLength);
    });
    this.inputs.write({ tokens, answers, mask: answerMask(answers, layout) });
  }

  dispose(): void {
    this.inputs.dispose();
    this.step.dispose();
  }
}

/** Steps that distil the teacher's first answers and imitate second answers, summed over their tokens, mean over the batch. */
export class SecondAnswers {
  private readonly inputs: FixedInputs<'tokens' | 'mask' | 'imitated'>;
  private readonly target: FixedPass<tf.Tensor3D>;
  readonly step: GradientStep;

  constructor(policy: Parameters, teacher: Parameters, layout: EpisodeLayout, batch: number) {
    const { length, answerLength, vocabulary } = layout;
    this.inputs = new FixedInputs(
      {
        tokens: { shape: [batch * length], dtype: 'int32' },
        imitated: { shape: [batch, answerLength], dtype: 'int32' },
        mask: { shape: [2, batch, answerLength], dtype: 'float32' },
      },
      policy.packed !== null,
    );
    const { tensors } = this.inputs;
    const logProbs = ({ variables, model }: Parameters): [tf.Tensor3D, tf.Tensor3D] =>
      turnLogProbs(variables, model, layout, tensors.tokens as tf.Tensor1D, batch, 1);
    this.target = new FixedPass(() => tf.exp(logProbs(teacher)[0]));
    this.step = new GradientStep(policy, adamDefaults, [], () => {
      const [first, second] = logProbs(policy);
      const mask = tensors.mask as tf.Tensor3D;
      const distillation = tf.sum(tf.mul(tf.sum(tf.mul(this.target.output, first), -1), turnOf(mask, 0)));
      const imitated = oneHotAnswers(tensors.imitated as tf.Tensor2D, vocabulary);
      const imitation = tf.sum(tf.mul(chosenLogProbs(second, imitated), turnOf(mask, 1)));
      return { loss: tf.neg(tf.div(tf.add(distillation, imitation), batch)) as tf.Scalar, aside: null };
    });
  }

  /** What the next step learns. @param layout says how the second answers are asked for */
  show(episodes: EpisodeTokens, layout: EpisodeLayout): void {
    const { tokens, mask } = episodeValues(episodes, layout);
    this.inputs.write({ tokens, imitated: episodes.y2, mask });
    this.target.run();
  }

  dispose(): void {
    for (const owner of [this.inputs, this.target, this.step]) owner.dispose();
  }
}
