import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../cli/nodeEngine.ts';
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import type { Grade, Grader } from '../../workers/grader/verdict.ts';
import { readCheckpoint, writeCheckpoint } from '../../workers/model/checkpoint.ts';
import { of, open, optionsOf, pretrainedBase, request } from './sessionRuns.ts';

let engineGrader: Grader;
let base: Uint8Array;

beforeAll(async () => {
  engineGrader = (await startEngine()).grader;
  base = await pretrainedBase();
});

afterAll(() => engineGrader.close());

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
