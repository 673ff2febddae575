import { describe, expect, it } from 'vitest';
import { compareGroups, type ComparedGroup } from '../../src/runs/compare.ts';
import { armName, groupsOf, sharedSettings } from '../../src/runs/groups.ts';
import {
  emptyQueue,
  parseSeeds,
  queueAfter,
  queueText,
  readQueue,
  seedAddresses,
  type Queue,
  type QueueEvent,
} from '../../src/runs/queue.ts';
import { readAddress } from '../../src/state/address.ts';
import { defaultColumns } from '../../src/state/setup.ts';
import { mostDifferences } from '../../workers/measures/permutation.ts';
import { defaultOptions } from '../../workers/protocol.ts';

const group = (name: string, second: Record<number, number>): ComparedGroup => ({
  name,
  results: Object.entries(second).map(([seed, acc]) => ({
    seed: Number(seed),
    row: { acc_t1: 0.5, acc_t2: acc, delta: acc - 0.5, change_rate: 0.2 },
  })),
});

describe('two groups of runs', () => {
  // Differences of the second accuracy: 0.1, 0.2 and 0.3. Mean 0.2, standard deviation 0.1, t(0.975, 2) = 4.3027.
  const naive = group('naive', { 1: 0.5, 2: 0.5, 3: 0.5, 7: 0.9 });
  const score = group('score', { 3: 0.8, 2: 0.7, 1: 0.6, 9: 0.1 });

  it('are compared seed by seed, over the seeds that both have', () => {
    const { seeds, leftOut, measures } = compareGroups(naive, score);
    expect(seeds).toEqual([1, 2, 3]);
    expect(leftOut).toEqual([7, 9]);
    const second = measures[1];
    expect(second.measure).toBe('acc_t2');
    expect(second.first).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(second.difference.value).toBeCloseTo(0.2, 12);
    expect(second.difference.high - second.difference.value).toBeCloseTo((4.302653 * 0.1) / Math.sqrt(3), 5);
  });

  it('have an exact p per measure, and Holm’s over all of them', () => {
    const { measures } = compareGroups(naive, score);
    // All three differences have one sign: 2 of 8 sign patterns are as extreme. Without any difference every pattern is.
    expect(measures.map(({ p }) => p)).toEqual([1, 0.25, 0.25, 1]);
    expect(measures.map(({ adjusted }) => adjusted)).toEqual([1, 1, 1, 1]);
    const six = (acc: number): ComparedGroup => group(String(acc), { 1: acc, 2: acc, 3: acc, 4: acc, 5: acc, 6: acc });
    expect(compareGroups(six(0.5), six(0.6)).measures.map(({ adjusted }) => adjusted)).toEqual([1, 0.125, 0.125, 1]);
  });

  it('have no exact p where there are more pairs than can be counted, but an interval', () => {
    const many = (acc: number): ComparedGroup =>
      group('many', Object.fromEntries(Array.from({ length: mostDifferences + 1 }, (_, seed) => [seed, acc])));
    const [, second] = compareGroups(many(0.5), many(0.6)).measures;
    expect([second.p, second.adjusted]).toEqual([null, null]);
    expect(second.difference.low).toBeCloseTo(0.1, 12);
  });

  it('have no interval that goes on beyond what a number can be', () => {
    const [, accuracy, delta] = compareGroups(group('wide', { 1: 0.2, 2: 0.98 }), group('high', { 1: 0.9, 2: 0.99 })).measures;
    expect([accuracy.first.low, accuracy.first.high, accuracy.second.high]).toEqual([0, 1, 1]);
    expect(accuracy.second.value).toBeCloseTo(0.945, 12);
    expect([delta.first.low, delta.first.high]).toEqual([-1, 1]);
    expect(delta.difference.low).toBe(-2);
  });

  it('are refused with fewer than two seeds in common', () => {
    expect(() => compareGroups(naive, group('other', { 1: 0.4, 8: 0.4 }))).toThrow(
      '“naive” and “other” have finished runs of one common seed, 1. A paired comparison needs two: train more seeds of both.',
    );
    expect(() => compareGroups(naive, group('other', {}))).toThrow('no finished run of a common seed');
  });

  it('are refused where a seed is there twice', () => {
    const twice = { name: 'mixed', results: [...naive.results, ...score.results] };
    expect(() => compareGroups(twice, score)).toThrow('“mixed” has more than one run of seed 1.');
  });
});

describe('groups of runs', () => {
  const run = (method: string, seed: number, over = {}, tags: string[] = []) => ({
    options: { ...defaultOptions('addition', method), seed, ...over },
    tags,
  });

  it('are those that differ in the seed alone, and those with a tag', () => {
    const runs = [run('score', 1, {}, ['talk']), run('score', 2), run('score', 1, { alpha: 3 }), run('naive', 1, {}, ['talk'])];
    expect(groupsOf(runs).map(({ name, runs: members }) => [name.replace(/^[^:]*: /, ''), members.length])).toEqual([
      [armName(runs[0].options), 2],
      [`${armName(runs[0].options)}, alpha=3`, 1],
      [armName(runs[3].options), 1],
      ['#talk', 2],
    ]);
  });

  it('are not named by what all runs share', () => {
    const runs = [run('score', 1, { alpha: 3, steps: 200 }), run('score', 1, { steps: 200 })];
    expect(sharedSettings(runs)).toEqual(['steps=200']);
    expect(groupsOf(runs).map(({ name, settings }) => [name, settings])).toEqual([
      [expect.stringMatching(/SCoRe, alpha=3$/), ['alpha=3']],
      [expect.stringMatching(/SCoRe$/), []],
    ]);
  });
});

