import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { causalAttention } from '../../workers/kernels/causalAttention.ts';
import { ask } from '../../workers/methods/ask.ts';
import { evaluate } from '../../workers/methods/evaluate.ts';
import { heldOutProblems } from '../../workers/methods/problems.ts';
import { Session } from '../../workers/methods/session.ts';
import { initialState, writeState } from '../../workers/methods/state.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { Checkpoint } from '../../workers/model/checkpoint.ts';
import { inputTokens, layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { embedTokens, runBlocks } from '../../workers/model/transformer.ts';
import { turnLogProbs } from '../../workers/model/turns.ts';
import type { Asked, Question, RunEvent } from '../../workers/protocol.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { lively, nudged } from './reference/tinyModels.ts';
import { graderBy, tinyBase, tinyOptions } from './reference/tinyRuns.ts';

const grader = graderBy((sum, expected) => sum % 2 === expected % 2);
const options = tinyOptions({ layers: 2 });
const base = tinyBase(options);
const task = taskById('addition').configure(base.dials);
const layout = layoutOf(task);
const policy = nudged(base.weights, 3, 0.2);
const state = writeState({ ...initialState(options, base), policy });
const question: Question = { problem: '47+35', temperature: 1, sample: 0 };
const askPolicy = (change: Partial<Question> = {}): Promise<Asked> => ask({ state, who: 'policy' }, grader, { ...question, ...change });
const idsOf = ({ turns }: Asked): number[][] => turns.map((turn) => turn.map(({ id }) => id));

beforeAll(async () => void (await startBackend({ prefer: 'wasm' })));

/** Runs work with the policy's weights as tensors, and with all that an asked episode feeds to it. */
function withPolicy<T extends tf.TensorContainer>(asked: Asked, work: (parameters: Parameters, tokens: tf.Tensor1D) => T): T {
  const [y1, y2] = idsOf(asked).map((ids) => Int32Array.from(ids));
  const parameters = new Parameters(base.model, policy);
  const fed = inputTokens({ batch: 1, prompts: task.parse(asked.view.prompt).prompt, y1, y2 }, layout);
  const result = tf.tidy(() => work(parameters, tf.tensor1d(fed, 'int32')));
  parameters.dispose();
  return result;
}

describe('a problem put to a model', () => {
  it('is answered twice, executed and graded, and the answers are those that its seed always gives', async () => {
    const asked = await askPolicy();
    const { view } = asked;
    expect([view.prompt, view.expected]).toEqual(['47+35=', '082']);
    asked.turns.forEach((turn, index) => {
      const attempt = view.attempts[index];
      expect(turn.map(({ text }) => text)).toEqual(attempt.tokens);
      if (attempt.program !== '') expect(attempt.program).toBe(`()=>${Number(attempt.tokens.join(''))}`);
      expect(attempt.right).toBe(attempt.verdict === 'pass');
    });
    expect(await askPolicy()).toEqual(asked);
    const others = await Promise.all([1, 2, 3, 4].map((sample) => askPolicy({ sample })));
    expect(others.some((other) => idsOf(other).join() !== idsOf(asked).join())).toBe(true);
    expect(asked.revised).toBeNull();
  });

  it('may be typed in the full-width characters of a Chinese keyboard', async () => {
    expect((await askPolicy({ problem: '４７＋３５＝' })).view.prompt).toBe('47+35=');
  });

  it('is a held-out one where that is asked for, with the answers that an evaluation finds', async () => {
    const model = new Parameters(base.model, policy);
    const setting = { task, grader, model: base.model, policy: model.variables, base: null, problems: heldOutProblems(task, 5), seed: 1 };
    const { episodes } = await evaluate(setting, 0, { step: 0, stage: 'test' });
    model.dispose();
    for (const heldOut of [0, 4]) {
      expect((await askPolicy({ problem: { heldOut }, temperature: 0 })).view).toEqual(episodes[heldOut].view);
    }
  });

  it('says how likely each token was, as the training forward does, and the likeliest others in order', async () => {
    const asked = await askPolicy();
    const logProbs = withPolicy(asked, (parameters, tokens) =>
      turnLogProbs(parameters.variables, base.model, layout, tokens, 1, 1).map((turn) => turn.arraySync()[0]),
    );
    asked.turns.forEach((turn, index) =>
      turn.forEach(({ id, probability, entropy, alternatives }, place) => {
        const expected = logProbs[index][place].map(Math.exp);
        expect(probability).toBeCloseTo(expected[id], 5);
        expect(entropy).toBeCloseTo(-expected.reduce((sum, p) => sum + p * Math.log(p), 0), 4);
        expect(alternatives.map((one) => one.id)).toEqual([...expected.keys()].sort((a, b) => expected[b] - expected[a]).slice(0, 5));
        for (const one of alternatives) expect(one.probability).toBeCloseTo(expected[one.id], 5);
      }),
    );
  });

  it('takes the likeliest tokens at temperature 0', async () => {
    const { turns } = await askPolicy({ temperature: 0 });
    for (const turn of turns) for (const { id, alternatives } of turn) expect(alternatives[0].id).toBe(id);
  });

  it('says where every head looks while the second answer is written: at what is before, with weights whose sum is 1', async () => {
    const asked = await askPolicy();
    const { positions, weights } = asked.attention;
    expect(positions.map(({ text }) => text).join('')).toBe(`47+35=${asked.view.attempts[0].tokens.join('')}/${asked.view.attempts[1].tokens.slice(0, -1).join('')}`); // prettier-ignore
    expect(positions.map(({ part }) => part)).toEqual([...Array<string>(6).fill('prompt'), 'first', 'first', 'first', 'separator', 'second', 'second']); // prettier-ignore
    expect([weights.length, weights[0].length, weights[0][0].length]).toEqual([2, 2, 3]);
    for (const row of weights
      .flat()
      .map((head) => head.map((ofToken) => [ofToken.length, ofToken.reduce((sum, weight) => sum + weight)]))) {
      row.forEach(([length, sum], place) => {
        expect(length).toBe(10 + place);
        expect(sum).toBeCloseTo(1, 10);
      });
    }
    const { heads, width } = base.model;
    const headWidth = width / heads;
    const expected: number[][][] = [];
    withPolicy(asked, ({ variables }, tokens) => {
      const { length } = layout;
      runBlocks(variables, base.model, embedTokens(variables, tokens, 0, length), (_layer, qkv) => {
        for (let head = 0; head < heads; head++) {
          const [q, k] = [0, width].map((first) => tf.slice(qkv, [0, first + head * headWidth], [length, headWidth]));
          const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(headWidth));
          const isBefore = tf.linalg.bandPart(tf.ones([length, length]), -1, 0);
          expected.push(tf.softmax(tf.where(tf.cast(isBefore, 'bool'), scores, -1e9)).arraySync() as number[][]);
        }
        return causalAttention(qkv, 1, length, heads);
      });
    });
    weights
      .flat()
      .forEach((ofHead, index) =>
        ofHead.forEach((row, place) => row.forEach((weight, at) => expect(weight).toBeCloseTo(expected[index][9 + place][at], 5))),
      );
  });
});

