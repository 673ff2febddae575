import { describe, expect, it } from 'vitest';
import { paidLines } from '../../src/pictures/paid/geometry.ts';
import type { Trained } from '../../workers/methods/objective.ts';
import { paidProblemOf } from '../../workers/methods/paidProblem.ts';
import type { PaidAttempt, PaidProblem } from '../../workers/protocol.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { drawMany } from './tasks-checks.ts';

const task = taskById('addition').configure({ digits: 3, chains: 0 });
const problems = drawMany(task, 2);
const { answerLength } = task;
const batch = 4;
const answers = (first: number): Int32Array =>
  Int32Array.from({ length: batch * answerLength }, (_, i) => (first + Math.floor(i / answerLength)) % 10);
const layout = { ...task, length: task.promptLength + 2 * answerLength, vocabulary: task.vocabulary.length };
const sampled = (trained: Trained) => ({
  layout,
  episodes: { batch, prompts: new Int32Array(batch * task.promptLength), y1: answers(0), y2: answers(5) },
  trained,
});
const graded = {
  ...{ r1: Float32Array.of(1, 0, 0, 1), r2: Float32Array.of(1, 1, 1, 0) },
  ...{ grades1: [], grades2: [], programs1: [], programs2: [] },
};
const all = (): boolean[] => [true, true, true, true];
const paidOf = (first: number[], second: number[], trained: Trained = [all(), all()]): PaidProblem =>
  paidProblemOf(task, problems, sampled(trained), graded, [Float64Array.from(first), Float64Array.from(second)], {
    name: 'Stage II',
    firstAttempts: 'policy',
  });

describe('what an update paid', () => {
  it('is shown of the first problem whose episodes were not all paid alike, with their own answers and grades', () => {
    const { prompt, stage, episodes } = paidOf([0, 0, 0, 0], [0, 0, 5.5, -5.5]);
    expect([prompt, stage]).toEqual([task.promptText(problems[1]), 'Stage II']);
    expect(episodes.map((pair) => pair.map(({ tokens, right, advantage }) => [tokens.join(''), right, advantage]))).toEqual([
      [['2222', false, 0], ['7777', true, 5.5]],
      [['3333', true, 0], ['8888', false, -5.5]],
    ]); // prettier-ignore
    expect(paidOf([0.5, -0.5, 0, 0], [0, 0, 1, -1]).prompt).toBe(task.promptText(problems[0]));
    expect(paidOf([0, 0, 0, 0], [0, 0, 0, 0]).prompt).toBe(task.promptText(problems[0]));
    const none = new Float64Array(4);
    const turnsOf = (firstAttempts: 'policy' | 'second turn') =>
      paidProblemOf(task, problems, sampled([all(), all()]), graded, [none, none], { name: '', firstAttempts }).turns;
    expect([turnsOf('policy'), turnsOf('second turn')]).toEqual(['first two', 'last two']);
  });

  it('is nothing where the tokens were not trained on', () => {
    const { episodes } = paidOf([1, -1, 0, 0], [2, -2, 0, 0], [[false, true, true, true], [true, false, true, true]]); // prettier-ignore
    expect(episodes.map((pair) => pair.map(({ advantage }) => advantage))).toEqual([
      [null, 2],
      [-1, null],
    ]);
  });
});

describe('the picture of it', () => {
  const attempt = (advantage: number | null): PaidAttempt => ({ tokens: ['1', '2'], right: false, advantage });
  const problem: PaidProblem = {
    prompt: '1+2',
    stage: 'Stage II',
    turns: 'first two',
    episodes: [[attempt(0.25), attempt(-4)], [attempt(null), attempt(0)], ...Array.from({ length: 6 }, (): [PaidAttempt, PaidAttempt] => [attempt(-10), attempt(1)])], // prettier-ignore
  };

  it('colours an attempt by the sign of its advantage, by the root of its share of the largest that is shown', () => {
    const lines = paidLines({ ...problem, episodes: problem.episodes.slice(0, 2) });
    expect(lines.flat().map(({ tone, depth, paid }) => [tone, depth, paid])).toEqual([
      ['gain', 0.25, '+0.25'],
      ['loss', 1, '−4.00'],
      ['none', 0, 'not trained'],
      ['none', 0, '0'],
    ]);
  });

  it('draws four episodes, and names the turns that the update played', () => {
    expect(paidLines(problem)).toHaveLength(4);
    expect(paidLines(problem)[2][0]).toMatchObject({ who: 'first', paid: '−10.0', depth: 1 });
    const [[second, third]] = paidLines({ ...problem, turns: 'last two' });
    expect([second.who, third.who]).toEqual(['second', 'third']);
  });

  it('says that nothing was written where there is no token', () => {
    const empty: PaidAttempt = { tokens: [], right: false, advantage: 0 };
    expect(paidLines({ ...problem, episodes: [[empty, empty]] })[0][0].text).toBe('nothing');
  });
});
