import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../cli/nodeEngine.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { RunOptions, StageOfUpdate } from '../../workers/protocol.ts';
import { generousGrader, tinyOptions, tinyState } from './reference/tinyRuns.ts';
import { course, of, open, optionsOf, pretrainedBase, request } from './sessionRuns.ts';

let engineGrader: Grader;
let base: Uint8Array;

beforeAll(async () => {
  engineGrader = (await startEngine()).grader;
  base = await pretrainedBase();
});

afterAll(() => engineGrader.close());

const start = (options: RunOptions): TrainingRun => TrainingRun.resume(tinyState(options), generousGrader);
const stateOf = async (run: TrainingRun): Promise<Uint8Array> => writeState(await run.state());

/** All stages of one update. */
async function stagesOf(run: TrainingRun): Promise<StageOfUpdate[]> {
  const stages: StageOfUpdate[] = [];
  do stages.push(await run.advanceStage());
  while (run.isMidUpdate);
  return stages;
}

const made = <Made extends StageOfUpdate['made']>(stages: readonly StageOfUpdate[], name: Made) =>
  stages.find((stage): stage is Extract<StageOfUpdate, { made: Made }> => stage.made === name)!;

describe('an update in four stages', () => {
  it.each([
    ['score', {}],
    ['naive', { estimator: 'running_mean' }],
    ['pag', {}],
    ['score_three_turns', {}],
  ] as const)('is one of %s in one go, to the last bit: reports, state, model', async (method, change) => {
    const options = tinyOptions({ method, ...change });
    const [whole, staged] = [start(options), start(options)];
    for (let update = 0; update < 4; update++) {
      const report = await whole.update();
      const stages = await stagesOf(staged);
      expect(stages.map((stage) => stage.made)).toEqual(['sample', 'grade', 'advantage', 'gradient']);
      expect(made(stages, 'gradient').report).toEqual(report);
      expect(staged.paid).toEqual(whole.paid);
      expect(await stateOf(staged)).toEqual(await stateOf(whole));
    }
    whole.dispose();
    staged.dispose();
  });

  it.each(['score', 'naive'])(
    'is not in the state of a run before its end: a run of %s that goes on from there repeats it',
    async (method) => {
      const options = tinyOptions({ method, estimator: 'running_mean' });
      const run = start(options);
      await run.update();
      const before = await stateOf(run);
      const saved: Uint8Array[] = [];
      for (let stage = 0; stage < 3; stage++) {
        await run.advanceStage();
        saved.push(await stateOf(run));
      }
      for (const state of saved) expect(state).toEqual(before);
      const resumed = TrainingRun.resume(readState(saved[2]), generousGrader);
      expect(await resumed.update()).toEqual(await run.update());
      expect(await stateOf(resumed)).toEqual(await stateOf(run));
      run.dispose();
      resumed.dispose();
    },
  );

  it('shows of every stage what it made of the whole batch', async () => {
    const options = tinyOptions({ method: 'naive' });
    const run = start(options);
    const stages = await stagesOf(run);
    const { paid } = run;
    run.dispose();
    const [sample, { grades }, { advantages }, gradient] = [
      made(stages, 'sample'),
      made(stages, 'grade'),
      made(stages, 'advantage'),
      made(stages, 'gradient'),
    ];
    expect([sample.stage, sample.turns, sample.prompts.length]).toEqual([gradient.report.stage, 'first two', 2]);
    for (const lists of [sample.answers, grades, advantages]) expect(lists.map((list) => list.length)).toEqual([4, 4]);
    const index = sample.prompts.indexOf(paid!.prompt);
    expect(sample.answers[index]).toEqual(paid!.episodes.map((pair) => pair.map(({ tokens }) => tokens.join(''))));
    expect(grades[index].map((pair) => pair.map(({ verdict }) => verdict === 'pass'))).toEqual(
      paid!.episodes.map((pair) => pair.map(({ right }) => right)),
    );
    expect(advantages[index]).toEqual(paid!.episodes.map((pair) => pair.map(({ advantage }) => advantage)));
    grades.flat(2).forEach(({ program }, place) => {
      const answer = sample.answers.flat(2)[place];
      expect(program).toBe(/^\d+$/.test(answer) ? `()=>${Number(answer)}` : '');
    });
    expect(gradient.betas).toEqual([options.beta1, options.beta1]);
    expect(Number.isFinite(gradient.loss)).toBe(true);
  });

  it('says how far the gradient step moved the parameters', async () => {
    const run = start(tinyOptions());
    const before = (await run.state()).policy;
    const { change, length } = made(await stagesOf(run), 'gradient');
    const after = (await run.state()).policy;
    run.dispose();
    const flat = (weights: typeof before): number[] => [...weights.values()].flatMap((values) => [...values]);
    const [from, to] = [flat(before), flat(after)];
    expect(change).toBeCloseTo(Math.hypot(...to.map((value, i) => value - from[i])), 8);
    expect(length).toBeCloseTo(Math.hypot(...from), 8);
    expect(change).toBeGreaterThan(0);
  });

  it('is begun afresh where a stage failed', async () => {
    let works = false;
    const grader: Grader = {
      ...generousGrader,
      grade: (programs) => (works ? generousGrader.grade(programs) : Promise.reject(new Error('The grader is broken.'))),
    };
    const options = tinyOptions();
    const [run, other] = [TrainingRun.resume(tinyState(options), grader), start(options)];
    await run.advanceStage();
    await expect(run.advanceStage()).rejects.toThrow('The grader is broken.');
    expect(run.isMidUpdate).toBe(false);
    works = true;
    expect(await run.update()).toEqual(await other.update());
    run.dispose();
    other.dispose();
  });
});

