/** SCoRe with a third attempt: which two turns an update plays, what its tokens are paid, and which model they are pulled back to. */
import { beforeAll, describe, expect, it } from 'vitest';
import { probeModel } from '../../workers/methods/probes/list.ts';
import { problemSource } from '../../workers/methods/problems.ts';
import { Schedule } from '../../workers/methods/schedule.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import type { UpdateReport } from '../../workers/protocol.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { componentsAlong, randomDirections } from './reference/differentiate64.ts';
import { rollOut64 } from './reference/episodes64.ts';
import type { Episode } from './reference/episodes64.ts';
import { estimator64, scores64 } from './reference/objective64.ts';
import type { PerTurn } from './reference/objective64.ts';
import { nudged, relativeDistance } from './reference/tinyModels.ts';
import { generousGrader, graderBy, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

// Updates 0 to 3 are Stage I(a)'s, 4 to 7 Stage I(b)'s, 8 to 15 Stage II's.
const options = tinyOptions({
  ...{ method: 'score_three_turns', steps: 16, evaluateEvery: 4, width: 4 },
  ...{ gradientNorm: 1000, temperature: 0.6, alpha: 10, beta1: 0.3, beta2: 1.7, pool: 0 },
});
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the schedule of three turns', () => {
  it('plays turns 1 and 2, and turns 2 and 3, in turn from the first update of a stage that has a third', () => {
    const schedule = new Schedule(options);
    const names = Array.from({ length: 10 }, (_, step) => schedule.at(step).played.name);
    const both = (stage: string): string[] => [stage, `${stage}, turns 2 and 3`];
    expect(names).toEqual([
      ...Array.from({ length: 4 }, () => 'Stage I(a)'),
      ...both('Stage I(b)'),
      ...both('Stage I(b)'),
      ...both('Stage II'),
    ]);
    // A stage of odd length does not shift the next one.
    expect(new Schedule({ ...options, steps: 12 }).at(6).played.name).toBe('Stage II');
  });
});

describe('one update of three turns', () => {
  const task = addition.configure(options.dials);
  const [plain, reworded] = [layoutOf(task), layoutOf(task, 'reworded')];
  const base = tinyBase(options);
  const stageBefore = nudged(base.weights, 73, 0.1);
  const policy = nudged(base.weights, 72, 0.1);
  const isRight = (answer: readonly number[]): number => (answer.every((token) => token < 10) && answer[2] < 5 ? 1 : 0);
  const leftOut = (values: readonly number[]): number[] =>
    values.map((value, i) => {
      const others = values.slice(i - (i % 4), i - (i % 4) + 4);
      return value - (others.reduce((sum, other) => sum + other, 0) - value) / 3;
    });

  /** Episodes of an update in float64: of turns 1 and 2, or of turns 2 and 3. */
  function episodesOf(step: number, turns: '1, 2' | '2, 3'): Episode[] {
    const problems = problemSource(task, options.seed, 0);
    const sampling = { temperature: 0.6, stream: 'tokens', seed: options.seed, step, firstEpisode: 0 } as const;
    return Array.from({ length: 8 }, (_, row) => {
      const prompt = [...problems.draw(step, Math.floor(row / 4)).prompt];
      const firstTwo = rollOut64(policy, base.model, plain, prompt, sampling, row);
      if (turns === '1, 2') return firstTwo;
      return rollOut64(policy, base.model, reworded, prompt, { ...sampling, stream: 'thirdTokens' }, row, firstTwo.y2);
    });
  }

  interface Case {
    what: string;
    step: number;
    turns: '1, 2' | '2, 3';
    reference: 'base' | 'stage before';
    betas: PerTurn<number>;
    /** What the tokens of both turns are paid, by the rewards of both. */
    of: (earlier: number, later: number) => PerTurn<number>;
  }

  it.each<Case>([
    { what: 'I(b) holds two', step: 6, turns: '1, 2', reference: 'stage before', betas: [1.7, 1.7], of: () => [0, 0] },
    { what: 'I(b) pays r₃', step: 7, turns: '2, 3', reference: 'base', betas: [0, 0.3], of: (_, r3) => [0, r3] },
    { what: 'II pays two', step: 8, turns: '1, 2', reference: 'base', betas: [0.3, 0.3], of: (r1, r2) => [r1, r2 + 10 * (r2 - r1)] },
    { what: 'II pays three', step: 9, turns: '2, 3', reference: 'base', betas: [0, 0.3], of: (r2, r3) => [0, r3 + 10 * (r3 - r2)] },
  ])('is along the gradient worked out in float64: $what', async ({ step, turns, reference, betas, of }) => {
    const run = TrainingRun.resume({ ...tinyState({ ...options, gamma: 0 }, policy), step, stageBefore }, generousGrader);
    const report = await run.update();
    const { optimiser } = await run.state();
    run.dispose();

    const episodes = episodesOf(step, turns);
    const pulledTo: Weights = reference === 'base' ? base.weights : stageBefore;
    const layout = turns === '1, 2' ? plain : reworded;
    const directions = randomDirections(policy, step);
    const scores = scores64(policy, { model: base.model, layout, base: pulledTo, temperature: 0.6 }, episodes, directions);
    const rewards = episodes.map(({ y1, y2 }) => [isRight(y1), isRight(y2)] as const);
    expect(new Set(rewards.flat()).size).toBe(2);
    const paid = rewards.map(([earlier, later]) => of(earlier, later));
    const advantages = [leftOut(paid.map(([first]) => first)), leftOut(paid.map(([, second]) => second))] as const;
    const expected = estimator64(scores, { group: 4, advantages: [advantages[0], advantages[1]], betas });
    const gradient = optimiser.firstMoment.map((value) => 10 * value);
    expect(relativeDistance(componentsAlong(gradient, directions), expected)).toBeLessThan(1e-4);
    expect([report.r1, report.r2]).toEqual([mean(rewards.map(([earlier]) => earlier)), mean(rewards.map(([, later]) => later))]);
    const klOf = (turn: 0 | 1): number => mean(scores.map((each) => each[turn].reduce((sum, { kl }) => sum + kl, 0)));
    expect(report.kl_t1).toBeCloseTo(klOf(0), 4);
    expect(report.kl_t2).toBeCloseTo(klOf(1), 4);
  });

  it('is pulled nowhere at the first of Stage I(b), whose reference is the policy itself as Stage I(a) left it', async () => {
    const run = TrainingRun.resume({ ...tinyState(options, policy), step: 4 }, generousGrader);
    const { kl_t1, kl_t2, gradient_norm } = await run.update();
    expect([kl_t1, kl_t2]).toEqual([0, 0]);
    expect(gradient_norm).toBeLessThan(1e-5);
    expect((await run.state()).stageBefore).toEqual(policy);
    const third = await run.update();
    expect(third.kl_t2).toBeGreaterThan(0.01);
    run.dispose();
  });

  it('pays no earlier turn for the third, whatever γ is', async () => {
    const after = async (gamma: number): Promise<Weights> => {
      const run = TrainingRun.resume({ ...tinyState({ ...options, gamma }, policy), step: 9 }, generousGrader);
      await run.update();
      const { policy: moved } = await run.state();
      run.dispose();
      return moved;
    };
    expect(await after(1)).toEqual(await after(0));
  });
});

