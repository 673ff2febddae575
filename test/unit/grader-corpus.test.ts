import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGrader, type SandboxGrader } from '../../workers/grader/grader.ts';
import { spawnNode } from '../../workers/grader/spawnNode.ts';
import type { Program, Verdict } from '../../workers/grader/verdict.ts';
import type { Spawn } from '../../workers/grader/wire.ts';
import { hostileCorpus, sink, type HostileClass } from './hostile-corpus.ts';

/** Examples per class given with the grader's specification; at least as many of our own must stand beside them. */
const given: Record<HostileClass, number> = {
  escape: 9,
  network: 1,
  pollution: 6,
  cpu: 8,
  memory: 5,
  stack: 5,
  value: 9,
  async: 2,
  throw: 2,
  syntax: 7,
  nondet: 4,
  hack: 2,
};

/** One program for every verdict, new each time so that none is answered from the cache. */
const canaries = (n: number): { program: Program; verdict: Verdict }[] => {
  const tests = [2, -3].map((x) => ({ args: [x], expected: x + n }));
  return [
    { program: { source: `x=>x+${n}`, tests }, verdict: 'pass' },
    { program: { source: `x=>[x,${n}].reduce((a,b)=>a+b)+Object.keys({}).length`, tests }, verdict: 'pass' },
    { program: { source: `x=>JSON.parse(JSON.stringify({x:x+${n}})).x`, tests }, verdict: 'pass' },
    { program: { source: `x=>x-${n}-1`, tests }, verdict: 'fail' },
    { program: { source: `x=>{throw ${n}}`, tests }, verdict: 'error' },
    { program: { source: `x=>typeof k+${n}+(`, tests }, verdict: 'error' },
    { program: { source: `x=>{for(;;)x+=${n}}`, tests }, verdict: 'timeout' },
    { program: { source: `x=>'a'.repeat(${2 ** 22 + n})`, tests }, verdict: 'memory' },
    { program: { source: `x=>x);(x=>x+${n}`, tests }, verdict: 'rejected' },
  ];
};

const server = createServer((_request, response) => {
  hits++;
  response.end('export default 1');
});
let hits = 0;
let address = '';
let grader: SandboxGrader;
/** Everything a worker said that its protocol does not allow. */
const strayMessages: unknown[] = [];

const watchedSpawn: Spawn = (received, failed) => {
  let asked = 0;
  const worker = spawnNode((reply) => {
    const allowed = reply === 'ready' || (reply.every((outputs) => typeof outputs === 'string') && (asked -= reply.length) >= 0);
    if (!allowed) strayMessages.push(reply);
    received(reply);
  }, failed);
  return {
    post: (request) => {
      asked += request.length;
      worker.post(request);
    },
    terminate: () => worker.terminate(),
  };
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  grader = createGrader(watchedSpawn, { start: 60_000, silence: 400, alone: 2500 });
});

afterAll(() => {
  grader.close();
  server.close();
});

describe('a hostile program', () => {
  it.each(hostileCorpus.map((hostile, n) => ({ ...hostile, n, name: `${hostile.class} ${hostile.id}: ${hostile.why}` })))(
    'ends in its verdict and changes no later one: $name',
    async ({ source, tests, verdicts, n }) => {
      const after = canaries(n + 1);
      const [grade, ...later] = await grader.grade([
        { source: source.replaceAll(sink, address), tests },
        ...after.map(({ program }) => program),
      ]);
      expect(verdicts).toContain(grade.verdict);
      expect(later.map(({ verdict }) => verdict)).toEqual(after.map(({ verdict }) => verdict));
    },
  );

  it('reaches no server, and sends nothing past the protocol', () => {
    expect(hits).toBe(0);
    expect(strayMessages).toEqual([]);
  });
});

describe('the corpus', () => {
  it.each(Object.entries(given))('has, in class %s, at least as many programs of our own as the %i given', (kind, count) => {
    expect(hostileCorpus.filter((hostile) => hostile.class === kind).length).toBeGreaterThanOrEqual(2 * count);
  });

  it('names every program once', () => {
    const names = hostileCorpus.map((hostile) => `${hostile.class} ${hostile.id}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
