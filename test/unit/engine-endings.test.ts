/** An update on a task whose answers end where the policy says so. */
import { beforeAll, expect, it } from 'vitest';
import type { Grader } from '../../workers/grader/verdict.ts';
import { defaultOptions, parseRunOptions } from '../../workers/methods/options.ts';
import { initialState } from '../../workers/methods/state.ts';
import { problemSource } from '../../workers/methods/problems.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { transpile } from '../../workers/tasks/transpile.ts';
import { componentsAlong, randomDirections } from './reference/differentiate64.ts';
import { rollOut64, turns64 } from './reference/episodes64.ts';
import { estimator64, scores64 } from './reference/objective64.ts';
import { lively, nudged, relativeDistance } from './reference/tinyModels.ts';

const dials = { operands: 4, operators: 3 };
const task = transpile.configure(dials);
const layout = layoutOf(task);
const options = parseRunOptions({
  ...defaultOptions('transpile', 'naive'),
  ...{ dials, seed: 5, steps: 2, pool: 0, batch: 8, group: 4, layers: 1, heads: 2, width: 4, heldOut: 4 },
  ...{ temperature: 1.5, beta1: 0.3, gradientNorm: 1000 },
});
const model = { layers: 1, heads: 2, width: 4, context: layout.length, vocabulary: layout.vocabulary };
const base = { model, task: 'transpile', dials, origin: {}, weights: lively(model, 31, 0.4) };
const policy = nudged(base.weights, 32, 0.1);

const isRight = (program: string): boolean => program.length % 2 === 0;
const grader: Grader = {
  grade: (programs) => Promise.resolve(programs.map(({ source }) => ({ verdict: isRight(source) ? 'pass' : 'fail', detail: '' }))),
  replaced: () => 0,
  close: () => undefined,
};

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

it('is along the float64 gradient of the tokens up to and with the end of each answer, and of no other', async () => {
  const run = TrainingRun.resume({ ...initialState(options, base), policy }, grader);
  const report = await run.update();
  const { optimiser: after } = await run.state();
  run.dispose();

  const source = problemSource(task, options.seed, 0);
  const problems = Array.from({ length: 8 }, (_, row) => source.draw(0, Math.floor(row / 4)));
  const sampling = { temperature: 1.5, stream: 'tokens', seed: options.seed, step: 0, firstEpisode: 0 } as const;
  const episodes = problems.map(({ prompt }, row) => rollOut64(policy, model, layout, [...prompt], sampling, row));
  const lengths = episodes.map((episode) => turns64(policy, model, layout, episode, 1.5).map(({ written }) => written));
  expect(lengths.filter(([first, second]) => first !== second).length).toBeGreaterThan(4);

  const rewards = ([0, 1] as const).map((turn) =>
    episodes.map(({ y1, y2 }, row) => {
      const program = task.program(problems[row], Int32Array.from(turn === 0 ? y1 : y2));
      return program !== null && isRight(program) ? 1 : 0;
    }),
  );
  expect(new Set(rewards.flat()).size).toBe(2);
  const advantages = rewards.map((values) =>
    values.map((value, i) => {
      const group = values.slice(i - (i % 4), i - (i % 4) + 4);
      return value - (group.reduce<number>((sum, each) => sum + each, 0) - value) / 3;
    }),
  );
  const directions = randomDirections(policy, 33);
  const scores = scores64(policy, { model, layout, base: base.weights, temperature: 1.5 }, episodes, directions);
  const expected = estimator64(scores, { group: 4, advantages: [advantages[0], advantages[1]], betas: [0.3, 0.3] });
  expect(report.gradient_norm).toBeGreaterThan(0.01);
  // After one update from nothing, the first moment is a tenth of the gradient.
  const gradient = after.firstMoment.map((value) => 10 * value);
  expect(relativeDistance(componentsAlong(gradient, directions), expected)).toBeLessThan(1e-4);
});