describe('the probes of a model', () => {
  it('ask for attempts from the third on in other words where its method does', async () => {
    const base = tinyBase(options);
    const strict = graderBy((sum, expected) => sum === expected);
    const gradedOf = async (method: string): Promise<string[]> => {
      const graded: string[] = [];
      const grade: Grader['grade'] = (programs) => {
        graded.push(...programs.map(({ source }) => source));
        return strict.grade(programs);
      };
      const checkpoint = { ...base, origin: { options: { ...options, method } } };
      await probeModel({ checkpoint, base }, { grader: { ...strict, grade }, n: 12, seed: 1 }, () => undefined);
      return graded;
    };
    const two = await gradedOf('score');
    expect(await gradedOf('naive')).toEqual(two);
    expect(await gradedOf('score_three_turns')).not.toEqual(two);
  });
});

describe('a run of three turns', () => {
  async function runThrough(changes: Partial<typeof options>, interruptions: readonly number[]) {
    let run = TrainingRun.start({ ...options, ...changes }, tinyBase(options), generousGrader);
    const reports: UpdateReport[] = [];
    const rows: EvaluationRow[] = [];
    const kept: boolean[] = [];
    while (!run.finished) {
      reports.push(await run.update());
      const state = await run.state();
      kept.push(state.stageBefore !== null);
      if (interruptions.includes(run.step)) {
        run.dispose();
        run = TrainingRun.resume(readState(writeState(state)), generousGrader);
      }
      if (run.evaluationDue) rows.push(...(await run.evaluate()).rows);
    }
    const end = writeState(await run.state());
    run.dispose();
    return { reports, rows, kept, end };
  }

  it.each(['leave_one_out', 'running_mean'] as const)('goes on with the same bits when interrupted anywhere (%s)', async (estimator) => {
    const whole = await runThrough({ estimator }, []);
    expect(await runThrough({ estimator }, [3, 5, 7, 9, 12])).toEqual(whole);
    expect(await runThrough({ estimator }, [4, 6, 8, 11, 13])).toEqual(whole);
    // The model of the stage before is kept while Stage I(b) lasts, and no longer.
    expect(whole.kept).toEqual(Array.from({ length: 16 }, (_, index) => index >= 4 && index < 8));
  });

  it('has training rows about its first two turns', async () => {
    const { reports, rows } = await runThrough({}, []);
    const training = rows.filter(({ split }) => split === 'train');
    expect(training.map(({ step, n }) => [step, n])).toEqual([[4, 32], [8, 16], [12, 16], [16, 16]]); // prettier-ignore
    expect(training.map(({ stage }) => stage)).toEqual(['Stage I(a)', 'Stage I(b)', 'Stage II', 'Stage II']);
    const firstTwo = [reports[8], reports[10]];
    expect(training[2].acc_t1).toBeCloseTo(mean(firstTwo.map(({ r1 }) => r1!)), 12);
    expect(training[2].acc_t2).toBeCloseTo(mean(firstTwo.map(({ r2 }) => r2!)), 12);
    expect(training[2].kl_t2).toBeCloseTo(mean(firstTwo.map(({ kl_t2 }) => kl_t2)), 12);
  });
});