describe('another first answer', () => {
  it('is read in the place of the own one, is graded, and changes what the second turn sees', async () => {
    const own = await askPolicy({ temperature: 0 });
    const [first] = idsOf(own);
    expect(await askPolicy({ temperature: 0, firstAnswer: first })).toEqual(own);
    const changed = [...first.slice(0, 2), (first[2] + 1) % 10];
    const edited = await askPolicy({ temperature: 0, firstAnswer: changed });
    expect(idsOf(edited)[0]).toEqual(changed);
    expect(edited.view.attempts[0].program).not.toBe(own.view.attempts[0].program);
    expect(edited.turns[1][0].probability).not.toBe(own.turns[1][0].probability);
    // What is before the change is as likely as it was.
    expect(edited.turns[0][0]).toEqual(own.turns[0][0]);
  });

  it('is refused where it is none', async () => {
    await expect(askPolicy({ firstAnswer: [1, 2] })).rejects.toThrow('A first answer has 3 tokens; got 2.');
    for (const token of [-1, 13, 1.5])
      await expect(askPolicy({ firstAnswer: [1, 2, token] })).rejects.toThrow(
        `A first answer is made of the tokens 0 to 12; got ${token}.`,
      );
  });

  it('ends where its end is put, and goes on where its end is taken away', async () => {
    const transpile = taskById('transpile').configure();
    const model = { layers: 1, heads: 2, width: 8, context: layoutOf(transpile).length, vocabulary: transpile.vocabulary.length };
    const checkpoint: Checkpoint = { model, task: 'transpile', dials: { ...transpile.dials }, origin: {}, weights: lively(model, 4) };
    const file = writeCheckpoint(checkpoint);
    const firstOf = async (firstAnswer: number[]): Promise<string> => {
      const problem = { problem: 'a b c d e + + + +', temperature: 0, sample: 0 };
      const { turns, vocabulary } = await ask({ checkpoint: file }, grader, { ...problem, firstAnswer });
      expect(vocabulary.filter(({ isEnd }) => isEnd)).toHaveLength(1);
      expect(vocabulary.map(({ id }) => id)).not.toContain(transpile.padding);
      return turns[0].map(({ text, isEnd }) => (isEnd ? '.' : text)).join('');
    };
    const [a, plus, end] = [0, 6, transpile.endOfAnswer!];
    expect(await firstOf([a, end, plus])).toBe('a.');
    expect(await firstOf([a, plus, a])).toBe('a+a.');
    expect(await firstOf(Array<number>(transpile.answerLength).fill(a))).toBe('a'.repeat(transpile.answerLength));
  });
});