describe('a session that is stepped by stages', () => {
  it('says what every stage made, and ends where one ends that was not', async () => {
    const straight = open();
    await straight.session.open([request('a', optionsOf(), base)]);
    await straight.session.play();
    const stepped = open();
    await stepped.session.open([request('a', optionsOf(), base)]);
    for (let stage = 0; stage < 4 * 3; stage++) await stepped.session.stepStage();
    expect(of(stepped.events, 'stage').map((stage) => `${stage.step} ${stage.made}`)).toEqual(
      [1, 2, 3].flatMap((step) => ['sample', 'grade', 'advantage', 'gradient'].map((name) => `${step} ${name}`)),
    );
    // In the middle of the fourth update.
    await stepped.session.stepStage();
    await stepped.session.stepStage();
    await stepped.session.play();
    expect(course(stepped.events, 'a')).toEqual(course(straight.events, 'a'));
    await straight.session.close();
    await stepped.session.close();
  });

  it('goes on from a checkpoint of the middle of an update by repeating it', async () => {
    const first = open();
    await first.session.open([request('a', optionsOf(), base)]);
    for (let stage = 0; stage < 7; stage++) await first.session.stepStage();
    const { state, step } = of(first.events, 'checkpoint').at(-1);
    expect(step).toBe(1);
    const second = open();
    await second.session.open([request('a', optionsOf(), null, state)]);
    await first.session.play();
    await second.session.play();
    const [straight, resumed] = [course(first.events, 'a'), course(second.events, 'a')];
    expect(resumed.updates).toEqual(straight.updates.slice(1));
    expect(resumed.model).toEqual(straight.model);
    await first.session.close();
    await second.session.close();
  });

  it('keeps its runs in lock step, with one that imitates waiting for the other’s update', async () => {
    const { session, events } = open(() => undefined, generousGrader);
    const star = optionsOf({ method: 'star_plus', steps: 6, evaluateEvery: 6 });
    await session.open([request('star', star, base), request('naive', optionsOf({ method: 'naive' }), base)]);
    await session.stepStage();
    expect(of(events, 'stage').map(({ id, made }) => `${id} ${made}`)).toEqual(['star gradient', 'naive sample']);
    await session.stepStage();
    await session.step();
    expect(of(events, 'update').map(({ id, step }) => `${id} ${step}`)).toEqual(['star 1', 'naive 1']);
    await session.step();
    expect(of(events, 'update').map(({ id, step }) => `${id} ${step}`)).toEqual(['star 1', 'naive 1', 'star 2', 'naive 2']);
    await session.close();
  });
});