describe('the queue of setups', () => {
  const after = (...events: QueueEvent[]): Queue => events.reduce(queueAfter, emptyQueue);
  const added: QueueEvent = { kind: 'added', addresses: ['a', 'b', 'c'] };
  const states = ({ items }: Queue): string[] => items.map(({ address, state }) => `${address} ${state}`);

  it('trains one after another, and stops by itself after the last', () => {
    const begun = after(added, { kind: 'begun' });
    expect([states(begun), begun.running]).toEqual([['a training', 'b waiting', 'c waiting'], true]);
    const next = [begun].map((queue) => queueAfter(queueAfter(queue, { kind: 'finished' }), { kind: 'begun' }))[0];
    expect([states(next), next.running]).toEqual([['a done', 'b training', 'c waiting'], true]);
    const failed = queueAfter(next, { kind: 'failed', sentence: 'The loss is not a number.' });
    expect(failed.items[1]).toEqual({ address: 'b', state: 'failed', sentence: 'The loss is not a number.' });
    const last = queueAfter(queueAfter(failed, { kind: 'begun' }), { kind: 'finished' });
    expect([states(last), last.running]).toEqual([['a done', 'b failed', 'c done'], false]);
    expect(queueAfter(last, { kind: 'begun' }).running).toBe(false);
    expect(queueAfter(last, { kind: 'cleared' }).items).toEqual([]);
  });

  it('never trains two at a time', () => {
    expect(states(after(added, { kind: 'begun' }, { kind: 'begun' }))).toEqual(['a training', 'b waiting', 'c waiting']);
  });

  it('puts what it trained back when it is paused', () => {
    const paused = after(added, { kind: 'begun' }, { kind: 'paused' });
    expect([states(paused), paused.running]).toEqual([['a waiting', 'b waiting', 'c waiting'], false]);
  });

  it('holds a setup once, and takes one that is over anew', () => {
    const again = after(added, { kind: 'begun' }, { kind: 'finished' }, { kind: 'added', addresses: ['a', 'b', 'd', 'd'] });
    expect(states(again)).toEqual(['b waiting', 'c waiting', 'a waiting', 'd waiting']);
  });

  it('lets go of all but the one in training', () => {
    const begun = after(added, { kind: 'begun' }, { kind: 'removed', address: 'a' }, { kind: 'removed', address: 'c' });
    expect(states(begun)).toEqual(['a training', 'b waiting']);
  });

  it('is there after a reload, paused', () => {
    const begun = after(added, { kind: 'begun' }, { kind: 'finished' }, { kind: 'begun' });
    const read = readQueue(queueText(begun));
    expect([states(read), read.running]).toEqual([['a done', 'b waiting', 'c waiting'], false]);
  });

  it.each([null, '', '{', '{"items":1}', '[{"address":1,"state":"waiting"}]', '[{"address":"a","state":"lost"}]'])(
    'is empty where what was kept is no queue: %s',
    (text) => expect(readQueue(text)).toEqual(emptyQueue),
  );
});

describe('seeds', () => {
  it.each([
    ['1-3', [1, 2, 3]],
    ['4', [4]],
    ['1, 2,5', [1, 2, 5]],
    ['1-3, 2–4, 9', [1, 2, 3, 4, 9]],
  ])('are read from %s', (text, seeds) => expect(parseSeeds(text)).toEqual(seeds));

  it.each([
    ['', 'Seeds are written like 1-10 or 1, 2, 5; got nothing.'],
    ['1,,2', 'Seeds are written like 1-10 or 1, 2, 5; got "1,,2".'],
    [' ', 'Seeds are written like 1-10 or 1, 2, 5; got nothing.'],
    ['one', 'Seeds are written like 1-10 or 1, 2, 5; got "one".'],
    ['-1', 'got "-1"'],
    ['1.5', 'got "1.5"'],
    ['5-1', 'A range of seeds goes up; got "5-1". Write 1-5.'],
    ['1-1000', 'At most 100 seeds at a time; "1-1000" are 1000.'],
    ['1-60, 61-120', 'At most 100 seeds at a time; these are 120.'],
    ['99999999999999', 'A seed is a whole number between'],
  ])('are refused with a sentence: %s', (text, sentence) => expect(() => parseSeeds(text)).toThrow(sentence));

  it('make an address each of the same setup', () => {
    const columns = defaultColumns('transpile', ['single_turn', 'score']);
    const [, two, three] = seedAddresses(columns, [1, 2, 3]).map((address) => readAddress(address).columns);
    expect([two[0].seed, two[1].seed, three[0].seed]).toEqual([2, 2, 3]);
    expect({ ...two[0], seed: 1 }).toEqual({ ...columns[0], seed: 1 });
  });
});
