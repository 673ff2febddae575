import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine } from '../../cli/nodeEngine.ts';
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import type { Grade, Grader } from '../../workers/grader/verdict.ts';
import { defaultOptions, parseRunOptions } from '../../workers/methods/options.ts';
import { Session } from '../../workers/methods/session.ts';
import { readCheckpoint, writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { RunEvent, RunOptions, RunRequest } from '../../workers/protocol.ts';
import { generousGrader, graderBy } from './reference/tinyRuns.ts';

/** A run of eight updates on a model of a few hundred parameters. */
const optionsOf = (change: Partial<RunOptions> = {}): RunOptions =>
  parseRunOptions({
    ...defaultOptions('addition', 'score'),
    dials: { digits: 2, chains: 0 },
    ...{ steps: 8, evaluateEvery: 4, heldOut: 12, pool: 16, batch: 16, group: 4, warmUp: 1, learningRate: 0.01, lateLearningRate: 0.005 },
    ...{ layers: 1, heads: 2, width: 8, baseAccuracy: 0.01, pretrainSteps: 400, secondLookSteps: 3 },
    ...change,
  });

let engineGrader: Grader;
/** A pretrained base of the size above. */
let base: Uint8Array;

beforeAll(async () => {
  engineGrader = (await startEngine()).grader;
  const { session, events } = open();
  await session.open([request('maker', optionsOf(), null)]);
  base = of(events, 'base')[0].checkpoint;
  await session.close();
});

afterAll(() => engineGrader.close());
afterEach(() => void vi.restoreAllMocks());

const request = (id: string, options: RunOptions, from: Uint8Array | null, resume: Uint8Array | null = null): RunRequest => ({
  id,
  options,
  base: from,
  resume,
});

/** A session that grades in earnest and writes down what it says. */
function open(onEvent: (event: RunEvent, session: Session) => void = () => undefined, grader: Grader = createNodeGrader()) {
  const events: RunEvent[] = [];
  const session: Session = new Session(grader, (event) => {
    events.push(event);
    onEvent(event, session);
  });
  return { session, events };
}

const of = <Kind extends RunEvent['kind']>(events: readonly RunEvent[], kind: Kind, id?: string) =>
  events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind && (id === undefined || event.id === id));

const rows = (events: readonly RunEvent[], id?: string) => of(events, 'evaluation', id).flatMap((evaluation) => evaluation.rows);

/** Everything a run says that must be the same when it is run again. */
const course = (events: readonly RunEvent[], id: string) => ({
  updates: of(events, 'update', id).map((update) => ({ ...update, milliseconds: 0 })),
  evaluations: of(events, 'evaluation', id),
  model: of(events, 'finished', id).map(({ model }) => model),
});

