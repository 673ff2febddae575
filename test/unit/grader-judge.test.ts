import { describe, expect, it } from 'vitest';
import { OutputsCache } from '../../workers/grader/cache.ts';
import { createGrader } from '../../workers/grader/grader.ts';
import { encodeInputs } from '../../workers/grader/inputs.ts';
import { judge } from '../../workers/grader/judge.ts';
import type { Outputs } from '../../workers/grader/outputs.ts';
import type { Job, Spawn } from '../../workers/grader/wire.ts';
import type { Json, Test } from '../../workers/tasks/task.ts';

const expecting = (...expected: Json[]): Test[] => expected.map((value, i) => ({ args: [i], expected: value }));

describe('the judge', () => {
  it.each<[Json, string, boolean]>([
    [1, '1', true],
    [1, '"1"', false],
    [1, 'true', false],
    [1, 'object', false],
    [0, '-0', false],
    [-0, '-0', true],
    [-0, '0', false],
    [NaN, 'NaN', true],
    [NaN, 'true', false],
    [1e21, '1e+21', true],
    [Infinity, 'Infinity', true],
    ['1', '"1"', true],
    ['1', '1', false],
    ['', '""', true],
    ['a\nb', '"a\\nb"', true],
    ['\ud800', '"\\ud800"', true],
    ['object', 'object', false],
    [true, 'true', true],
    [true, '"true"', false],
    [false, 'true', false],
    [null, 'null', true],
    [null, 'undefined', false],
    [null, '"null"', false],
    [[1], 'object', false],
    [{ a: 1 }, 'object', false],
  ])('holding %j against the line %s says equal: %s', (expected, line, equal) => {
    expect(judge(expecting(expected), `${line}\n`).verdict).toBe(equal ? 'pass' : 'fail');
  });

  it('passes only what passes every test', () => {
    expect(judge(expecting(1, 2, 3), '1\n2\n3\n')).toEqual({ verdict: 'pass', detail: 'returned 1, 2, 3' });
    expect(judge(expecting(1, 2, 3), '1\n5\n3\n')).toEqual({ verdict: 'fail', detail: 'returned 5 on (1)' });
    expect(judge(expecting(1, 2, 3), '1\n2\n')).toEqual({ verdict: 'fail', detail: 'returned nothing on (2)' });
  });

  it('lets what stopped a program decide, and says on which call it threw', () => {
    expect(judge(expecting(1, 2), '5\n!threw')).toEqual({ verdict: 'error', detail: 'threw on (1)' });
    expect(judge(expecting(1, 2), '!budget')).toEqual({ verdict: 'timeout', detail: 'ran out of instructions' });
    expect(judge(expecting(1, 2), '1\n!memory').verdict).toBe('memory');
  });

  it('keeps details short', () => {
    expect(judge(expecting('x'), `"${'a'.repeat(1000)}"\n`).detail.length).toBeLessThan(100);
  });
});

describe('inputs', () => {
  it('refuse what JSON has no word for', () => {
    expect(() => encodeInputs([{ args: [NaN], expected: 1 }])).toThrow('got NaN');
    expect(() => encodeInputs([{ args: [undefined as unknown as Json], expected: 1 }])).toThrow('got undefined');
  });

  it('refuse to nest without end', () => {
    let deep: Json = 1;
    for (let i = 0; i < 1e5; i++) deep = [deep];
    expect(() => encodeInputs([{ args: [deep], expected: 1 }])).toThrow('at most 64 deep');
  });
});

/** A worker that returns `inputs source` of every job and counts them. */
function echo(): { spawn: Spawn; jobs: Job[] } {
  const jobs: Job[] = [];
  return {
    jobs,
    spawn: (received) => {
      setTimeout(() => received('ready'));
      return {
        post: (request) => {
          jobs.push(...request);
          setTimeout(() => received(request.map(({ inputs, source }) => `${JSON.stringify(`${inputs} ${source}`)}\n`)));
        },
        terminate: () => undefined,
      };
    },
  };
}

describe('the cache', () => {
  const patience = { start: 1000, silence: 1000, alone: 1000 };
  const program = (source: string, arg: Json, expected: Json = `[[${JSON.stringify(arg)}]] ${source}`) => ({
    source,
    tests: [{ args: [arg], expected }],
  });

  it('runs a text once on the same inputs, also when it comes twice at once', async () => {
    const { spawn, jobs } = echo();
    const grader = createGrader(spawn, patience);
    const batch = [program('a', 1), program('b', 1), program('a', 1), program('a', 2), program('a', '1')];
    expect((await grader.grade(batch)).map(({ verdict }) => verdict)).toEqual(Array(5).fill('pass'));
    expect(jobs).toHaveLength(4);
    expect(grader.cacheHits()).toBe(1);
    await grader.grade(batch);
    expect(jobs).toHaveLength(4);
    expect(grader.cacheHits()).toBe(6);
    grader.close();
  });

  it('compares again: the same outputs can be right for one problem and wrong for another', async () => {
    const grader = createGrader(echo().spawn, patience);
    const grades = await grader.grade([program('a', 1), program('a', 1, 'something else')]);
    expect(grades.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    grader.close();
  });

  it('tells −0 from 0', async () => {
    const { spawn, jobs } = echo();
    const grader = createGrader(spawn, patience);
    await grader.grade([program('a', 0), program('a', -0)]);
    expect(jobs).toHaveLength(2);
    grader.close();
  });

  it('sends no expected answer to the worker', async () => {
    const { spawn, jobs } = echo();
    const grader = createGrader(spawn, patience);
    await grader.grade([program('a', 1, 'the secret answer')]);
    expect(JSON.stringify(jobs)).not.toContain('secret');
    grader.close();
  });

  it('refuses a program that no test could fail', async () => {
    const grader = createGrader(echo().spawn, patience);
    await expect(grader.grade([{ source: 'x=>x', tests: [] }])).rejects.toThrow('at least one test');
    grader.close();
  });

  it('forgets the oldest when it is full, and keeps nothing long', () => {
    const cache = new OutputsCache();
    const key = (i: number): string => `key ${i}`;
    const outputs: Outputs = '1\n';
    for (let i = 0; i < 20_000; i++) cache.set(key(i), outputs);
    expect(cache.size).toBeLessThan(20_000);
    expect(cache.get(key(0))).toBeUndefined();
    expect(cache.get(key(19_999))).toBe(outputs);
    cache.set('long', 'x'.repeat(10_000));
    expect(cache.get('long')).toBeUndefined();
  });
});
