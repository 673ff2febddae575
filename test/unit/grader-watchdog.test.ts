import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import { Watchdog } from '../../workers/grader/watchdog.ts';
import type { Job, Spawn } from '../../workers/grader/wire.ts';

const patience = { start: 1000, silence: 250, alone: 2000 };

/**
 * Workers that answer `done <source>`, never get past a job called `stuck`, and break at one called `breaks`. A job called `slow`
 * holds up the first worker only, as a busy machine would.
 */
class Workers {
  readonly requests: string[][] = [];
  started = 0;
  terminated = 0;
  startsNever = false;
  startsBroken = false;

  readonly spawn: Spawn = (received, failed) => {
    const first = this.started++ === 0;
    let alive = true;
    let held = false;
    const later = (act: () => void): void => void setTimeout(() => alive && act(), 1);
    if (this.startsBroken) later(() => failed('The worker has no legs.'));
    else if (!this.startsNever) later(() => received('ready'));
    const answer = (jobs: readonly Job[]): void => {
      const done: string[] = [];
      for (const { source } of jobs) {
        held ||= source === 'stuck' || (source === 'slow' && first);
        if (held) break;
        if (source === 'breaks') {
          later(() => failed('The worker broke.'));
          return;
        }
        done.push(`done ${source}`);
      }
      if (done.length === jobs.length) received(done);
    };
    return {
      post: (jobs) => {
        this.requests.push(jobs.map(({ source }) => source));
        later(() => answer(jobs));
      },
      terminate: () => {
        alive = false;
        this.terminated++;
      },
    };
  };
}

const job = (source: string): Job => ({ source, inputs: '[[]]', calls: 1 });

describe('the watchdog', () => {
  let workers: Workers;
  beforeEach(() => {
    vi.useFakeTimers();
    workers = new Workers();
  });
  afterEach(() => vi.useRealTimers());

  const runAll = async (sources: string[], milliseconds = 60_000): Promise<string[]> => {
    const watchdog = new Watchdog(workers.spawn, patience);
    const outputs = Promise.all(sources.map((source) => watchdog.run(job(source))));
    await vi.advanceTimersByTimeAsync(milliseconds);
    replaced = watchdog.replaced;
    return outputs;
  };
  let replaced: number;

  const numbered = (n: number): string[] => Array.from({ length: n }, (_, i) => `${i}`);

  it('sends jobs in requests of 64 and returns outputs in their order', async () => {
    const sources = numbered(150);
    expect(await runAll(sources)).toEqual(sources.map((source) => `done ${source}`));
    expect(workers.requests.map((request) => request.length)).toEqual([64, 64, 22]);
    expect(replaced).toBe(0);
  });

  it('never has more than 1024 jobs at the worker', async () => {
    const watchdog = new Watchdog(workers.spawn, patience);
    const outputs = Promise.all(['stuck', ...numbered(3000)].map((source) => watchdog.run(job(source))));
    await vi.advanceTimersByTimeAsync(100);
    expect(workers.requests.flat()).toHaveLength(1024);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await outputs).filter((output) => output === '!watchdog')).toHaveLength(1);
  });

  it('finds the stuck program, and no other, guilty', async () => {
    const sources = numbered(200);
    sources[70] = 'stuck';
    sources[71] = 'stuck';
    const outputs = await runAll(sources);
    expect(outputs).toEqual(sources.map((source) => (source === 'stuck' ? '!watchdog' : `done ${source}`)));
    // Once for the silence, once for each culprit.
    expect(replaced).toBe(3);
    expect(workers.started).toBe(4);
  });

  it('tries a suspect alone in a fresh worker before it is found guilty', async () => {
    await runAll(['0', 'stuck', '2']);
    expect(workers.requests).toEqual([['0', 'stuck', '2'], ['0'], ['stuck'], ['2']]);
  });

  it('gives a suspect the longer time', async () => {
    const watchdog = new Watchdog(workers.spawn, patience);
    let guilty = false;
    void watchdog.run(job('stuck')).then(() => (guilty = true));
    await vi.advanceTimersByTimeAsync(patience.silence + patience.alone - 50);
    expect(guilty).toBe(false);
    await vi.advanceTimersByTimeAsync(150);
    expect(guilty).toBe(true);
  });

  it('acquits a program that was only slow because the machine was busy', async () => {
    expect(await runAll(['0', 'slow', '2'])).toEqual(['done 0', 'done slow', 'done 2']);
    expect(replaced).toBe(1);
  });

  it('convicts a program that breaks its worker, and runs the others', async () => {
    expect(await runAll(['0', 'breaks', '2'])).toEqual(['done 0', '!crash', 'done 2']);
  });

  it('says why when no worker can be started', async () => {
    workers.startsBroken = true;
    const outputs = new Watchdog(workers.spawn, patience).run(job('0'));
    const refusal = expect(outputs).rejects.toThrow('no legs');
    await vi.advanceTimersByTimeAsync(100);
    await refusal;
    expect(workers.started).toBe(2);
  });

  it('gives up on workers that never become ready', async () => {
    workers.startsNever = true;
    const refusal = expect(new Watchdog(workers.spawn, patience).run(job('0'))).rejects.toThrow('did not start within 1 s');
    await vi.advanceTimersByTimeAsync(5000);
    await refusal;
  });

  it('ends its worker and refuses all jobs when it is closed', async () => {
    const watchdog = new Watchdog(workers.spawn, patience);
    const refusals = [expect(watchdog.run(job('stuck'))).rejects.toThrow('closed')];
    await vi.advanceTimersByTimeAsync(10);
    watchdog.close();
    refusals.push(expect(watchdog.run(job('0'))).rejects.toThrow('closed'));
    await Promise.all(refusals);
    expect(workers.terminated).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a thread that was itself blocked', () => {
  it('does not take that for silence of its worker', async () => {
    const grader = createNodeGrader({ silence: 1000 });
    const program = (n: number) => ({ source: `x=>x+${n}`, tests: [{ args: [1], expected: 1 + n }] });
    await grader.grade([program(0)]);
    const grades = grader.grade([program(1)]);
    // Let the request leave, then keep the event loop from turning for longer than the worker may be silent.
    await Promise.resolve();
    const start = performance.now();
    while (performance.now() - start < 1500);
    expect((await grades)[0].verdict).toBe('pass');
    expect(grader.replaced()).toBe(0);
    grader.close();
  });
});

describe('a worker thread stuck in a native loop', () => {
  it('is replaced, and everybody else gets their grades', async () => {
    const grader = createNodeGrader({ silence: 300, alone: 900 });
    const programs = Array.from({ length: 100 }, (_, i) => ({ source: `x=>x+${i}`, tests: [{ args: [1], expected: 1 + i }] }));
    programs[40] = { source: 'x=>[].reverse.call({length:2**53-1})', tests: [{ args: [1], expected: 1 }] };
    const grades = await grader.grade(programs);
    expect(grades.map(({ verdict }) => verdict)).toEqual(programs.map((_, i) => (i === 40 ? 'timeout' : 'pass')));
    expect(grader.replaced()).toBeGreaterThanOrEqual(2);
    grader.close();
  });
});
