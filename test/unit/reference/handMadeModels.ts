/** Transformers whose weights are written by hand, so that it is known which answers they give. */
import type { EpisodeLayout } from '../../../workers/model/layout.ts';
import { firstLogit } from '../../../workers/model/layout.ts';
import { parameterShapes, sizeOf } from '../../../workers/model/shape.ts';
import type { ModelShape, Weights } from '../../../workers/model/shape.ts';

export interface HandMade {
  model: ModelShape;
  weights: Weights;
}

/** What a model answers, however warm it is sampled: a fixed answer, or at the second turn every token of the first one, replaced. */
export interface Behaviour {
  first: readonly number[];
  second: readonly number[] | ((token: number) => number);
}

/** Large enough for the attention to look at one place, and for sampling never to choose another token. */
const [sharpness, certainty] = [20, 40];

/**
 * A model of one layer. A position and a token are unit vectors in a residual stream of three parts: position, token, and token that was
 * looked up. The head maps a position to the fixed answer's token there, and what was looked up to itself.
 */
export function handMade({ first, second }: Behaviour, layout: EpisodeLayout): HandMade {
  const { length: context, vocabulary, answerLength } = layout;
  const width = 4 * Math.ceil((context + 2 * vocabulary) / 4);
  const model: ModelShape = { layers: 1, heads: 1, width, context, vocabulary };
  const shapes = new Map(parameterShapes(model).map(({ name, shape }) => [name, shape]));
  const weights: Weights = new Map(
    [...shapes].map(([name, shape]) => [name, new Float32Array(sizeOf(shape)).fill(name.endsWith('gain') ? 1 : 0)]),
  );
  const set = (name: string, row: number, column: number, value: number): void => {
    weights.get(name)![row * shapes.get(name)![1]! + column] = value;
  };
  const tokenAt = (token: number): number => context + token;
  const lookedUpAt = (token: number): number => context + vocabulary + token;

  for (let position = 0; position < context; position++) set('embed.positions', position, position, 1);
  for (let token = 0; token < vocabulary; token++) {
    set('embed.tokens', token, tokenAt(token), 1);
    set('head', lookedUpAt(token), token, certainty);
  }
  const say = (answer: readonly number[], turn: 1 | 2): void =>
    answer.forEach((token, place) => set('head', firstLogit(layout, turn) + place, token, 10 * certainty));
  say(first, 1);
  if (typeof second !== 'function') {
    say(second, 2);
    return { model, weights };
  }
  for (let position = 0; position < context; position++) set('layers.0.attention.qkv', position, width + position, 1);
  for (let place = 0; place < answerLength; place++) {
    // The logits of a second answer's token stand where the same token of the first one stood, an answer later.
    const reader = firstLogit(layout, 2) + place;
    set('layers.0.attention.qkv', reader, reader - answerLength, sharpness);
  }
  for (let token = 0; token < vocabulary; token++) {
    set('layers.0.attention.qkv', tokenAt(token), 2 * width + tokenAt(token), 1);
    set('layers.0.attention.out', tokenAt(token), lookedUpAt(second(token)), 1);
  }
  return { model, weights };
}
