import { describe, expect, it } from 'vitest';
import { hold } from '../../workers/bench/contest.ts';
import type { Contest, Place } from '../../workers/bench/contest.ts';
import { CannotRun } from '../../workers/bench/sides/side.ts';
import type { Side } from '../../workers/bench/sides/side.ts';

const place: Place = { backend: 'webgpu', adapter: 'an adapter', counter: null, say: () => undefined };

const sideOf = (name: string, changes: Partial<Side> = {}): Side => ({
  name,
  note: `note of ${name}`,
  sameModel: true,
  trainer: () => Promise.reject(new CannotRun('It cannot train.')),
  decoder: () => Promise.reject(new CannotRun('It cannot decode.')),
  ...changes,
});

/** A contest that writes down what happens; sides named `wrong` are, and `absent` ones cannot run. */
function logged(): { contest: Contest; log: string[] } {
  const log: string[] = [];
  const contest: Contest = {
    work: 'decode',
    model: '0.2M',
    batch: 8,
    tokens: 160,
    prepare: async (side) => {
      if (side.name === 'absent') throw new CannotRun('It is not installed.');
      if (side.name === 'broken') throw new TypeError('x is not a function');
      return {
        side,
        run: async () => {
          if (side.name === 'dying') throw new Error('the device is gone');
          log.push(side.name);
        },
        check: async () => (side.name === 'wrong' ? 'wrong: token 1' : null),
        dispose: () => log.push(`${side.name} disposed`),
      };
    },
  };
  return { contest, log };
}

describe('a contest', () => {
  it('has its sides take turns, each round beginning with another', async () => {
    const { contest, log } = logged();
    const rows = await hold(contest, [sideOf('a'), sideOf('b')], { rounds: 3, milliseconds: 1000 }, place);
    expect(log).toEqual(['a', 'b', 'b', 'a', 'a', 'b', 'a disposed', 'b disposed']);
    expect(rows.map(({ side, correct, rounds, note }) => [side, correct, rounds, note])).toEqual([
      ['a', true, 3, 'note of a'],
      ['b', true, 3, 'note of b'],
    ]);
  });

  it('does not time a side that is wrong, and keeps a row for every side, with the reason', async () => {
    const { contest, log } = logged();
    const sides = ['wrong', 'absent', 'broken', 'a'].map((name) => sideOf(name));
    const rows = await hold(contest, sides, { rounds: 1, milliseconds: 1000 }, place);
    expect(log).toEqual(['wrong disposed', 'a', 'a disposed']);
    expect(rows.map(({ side, correct, median_ms, note }) => [side, correct, median_ms === null, note])).toEqual([
      ['wrong', false, true, 'wrong: token 1'],
      ['absent', null, true, 'It is not installed.'],
      ['broken', null, true, 'failed: x is not a function'],
      ['a', true, false, 'note of a'],
    ]);
  });

  it('goes on without a side that fails while it is timed', async () => {
    const { contest } = logged();
    const rows = await hold(contest, [sideOf('dying'), sideOf('a')], { rounds: 2, milliseconds: 1000 }, place);
    expect(rows.map(({ side, median_ms, rounds, note }) => [side, median_ms === null, rounds, note])).toEqual([
      ['dying', true, 0, 'failed while it was timed: the device is gone'],
      ['a', false, 2, 'note of a'],
    ]);
  });

  it('leaves out a side whose optimisation the work does not feel', async () => {
    const { contest } = logged();
    const rows = await hold(contest, [sideOf('a'), sideOf('b', { works: ['train_step'] })], { rounds: 1, milliseconds: 1000 }, place);
    expect(rows.map(({ side }) => side)).toEqual(['a']);
  });

  it('gives a slow side one round at least, and no more once its time is up', async () => {
    const { contest, log } = logged();
    const rows = await hold(contest, [sideOf('a')], { rounds: 5, milliseconds: 0 }, place);
    expect(log).toEqual(['a', 'a disposed']);
    expect(rows[0].rounds).toBe(1);
  });
});