describe('a session', () => {
  it('evaluates what it opens and sends a checkpoint to go on from', async () => {
    const { session, events } = open();
    await session.open([request('a', optionsOf(), base)]);
    expect(events.map(({ kind }) => kind)).toEqual(['phase', 'evaluation', 'phase', 'checkpoint']);
    expect(rows(events).map(({ step, stage, split, temperature, n }) => [step, stage, split, temperature, n])).toEqual([
      [0, 'base', 'heldout', 0, 12],
      [0, 'base', 'heldout', 1, 12],
    ]);
    await session.close();
  });

  it('advances its runs in lock step, update by update, and evaluates them at the same steps', async () => {
    const { session, events } = open();
    await session.open([request('naive', optionsOf({ method: 'naive' }), base), request('score', optionsOf(), base)]);
    await session.play();
    expect(of(events, 'update').map(({ id, step }) => `${id} ${step}`)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].flatMap((step) => [`naive ${step}`, `score ${step}`]),
    );
    for (const id of ['naive', 'score']) {
      expect(of(events, 'evaluation', id).map(({ step }) => step)).toEqual([0, 4, 8]);
      expect(of(events, 'finished', id)).toHaveLength(1);
    }
    expect(new Set(of(events, 'update', 'score').map(({ stage }) => stage))).toEqual(new Set(['Stage I', 'Stage II']));
    await session.close();
  });

  it('samples what a run imitates before it learns, says so, and lets the other run go on meanwhile', async () => {
    const { session, events } = open(() => undefined, generousGrader);
    const star = optionsOf({ method: 'pair_sft_plus', steps: 4, evaluateEvery: 4 });
    await session.open([request('star', star, base), request('naive', optionsOf({ method: 'naive', steps: 4 }), base)]);
    await session.play();
    const sampling = of(events, 'phase', 'star').filter(({ phase }) => phase === 'sampling');
    expect(sampling.map(({ sentence }) => sentence)).toEqual([
      ...[4, 3, 2].map((batches) => `Sampling answers to imitate: ${batches} batches to go.`),
      'Sampling answers to imitate: 1 batch to go.',
    ]);
    expect(of(events, 'update').map(({ id, step }) => `${id} ${step}`)).toEqual([
      ...[1, 2, 3, 4].map((step) => `naive ${step}`),
      ...[1, 2, 3, 4].map((step) => `star ${step}`),
    ]);
    expect(of(events, 'finished').map(({ id }) => id)).toEqual(['naive', 'star']);
    await session.close();
  });

  it('steps a run that imitates by one update, with all that has to be sampled before', async () => {
    const { session, events } = open(() => undefined, generousGrader);
    const star = optionsOf({ method: 'star_plus', steps: 6, evaluateEvery: 6 });
    await session.open([request('star', star, base), request('naive', optionsOf({ method: 'naive' }), base)]);
    await session.step();
    expect(of(events, 'update').map(({ id, step }) => `${id} ${step}`)).toEqual(['star 1', 'naive 1']);
    await session.close();
  });

  it('stops a run that finds nothing to imitate with a sentence, and no other', async () => {
    const { session, events } = open(
      () => undefined,
      graderBy(() => false),
    );
    await session.open([
      request('star', optionsOf({ method: 'star', steps: 4, evaluateEvery: 4 }), base),
      request('naive', optionsOf({ method: 'naive', steps: 4 }), base),
    ]);
    await session.play();
    expect(of(events, 'stopped').map(({ id, sentence }) => `${id}: ${sentence}`)).toEqual([
      'star: No sampled episode had an answer to imitate. Raise the temperature or the base’s accuracy, or choose another method.',
    ]);
    expect(of(events, 'finished').map(({ id }) => id)).toEqual(['naive']);
    await session.close();
  });

  it('finishes a run that trains nothing as soon as it is measured', async () => {
    const { session, events } = open();
    await session.open([
      request('base', optionsOf({ method: 'base' }), base),
      request('other', optionsOf({ method: 'self_refine' }), base),
    ]);
    expect(of(events, 'finished').map(({ id, step }) => `${id} ${step}`)).toEqual(['base 0', 'other 0']);
    await session.play();
    expect(of(events, 'update')).toEqual([]);
    const [own, reworded] = ['base', 'other'].map((id) => rows(events, id));
    expect(own.map(({ acc_t1 }) => acc_t1)).toEqual(reworded.map(({ acc_t1 }) => acc_t1));
    expect(own).not.toEqual(reworded);
    await session.close();
  });

  it('gives equal runs the same course to the last bit', async () => {
    const { session, events } = open();
    await session.open([request('a', optionsOf(), base), request('b', optionsOf(), base)]);
    await session.play();
    const unnamed = (id: string): string => JSON.stringify(course(events, id)).replaceAll(`"id":"${id}"`, '');
    expect(unnamed('b')).toBe(unnamed('a'));
    await session.close();
  });

  it('pauses after the update in hand, sends a checkpoint of every run, and says nothing more', async () => {
    const pausing: Promise<void>[] = [];
    const { session, events } = open((event, self) => {
      if (event.kind === 'update' && event.id === 'a' && event.step === 3) pausing.push(self.pause());
    });
    await session.open([request('a', optionsOf({ method: 'naive' }), base), request('b', optionsOf(), base)]);
    await session.play();
    await Promise.all(pausing);
    expect(of(events, 'update').at(-1)).toMatchObject({ id: 'b', step: 3 });
    const sent = of(events, 'checkpoint').slice(-2);
    expect(sent.map(({ id, step }) => [id, step])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    const before = events.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(events).toHaveLength(before);
    await session.close();
  });

  it('plays on after a pause as if there had been none', async () => {
    const straight = open();
    await straight.session.open([request('a', optionsOf(), base)]);
    await straight.session.play();
    const halting = open((event, self) => {
      if (event.kind === 'update' && event.step % 3 === 0) void self.pause();
    });
    await halting.session.open([request('a', optionsOf(), base)]);
    for (let i = 0; i < 3; i++) await halting.session.play();
    expect(course(halting.events, 'a')).toEqual(course(straight.events, 'a'));
    await straight.session.close();
    await halting.session.close();
  });

  it.each([1, 3, 4, 7])('goes on from a checkpoint of update %i exactly, in another session', async (stop) => {
    const first = open((event, self) => {
      if (event.kind === 'update' && event.step === stop) void self.pause();
    });
    await first.session.open([request('a', optionsOf(), base)]);
    await first.session.play();
    const [{ state, step }] = of(first.events, 'checkpoint').slice(-1);
    expect(step).toBe(stop);
    const second = open();
    await second.session.open([request('a', optionsOf(), null, state)]);
    expect(second.events).toEqual([]);
    await second.session.play();
    await first.session.play();
    const resumed = course(second.events, 'a');
    const straight = course(first.events, 'a');
    expect(resumed.updates).toEqual(straight.updates.slice(stop));
    expect(resumed.evaluations).toEqual(straight.evaluations.slice(-resumed.evaluations.length));
    expect(resumed.model).toEqual(straight.model);
    await first.session.close();
    await second.session.close();
  });

  it('does one update of every run when it is asked for one', async () => {
    const { session, events } = open();
    await session.open([request('a', optionsOf({ method: 'naive' }), base), request('b', optionsOf(), base)]);
    await session.step();
    expect(of(events, 'update').map(({ id, step }) => [id, step])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(
      of(events, 'checkpoint')
        .slice(-2)
        .map(({ step }) => step),
    ).toEqual([1, 1]);
    await session.close();
  });

  it('pretrains one base for runs that share its options', async () => {
    const { session, events } = open();
    await session.open([request('a', optionsOf({ method: 'naive' }), null), request('b', optionsOf(), null)]);
    const [first, second] = of(events, 'base');
    expect(second.checkpoint).toEqual(first.checkpoint);
    expect(first.checkpoint).toEqual(base);
    const pretraining = of(events, 'phase').filter(({ phase }) => phase === 'pretraining');
    expect(new Set(pretraining.map(({ id }) => id))).toEqual(new Set(['a']));
    const progress = pretraining.map((event) => event.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.every((part) => part >= 0 && part <= 1)).toBe(true);
    await session.close();
  });

  it('that is closed while it pretrains ends that with a sentence, and says nothing more', async () => {
    const closing: Promise<void>[] = [];
    const { session, events } = open((event, self) => {
      if (event.kind === 'phase') closing.push(self.close());
    });
    const endless = optionsOf({ baseAccuracy: 1, pretrainSteps: 100_000 });
    await expect(session.open([request('a', endless, null)])).rejects.toThrow('The run was closed while its base was being pretrained.');
    await Promise.all(closing);
    expect(events).toHaveLength(1);
  });

  it('that is closed while it evaluates a new run ends after that, and opens no other', async () => {
    const closing: Promise<void>[] = [];
    const { session, events } = open((event, self) => {
      if (event.kind === 'phase') closing.push(self.close());
    });
    await session.open([request('a', optionsOf(), base), request('b', optionsOf(), base)]);
    await Promise.all(closing);
    expect(new Set(events.map(({ id }) => id))).toEqual(new Set(['a']));
  });

  it('that is closed while it trains ends after the update in hand', async () => {
    const closing: Promise<void>[] = [];
    const { session, events } = open((event, self) => {
      if (event.kind === 'update' && event.step === 2) closing.push(self.close());
    });
    await session.open([request('a', optionsOf(), base)]);
    await session.play();
    await Promise.all(closing);
    expect(of(events, 'update')).toHaveLength(2);
    expect(of(events, 'checkpoint').at(-1)?.step).toBe(2);
  });

  /** Steps of the checkpoints a run sends when its clock goes on by so many seconds at every update, and by nothing else. */
  async function savedSteps(secondsPerUpdate: number): Promise<number[]> {
    let seconds = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
    const { session, events } = open((event) => {
      if (event.kind === 'update') seconds += secondsPerUpdate;
    });
    await session.open([request('a', optionsOf(), base)]);
    await session.play();
    await session.close();
    return of(events, 'checkpoint').map(({ step }) => step);
  }

  it('sends the state of a run at every update where updates are 6 s apart', async () => {
    expect(await savedSteps(6)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8]);
  });

  it.each([0, 1])('sends the state of a run only at its evaluations, and at the end, where updates are %i s apart', async (seconds) => {
    expect(await savedSteps(seconds)).toEqual([0, 4, 8, 8]);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { session } = open();
    await session.open([request('a', optionsOf(), base), request('b', optionsOf({ method: 'naive' }), base)]);
    await session.play();
    await session.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a run that cannot go on', () => {
  /** The base with one layer so large that its products are not finite. */
  const poisoned = (): Uint8Array => {
    const checkpoint = readCheckpoint(base);
    checkpoint.weights.get('head')?.fill(3e38);
    return writeCheckpoint(checkpoint);
  };

  it('is stopped with its step and the quantity, and the other one goes on', async () => {
    const { session, events } = open();
    await session.open([request('bad', optionsOf(), poisoned()), request('good', optionsOf(), base)]);
    await session.play();
    expect(of(events, 'stopped')).toHaveLength(1);
    expect(of(events, 'stopped')[0]).toMatchObject({ id: 'bad', step: 0 });
    expect(of(events, 'stopped')[0].sentence).toMatch(/^Stopped at step 0: the .+ is not a finite number\.$/);
    expect(of(events, 'update', 'bad')).toEqual([]);
    expect(of(events, 'checkpoint', 'bad')).toEqual([]);
    expect(of(events, 'finished').map(({ id }) => id)).toEqual(['good']);
    await session.close();
  });

  it('whose grader fails is stopped with what the grader says', async () => {
    const grader = createNodeGrader();
    let calls = 0;
    const failing: Grader = {
      ...grader,
      grade: (programs) => (++calls > 4 ? Promise.reject(new Error('The sandbox could not be started.')) : grader.grade(programs)),
    };
    const { session, events } = open(undefined, failing);
    await session.open([request('a', optionsOf(), base)]);
    await session.play();
    expect(of(events, 'stopped')).toMatchObject([{ sentence: 'The sandbox could not be started.', gpuWasLost: false }]);
    await session.close();
  });

  it('because the GPU was lost is stopped once, and what the update in hand still does is not said', async () => {
    let lost = false;
    const { session, events } = open((event, self) => {
      if (event.kind !== 'update' || event.step !== 3 || lost) return;
      lost = true;
      // In the middle of the next update.
      setTimeout(() => self.stopAll('The GPU was reset.', true), 0);
    });
    await session.open([request('a', optionsOf(), base), request('b', optionsOf({ method: 'naive' }), base)]);
    await session.play();
    for (const id of ['a', 'b']) {
      const own = events.filter((event) => event.id === id);
      expect(own.at(-1)).toMatchObject({ kind: 'stopped', sentence: 'The GPU was reset.', gpuWasLost: true });
      expect(of(own, 'stopped')).toHaveLength(1);
    }
    await session.close();
  });

  it('whose base is of another task or setting is refused with a sentence', async () => {
    const { session } = open();
    await expect(session.open([request('a', optionsOf({ dials: { digits: 3, chains: 0 } }), base)])).rejects.toThrow(
      'The base checkpoint was made with digits = 2; the run has digits = 3. Pretrain a base for it.',
    );
    await session.close();
  });
});

describe('the programs that were stopped', () => {
  const timeout: Grade = { verdict: 'timeout', detail: '' };
  const memory: Grade = { verdict: 'memory', detail: '' };

  /** Grades in earnest, but says of the first two programs of every batch that they ran out of time and of memory. */
  function stoppingTwo(): Grader {
    const grader = createNodeGrader();
    let batches = 0;
    return {
      ...grader,
      grade: async (programs) => [timeout, memory, ...(await grader.grade(programs)).slice(2)],
      replaced: () => ++batches,
    };
  }

  it('are counted for every update of every run on its own, however often the sandbox was replaced', async () => {
    const { session, events } = open(undefined, stoppingTwo());
    await session.open([request('a', optionsOf(), base), request('b', optionsOf({ method: 'naive' }), base)]);
    await session.play();
    for (const id of ['a', 'b']) expect(of(events, 'update', id).map((update) => update.stopped_programs)).toEqual(Array(8).fill(2));
    await session.close();
  });

  it('are counted in both turns', async () => {
    const grader = createNodeGrader();
    const { session, events } = open(undefined, { ...grader, grade: (programs) => Promise.resolve(programs.map(() => timeout)) });
    await session.open([request('a', optionsOf(), base)]);
    await session.step();
    const [{ stopped_programs: stopped }] = of(events, 'update');
    // 16 episodes; an answer whose tokens are no program never ran.
    expect(stopped).toBeGreaterThan(16);
    expect(stopped).toBeLessThanOrEqual(32);
    await session.close();
  });

  it('are none where programs are only wrong', async () => {
    const { session, events } = open();
    await session.open([request('a', optionsOf(), base)]);
    await session.step();
    const [{ stopped_programs: stopped, r1 }] = of(events, 'update');
    expect(r1).toBeLessThan(1);
    expect(stopped).toBe(0);
    await session.close();
  });
});
