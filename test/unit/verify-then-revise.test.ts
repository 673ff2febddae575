/** PAG: one update against float64, a run that is interrupted, and what an evaluation says of verdicts and of the answers they leave unwritten. */
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../workers/methods/evaluate.ts';
import { heldOutProblems, problemSource, promptsOf } from '../../workers/methods/problems.ts';
import { readState, writeState } from '../../workers/methods/state.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { gumbelNoise } from '../../workers/model/random.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { logits64 } from '../../workers/model/transformer64.ts';
import type { Tensors64 } from '../../workers/model/transformer64.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { componentsAlong, jacobian64, randomDirections } from './reference/differentiate64.ts';
import { positionEntropy64, positionKl64, rollOut64, turns64 } from './reference/episodes64.ts';
import { estimator64, scores64 } from './reference/objective64.ts';
import { nudged, relativeDistance } from './reference/tinyModels.ts';
import { generousGrader, tinyBase, tinyOptions, tinyState } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

const options = tinyOptions({
  ...{ method: 'pag', steps: 6, evaluateEvery: 3, width: 4, batch: 16 },
  ...{ gradientNorm: 1000, temperature: 0.6, alpha: 1, gamma: 0, beta1: 0.3, pool: 0 },
});
const task = addition.configure(options.dials);
const [plain, verifying] = [layoutOf(task), layoutOf(task, 'verify')];
const { keep, revise } = verifying.verdicts!;
const base = tinyBase(options);
const policy = nudged(base.weights, 72, 0.1);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const isRight = (answer: ArrayLike<number>): number => (Array.from(answer).every((token) => token < 10) && answer[2] < 5 ? 1 : 0);
const isRightVerdict = (revised: boolean, first: ArrayLike<number>): number => (revised === (isRight(first) === 0) ? 1 : 0);

describe('one update', () => {
  const [batch, group, temperature, step] = [16, 4, 0.6, 0] as const;
  const sampling = { temperature, stream: 'tokens', seed: options.seed, step, firstEpisode: 0 } as const;
  const problems = problemSource(task, options.seed, 0);
  const leftOut = (values: readonly number[]): number[] =>
    values.map((value, i) => {
      const others = values.slice(i - (i % group), i - (i % group) + group);
      return value - (sum(others) - value) / (group - 1);
    });

  /** Log-probabilities of the two verdicts behind a first answer. */
  function verdicts64(tensors: Tensors64, prompt: readonly number[], first: readonly number[]): { keep: number; revise: number } {
    const logits = logits64(tensors, base.model, [...prompt, ...first]).at(-1);
    const [kept, revised] = [logits[keep], logits[revise]].map((logit) => logit / temperature);
    const total = Math.log(Math.exp(kept) + Math.exp(revised));
    return { keep: kept - total, revise: revised - total };
  }

  const episodes = Array.from({ length: batch }, (_, row) => {
    const prompt = [...problems.draw(step, Math.floor(row / group)).prompt];
    const { y1, y2 } = rollOut64(policy, base.model, plain, prompt, sampling, row);
    const noise = gumbelNoise({ ...sampling, turn: 1, position: plain.answerLength }, row, 1, plain.vocabulary);
    const said = verdicts64(policy, prompt, y1);
    const revises = said.revise + noise[revise] > said.keep + noise[keep];
    return { prompt, y1, y2: revises ? y2 : y1, revises };
  });
  const verdictPaid = leftOut(episodes.map(({ revises, y1 }) => isRightVerdict(revises, y1)));

  it('is along the gradient worked out in float64: of both turns, kept answers left out, and of the verdict between them', async () => {
    expect(new Set(episodes.map(({ revises }) => revises)).size).toBe(2);
    const run = TrainingRun.resume(tinyState(options, policy), generousGrader);
    const report = await run.update();
    const { optimiser } = await run.state();
    run.dispose();

    const directions = randomDirections(policy, 74);
    const setting = { model: base.model, layout: plain, base: base.weights, temperature };
    const scores = scores64(policy, setting, episodes, directions).map(
      ([first, second], row) => [first, episodes[row].revises ? second : []] as const,
    );
    const [r1, r2] = [episodes.map(({ y1 }) => isRight(y1)), episodes.map(({ y2 }) => isRight(y2))];
    const advantages = [leftOut(r1), leftOut(r2.map((reward, row) => reward + (reward - r1[row])))] as const;
    const ofTurns = estimator64(scores, { group, advantages, betas: [0.3, 0.3] });
    const minusPaid = (at: Tensors64): number[] => {
      const logProb = ({ prompt, y1, revises }: (typeof episodes)[number]): number =>
        verdicts64(at, prompt, y1)[revises ? 'revise' : 'keep'];
      return [-mean(episodes.map((episode, row) => verdictPaid[row] * logProb(episode)))];
    };
    const [ofVerdicts] = jacobian64(policy, minusPaid, directions);
    // The verdicts' part is large enough to be missed, and to be missed twice where its sign is wrong.
    expect(Math.hypot(...ofVerdicts)).toBeGreaterThan(0.01 * Math.hypot(...ofTurns));
    const gradient = optimiser.firstMoment.map((value) => 10 * value);
    const expected = ofTurns.map((value, i) => value + ofVerdicts[i]);
    expect(relativeDistance(componentsAlong(gradient, directions), expected)).toBeLessThan(1e-4);

    expect([report.r1, report.r2]).toEqual([mean(r1), mean(r2)]);
    const written = scores.filter((_, row) => episodes[row].revises);
    expect(report.kl_t2).toBeCloseTo(mean(written.map(([, second]) => sum(second.map(({ kl }) => kl)))), 4);
  });
});

