import { beforeAll, describe, expect, it } from 'vitest';
import { drawPairs, Imitator, iterationAt, noSamples, pairsOf } from '../../workers/methods/imitation.ts';
import type { StoredPairs } from '../../workers/methods/imitation.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { generousGrader, tinyBase, tinyOptions } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

const layout = { promptLength: 1, answerLength: 1 };
/** Two problems, 7 and 8, four episodes of each; answers are numbered so that each tells where it was written. */
const episodes = {
  batch: 8,
  prompts: Int32Array.of(7, 7, 7, 7, 8, 8, 8, 8),
  y1: Int32Array.of(10, 11, 12, 13, 14, 15, 16, 17),
  y2: Int32Array.of(20, 21, 22, 23, 24, 25, 26, 27),
};
const r1 = [0, 0, 1, 1, 0, 0, 0, 0];
const r2 = [1, 0, 1, 0, 0, 0, 0, 0];
const key = { seed: 3, step: 5 };
const listed = ({ prompts, first, second }: StoredPairs): number[][] => Array.from(prompts, (prompt, i) => [prompt, first[i], second[i]]);
const chosen = (second: 'trace' | 'any right', keepsRightFirst: boolean): number[][] =>
  listed(pairsOf({ second, keepsRightFirst, iterations: 1 }, episodes, r1, r2, layout, 4, key));

describe('the pairs to imitate', () => {
  it('of STaR are traces that put a wrong first answer right; D⁺ keeps those that leave a right one right', () => {
    expect(chosen('trace', false)).toEqual([[7, 10, 20]]);
    expect(chosen('trace', true)).toEqual([[7, 10, 20], [7, 12, 22]]); // prettier-ignore
  });

  it('of Pair-SFT put any right answer to the same problem, of either turn, behind a wrong first one; D⁺ behind every first one', () => {
    const pairs = chosen('any right', false);
    expect(pairs.map(([prompt, first]) => [prompt, first])).toEqual([[7, 10], [7, 11]]); // prettier-ignore
    const right = [12, 13, 20, 22];
    for (const [, , second] of pairs) expect(right).toContain(second);
    expect(chosen('any right', true).map(([, first]) => first)).toEqual([10, 11, 12, 13]);
    // Over many draws each right answer is taken about as often: both turns are looked through.
    const counts = new Map(right.map((answer) => [answer, 0]));
    for (let step = 0; step < 400; step++) {
      const imitation = { second: 'any right', keepsRightFirst: true, iterations: 1 } as const;
      for (const [, , second] of listed(pairsOf(imitation, episodes, r1, r2, layout, 4, { seed: 1, step })))
        counts.set(second, counts.get(second)! + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count / 1600 - 1 / 4)).toBeLessThan(0.05);
  });

  it('are drawn with replacement, the same for the same key, and none is left out', () => {
    const pairs = pairsOf({ second: 'any right', keepsRightFirst: true, iterations: 1 }, episodes, r1, r2, layout, 4, key);
    const drawn = drawPairs(pairs, layout, 64, key);
    expect(drawn).toEqual(drawPairs(pairs, layout, 64, key));
    expect(drawn.y1).not.toEqual(drawPairs(pairs, layout, 64, { ...key, step: 6 }).y1);
    expect([...new Set(drawn.y1)].sort()).toEqual([10, 11, 12, 13]);
    drawn.y1.forEach((first, row) => expect(listed(pairs)).toContainEqual([drawn.prompts[row], first, drawn.y2[row]]));
  });

  it('that there are none of are refused with a sentence', () => {
    const none = noSamples().pairs;
    expect(() => drawPairs(none, layout, 4, key)).toThrow(/^No sampled episode had an answer to imitate\. /);
  });

  it('are kept together for one time of sampling, and left behind at the next', () => {
    const pair = (value: number): StoredPairs => ({
      prompts: Int32Array.of(value),
      first: Int32Array.of(value),
      second: Int32Array.of(value),
    });
    const imitator = new Imitator();
    imitator.add(0, pair(1));
    imitator.add(0, pair(2));
    expect([imitator.batchesFrom(0), [...imitator.samples.pairs.first]]).toEqual([2, [1, 2]]);
    imitator.add(4, pair(3));
    expect([imitator.samples.first, imitator.batchesFrom(4), [...imitator.samples.pairs.first]]).toEqual([4, 1, [3]]);
    expect(imitator.batchesFrom(0)).toBe(0);
  });
});

describe('the times of sampling and learning of a stage', () => {
  it('share its updates out, every one of them once', () => {
    expect([0, 165, 166, 167, 332, 333, 499].map((step) => iterationAt(0, 500, 3, step).first)).toEqual([0, 0, 0, 167, 167, 333, 333]);
    expect([0, 167, 333].map((step) => iterationAt(0, 500, 3, step).updates)).toEqual([167, 166, 167]);
    expect(iterationAt(250, 500, 1, 250)).toEqual({ first: 250, updates: 250 });
  });
});

describe('a run that imitates', () => {
  const options = tinyOptions({ method: 'star_plus', steps: 6, batch: 32 });

  async function runThrough(interruptedAfter: number | null): Promise<{ log: string[]; end: Uint8Array }> {
    let run = TrainingRun.start(options, tinyBase(options), generousGrader);
    const log: string[] = [];
    while (!run.finished) {
      if (run.batchesToSample > 0) {
        await run.sample();
        log.push('sample');
      } else {
        const { step, r1: reward, entropy_t1, entropy_t2 } = await run.update();
        expect(reward).toBeNull();
        expect(entropy_t1).toBeGreaterThan(0);
        expect(entropy_t2).toBeGreaterThan(0);
        log.push(`update ${step}`);
      }
      if (log.length === interruptedAfter) {
        const file = writeState(await run.state());
        run.dispose();
        run = TrainingRun.resume(readState(file), generousGrader);
      }
    }
    const end = writeState(await run.state());
    run.dispose();
    return { log, end };
  }

  it('samples as many batches as it makes updates, before each time of learning, and goes on with the same bits when interrupted anywhere', async () => {
    const whole = await runThrough(null);
    const round = (first: number): string[] => ['sample', 'sample', `update ${first}`, `update ${first + 1}`];
    expect(whole.log).toEqual([...round(1), ...round(3), ...round(5)]);
    for (const at of [1, 3, 4, 6]) expect((await runThrough(at)).end).toEqual(whole.end);
  });

  it('refuses to learn before it has sampled, and to sample when it has', async () => {
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    await expect(run.update()).rejects.toThrow('An imitating stage has to sample episodes before it can learn from them.');
    await run.sample();
    await run.sample();
    await expect(run.sample()).rejects.toThrow('There is nothing to sample before the next update.');
    run.dispose();
  });

  it('makes the second answers that it imitates likelier', async () => {
    const longer = tinyOptions({
      method: 'star_plus',
      steps: 60,
      batch: 64,
      group: 8,
      pool: 0,
      width: 16,
      learningRate: 0.01,
      lateLearningRate: 0.01,
      heldOut: 200,
    });
    const run = TrainingRun.start(longer, tinyBase(longer), generousGrader);
    const accuracy = async (): Promise<number> => (await run.evaluate()).heldOut[1].row.acc_t2;
    const before = await accuracy();
    while (!run.finished) await (run.batchesToSample > 0 ? run.sample() : run.update());
    expect(await accuracy()).toBeGreaterThan(before + 0.2);
    run.dispose();
  });
});
