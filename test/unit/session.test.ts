import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine } from '../../cli/nodeEngine.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import { generousGrader, graderBy } from './reference/tinyRuns.ts';
import { course, of, open, optionsOf, pretrainedBase, request, rows } from './sessionRuns.ts';

let engineGrader: Grader;
let base: Uint8Array;

beforeAll(async () => {
  engineGrader = (await startEngine()).grader;
  base = await pretrainedBase();
});

afterAll(() => engineGrader.close());
afterEach(() => void vi.restoreAllMocks());

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