describe('a run', () => {
  async function endOf(interruptions: readonly number[]): Promise<{ rows: EvaluationRow[]; end: Uint8Array }> {
    let run = TrainingRun.start(options, base, generousGrader);
    const rows: EvaluationRow[] = [];
    while (!run.finished) {
      await run.update();
      if (interruptions.includes(run.step)) {
        const file = writeState(await run.state());
        run.dispose();
        run = TrainingRun.resume(readState(file), generousGrader);
      }
      if (run.evaluationDue) rows.push(...(await run.evaluate()).rows);
    }
    const end = writeState(await run.state());
    run.dispose();
    return { rows, end };
  }

  it('killed between two updates resumes to the same weights and rows', async () => {
    const whole = await endOf([]);
    expect(await endOf([1, 4])).toEqual(whole);
    expect(await endOf([2, 3, 5])).toEqual(whole);
  });
});

describe('an evaluation', () => {
  const n = 40;
  const problems = heldOutProblems(task, n);
  const sampling = { temperature: 1, stream: 'evaluationTokens', seed: options.seed, step: 0, firstEpisode: 0 } as const;
  const about = { step: 0, stage: 'base' };

  async function evaluated(weights: Weights, instruction?: 'verify') {
    const [own, frozen] = [new Parameters(base.model, weights), new Parameters(base.model, base.weights)];
    const setting = { task, grader: generousGrader, model: base.model, policy: own.variables, base: frozen.variables };
    const { row, episodes } = await evaluate({ ...setting, problems, seed: options.seed, instruction }, 1, about);
    const ask = (layout: typeof plain) => rollOut(own.variables, base.model, layout, promptsOf(task, problems), sampling);
    const { y1, y2, revises } = await ask(instruction ? verifying : plain);
    const always = (await ask(plain)).y2;
    own.dispose();
    frozen.dispose();
    const answer = (answers: Int32Array, i: number): number[] => [...answers.subarray(3 * i, 3 * i + 3)];
    const asked = problems.map(({ prompt }, i) => ({
      ...{ prompt: [...prompt], y1: answer(y1, i), y2: answer(y2, i), always: answer(always, i), revises: revises?.[i] },
    }));
    return { row, episodes, asked };
  }

  it('grades a first answer that was kept as the second, and a second one where it was written', async () => {
    const { episodes, asked } = await evaluated(policy, 'verify');
    const kept = asked.filter(({ revises }) => !revises);
    expect(kept.some(({ y1, always }) => isRight(y1) !== isRight(always))).toBe(true);
    expect(kept.length).toBeLessThan(n);
    const graded = episodes.map(({ y2, view }) => [[...y2], view.attempts[1].right]);
    expect(graded).toEqual(
      asked.map(({ y1, always, revises }) => {
        const second = revises ? always : y1;
        return [second, isRight(second) === 1];
      }),
    );
  });

  it('has the share of verdicts that are right about the first answer', async () => {
    const { row, asked } = await evaluated(policy, 'verify');
    const right = sum(asked.map(({ revises, y1 }) => isRightVerdict(revises!, y1)));
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(n);
    expect(row.verdict_accuracy).toBeCloseTo(right / n, 12);
  });

  it('averages KL and entropy of second answers over those that were written', async () => {
    const { row, asked } = await evaluated(policy, 'verify');
    const turns = asked
      .filter(({ revises }) => revises)
      .map((episode) => [policy, base.weights].map((weights) => turns64(weights, base.model, plain, episode, 1)[1]));
    expect(row.kl_t2).toBeCloseTo(mean(turns.map(([own, frozen]) => sum(positionKl64(own, frozen)))), 4);
    expect(row.entropy_t2).toBeCloseTo(mean(turns.map(([own]) => sum(positionEntropy64(own)))), 4);
  });

  it('has no KL of second answers where none was written', async () => {
    // Whatever it reads, its logits are those of the head's first row, where revising is out of the question.
    const head = Float32Array.from({ length: policy.get('head')!.length }, (_, i) => (i === revise ? -50 : 0));
    const alwaysKeeps = new Map([
      ...policy,
      ['norm.gain', new Float32Array(4)],
      ['norm.bias', Float32Array.of(1, 0, 0, 0)],
      ['head', head],
    ]);
    const { row, asked } = await evaluated(alwaysKeeps, 'verify');
    expect(asked.every(({ revises }) => !revises)).toBe(true);
    expect(row).toMatchObject({ kl_t2: null, entropy_t2: 0, change_rate: 0 });
  });

  it('says nothing of verdicts where none was asked for', async () => {
    const { row } = await evaluated(policy);
    expect(Object.keys(row)).not.toContain('verdict_accuracy');
    expect(row.kl_t2).toBeGreaterThan(0);
  });
});
