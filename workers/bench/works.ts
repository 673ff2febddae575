/** The contests that every side can enter: a training step and a two-turn rollout of a model. */
import { initialWeights } from '../model/shape.ts';
import type { ModelShape } from '../model/shape.ts';
import type { Contest, Contestant } from './contest.ts';
import { layout, livelyWeights, promptBatch, trainingBatch } from './models.ts';
import type { BenchModel } from './models.ts';
import { checkedSteps, greedyProblem, lossProblem, referenceLosses } from './reference.ts';
import type { Side } from './sides/side.ts';

/** Losses of a model of another architecture cannot be compared; they must begin no higher than guessing and fall. */
function fallingProblem(losses: readonly number[], vocabulary: number): string | null {
  const guessing = Math.log(vocabulary);
  if (!(losses[0] < 1.2 * guessing)) return `wrong: the first loss is ${losses[0]}, and guessing has ${guessing.toFixed(3)}`;
  return losses.at(-1)! < losses[0] ? null : `wrong: the loss does not fall: ${losses.join(', ')}`;
}

/** `train_step` of a model at a batch. */
export async function trainingContest({ name, shape }: BenchModel, batch: number): Promise<Contest> {
  const weights = initialWeights(shape, 1);
  const expected = await referenceLosses(shape, weights);
  const data = trainingBatch(shape, batch);
  const prepare = async (side: Side): Promise<Contestant> => {
    const trainer = await side.trainer({ shape, weights, batch, ...data });
    return {
      side,
      run: async () => void (await trainer.step()),
      check: async () => {
        const losses: number[] = [];
        for (let step = 0; step < checkedSteps; step++) losses.push(await trainer.step());
        return side.sameModel ? lossProblem(losses, expected) : fallingProblem(losses, shape.vocabulary);
      },
      dispose: () => trainer.dispose(),
    };
  };
  return { work: 'train_step', model: name, batch, tokens: batch * shape.context, prepare };
}

/** `decode` of a model at a batch: both answers of every episode, sampled at temperature 1. */
export function decodingContest({ name, shape }: BenchModel, batch: number): Contest {
  const weights = livelyWeights(shape);
  const prompts = promptBatch(batch);
  const prepare = async (side: Side): Promise<Contestant> => {
    const decoder = await side.decoder({ shape, weights, batch, prompts });
    return {
      side,
      run: async () => void (await decoder.decode(1)),
      check: async () => {
        const problem = greedyProblem(shape, weights, await decoder.decode(0));
        // Sampling may compile what greedy decoding does not need.
        if (problem === null) await decoder.decode(1);
        return problem;
      },
      dispose: () => decoder.dispose(),
    };
  };
  return { work: 'decode', model: name, batch, tokens: batch * 2 * layout.answerLength, prepare };
}

/** Bytes that the largest side is expected to need: parameters and moments, and the activations that a stock gradient keeps. */
export function bytesNeeded({ layers, heads, width, context }: ModelShape, batch: number): number {
  const positions = batch * context;
  const perLayer = positions * (30 * width + 4 * heads * context);
  return 4 * (layers * (perLayer + 4 * 12 * width ** 2) + 6 * positions * width);
}