describe('a session that is asked', () => {
  const open = async (events: RunEvent[], pauseAt = 3): Promise<Session> => {
    const session: Session = new Session(grader, (event) => {
      events.push(event.kind === 'update' ? { ...event, milliseconds: 0 } : event);
      if (event.kind === 'update' && event.step === pauseAt) void session.pause();
    });
    await session.open([{ id: 'a', options, base: writeCheckpoint(base), resume: null }]);
    await session.play();
    return session;
  };

  it('trains on to the same bits as one that was not', async () => {
    const [straight, looked]: [RunEvent[], RunEvent[]] = [[], []];
    const [one, other] = [await open(straight), await open(looked)];
    const checkpoint = looked.findLast((event) => event.kind === 'checkpoint')!;
    const tensors = tf.memory().numTensors;
    const asked = await other.ask({ state: checkpoint.state, who: 'policy' }, question);
    expect(tf.memory().numTensors).toBe(tensors);
    await one.play();
    await other.play();
    expect(looked).toEqual(straight);
    expect(looked.some(({ kind }) => kind === 'finished')).toBe(true);
    expect(asked).not.toEqual(await other.ask({ state: checkpoint.state, who: 'base' }, question));
    await one.close();
    await other.close();
  });

  it('says of the base what the base says alone, with no run open', async () => {
    const session = new Session(grader, () => undefined);
    const file = writeCheckpoint(base);
    expect(await session.ask({ checkpoint: file }, question)).toEqual(await session.ask({ state, who: 'base' }, question));
    await session.close();
  });

  it('refuses a question while it trains, and one that it cannot read, with a sentence', async () => {
    const session = await open([]);
    const playing = session.play();
    await expect(session.ask({ state, who: 'policy' }, question)).rejects.toThrow('Runs are being trained. Pause them, then ask.');
    await session.pause();
    await playing;
    const problem = { ...question, problem: '4-3' };
    await expect(session.ask({ state, who: 'policy' }, problem)).rejects.toThrow('“4-3” is not a sum of two whole numbers. Write it like this: 48+51'); // prettier-ignore
    await expect(session.ask({ checkpoint: state }, question)).rejects.toThrow('This safetensors file is not a Second Thoughts model');
    expect((await session.ask({ state, who: 'policy' }, question)).view.prompt).toBe('47+35=');
    await session.close();
  });
});
