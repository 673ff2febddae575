/** Which problems and answers training sees. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunOptions } from '../../workers/methods/options.ts';
import { drawMixture, pretrain } from '../../workers/methods/pretrain.ts';
import { heldOutProblems, problemSource } from '../../workers/methods/problems.ts';
import { TrainingRun } from '../../workers/methods/trainingRun.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { rollOut } from '../../workers/model/rollout.ts';
import type { Weights } from '../../workers/model/shape.ts';
import { taskById, taskLabels } from '../../workers/tasks/index.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { countdown } from '../../workers/tasks/countdown.ts';
import type { Problem, Task } from '../../workers/tasks/task.ts';
import { generousGrader, tinyBase, tinyOptions } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const configure = addition.configure.bind(addition);
const promptOf = ({ prompt }: Problem): string => prompt.join();

/** From now on every problem that anybody draws passes through `see`. */
function watchDraws(see: (problem: Problem) => Problem): void {
  vi.spyOn(addition, 'configure').mockImplementation((dials) => {
    const task = configure(dials);
    return { ...task, draw: (random, split) => see(task.draw(random, split)) };
  });
}

describe('held-out problems', () => {
  /** Prompts drawn while `work` runs that are among the first thousand held-out problems, and how many were drawn. */
  async function heldOutDrawn(options: RunOptions, work: () => Promise<void>): Promise<{ drawn: number; heldOut: number }> {
    const heldOut = new Set(heldOutProblems(configure(options.dials), 1000).map(promptOf));
    const drawn: string[] = [];
    watchDraws((problem) => {
      drawn.push(promptOf(problem));
      return problem;
    });
    await work();
    return { drawn: drawn.length, heldOut: drawn.filter((prompt) => heldOut.has(prompt)).length };
  }

  it.each([
    { source: 'a pool', pool: 200, drawn: 200 },
    { source: 'fresh problems', pool: 0, drawn: 80 },
  ])('are never trained on, with $source', async ({ pool, drawn }) => {
    const options = tinyOptions({ pool, batch: 32, group: 2, steps: 5, heldOut: 1 });
    const seen = await heldOutDrawn(options, async () => {
      const run = TrainingRun.start(options, tinyBase(options), generousGrader);
      while (!run.finished) await run.update();
      run.dispose();
    });
    // The one held-out problem that the run evaluates on.
    expect(seen).toEqual({ drawn: drawn + 1, heldOut: 1 });
  });

  it('are what a run is evaluated on', async () => {
    const options = tinyOptions({ heldOut: 30 });
    const run = TrainingRun.start(options, tinyBase(options), generousGrader);
    const { heldOut } = await run.evaluate();
    run.dispose();
    const expected = heldOutProblems(configure(options.dials), 30).map(promptOf);
    for (const { episodes } of heldOut) expect(episodes.map(({ problem }) => promptOf(problem))).toEqual(expected);
  });

  it('are never pretrained on, in either phase', async () => {
    const options = tinyOptions({ batch: 16, pretrainSteps: 20, secondLookSteps: 5, baseAccuracy: 0.01 });
    const updates = { A: 0, B: 0 };
    const seen = await heldOutDrawn(
      options,
      async () => void (await pretrain(options, generousGrader, ({ phase, step }) => void (updates[phase] = step))),
    );
    expect(updates.A).toBeGreaterThan(0);
    expect(updates.B).toBe(5);
    // Beside what it learns from, phase A draws problems to measure its accuracy on.
    expect(seen.drawn).toBeGreaterThan((updates.A + updates.B) * options.batch);
    expect(seen.heldOut).toBe(0);
  });

  it('of a report are none of those that runs evaluate on', () => {
    for (const id of taskLabels.map((label) => label.id).filter((each) => each !== 'countdown')) {
      const task = taskById(id).configure();
      const watched = new Set(heldOutProblems(task, 1000).map(promptOf));
      const report = heldOutProblems(task, 500, 'report').map(promptOf);
      expect(report.length, id).toBe(500);
      expect(report.filter((prompt) => watched.has(prompt)).length, id).toBe(0);
      expect(new Set(report).size, id).toBeGreaterThan(400);
    }
  });

  it('of a report are watched ones where there are no others', () => {
    const few = countdown.configure({ numbers: 3, operators: 2 });
    const report = heldOutProblems(few, 50, 'report');
    expect(report).toHaveLength(50);
    const watched = new Set(heldOutProblems(few, 1000).map(promptOf));
    expect(report.every((problem) => watched.has(promptOf(problem)))).toBe(true);
  });

  it('are another set than the pool, whatever the seed', () => {
    const task = configure({ digits: 2, chains: 0.3 });
    const heldOut = new Set(heldOutProblems(task, 1000).map(promptOf));
    for (const seed of [0, 1, 2]) {
      const source = problemSource(task, seed, 500);
      const drawn = Array.from({ length: 2000 }, (_, index) => promptOf(source.draw(Math.floor(index / 8), index % 8)));
      expect(new Set(drawn).size).toBeGreaterThan(200);
      expect(drawn.some((prompt) => heldOut.has(prompt))).toBe(false);
    }
  });
});

// First answers are drawn at another temperature in every other update.
describe.each([100, 101])('the two-turn mixture of pretraining update %s', (step) => {
  const options = tinyOptions({ batch: 1000, copyShare: 0.4, baseSeed: 9 });
  const task = configure(options.dials);
  const layout = layoutOf(task);
  const rows = (answers: Int32Array): string[] =>
    Array.from({ length: options.batch }, (_, row) => answers.subarray(row * layout.answerLength, (row + 1) * layout.answerLength).join());
  const withModel = async <T>(weights: Weights, use: (parameters: Parameters) => Promise<T>): Promise<T> => {
    const parameters = new Parameters(tinyBase(options).model, weights);
    try {
      return await use(parameters);
    } finally {
      parameters.dispose();
    }
  };
  const mixtureOf = (weights: Weights, how = task) =>
    withModel(weights, (parameters) => drawMixture(parameters, layout, how, options, step));

  it('looks at no right answer', async () => {
    const blind: Task = {
      ...task,
      draw(random, split) {
        const { prompt } = task.draw(random, split);
        return {
          prompt,
          get reference(): Int32Array {
            throw new Error('A reference answer was read.');
          },
        };
      },
    };
    const { weights } = tinyBase(options);
    expect(await mixtureOf(weights, blind)).toEqual(await mixtureOf(weights));
  });

  it('copies in the same places whatever was written there, in the share that was asked for', async () => {
    const [one, other] = [await mixtureOf(tinyBase(options, 1).weights), await mixtureOf(tinyBase(options, 2).weights)];
    const copied = ({ y1, y2 }: typeof one): boolean[] => rows(y1).map((answer, row) => answer === rows(y2)[row]);
    const [first, second] = [copied(one), copied(other)];
    const share = first.filter(Boolean).length / options.batch;
    expect(Math.abs(share - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / options.batch) + 0.02);
    // Second samples that happen to be the first again are the only difference.
    expect(first.filter((isCopy, row) => isCopy !== second[row]).length).toBeLessThan(0.03 * options.batch);
  });

  /** What the mixture's second samples are, drawn here with no first answer in sight. */
  const drawAgain = async (weights: Weights, prompts: Int32Array): Promise<string[]> => {
    const sampling = { temperature: 1, stream: 'tokens', seed: options.baseSeed, step, firstEpisode: options.batch, turns: 1 } as const;
    return rows(await withModel(weights, async ({ variables, model }) => (await rollOut(variables, model, layout, prompts, sampling)).y1));
  };

  it('draws every second answer that is no copy from the prompt alone', async () => {
    const { weights } = tinyBase(options);
    const { prompts, y1, y2 } = await mixtureOf(weights);
    const [first, again] = [rows(y1), await drawAgain(weights, prompts)];
    expect(first).not.toEqual(again);
    rows(y2).forEach((answer, row) => expect([first[row], again[row]]).toContain(answer));
  });

  it('copies right first answers as often as wrong ones', async () => {
    const { weights } = tinyBase(options);
    const { prompts, y1, y2 } = await mixtureOf(weights);
    const again = await drawAgain(weights, prompts);
    const [first, second] = [rows(y1), rows(y2)];
    /** How often a first answer was copied, where that can be told from a second sample that says the same again. */
    const copies = (which: (row: number) => boolean): { share: number; n: number } => {
      const told = first.map((_, row) => row).filter((row) => again[row] !== first[row] && which(row));
      return { share: told.filter((row) => second[row] === first[row]).length / told.length, n: told.length };
    };
    const isRight = (row: number): boolean => y1[row * layout.answerLength + 2] < 5;
    const [right, wrong] = [copies(isRight), copies((row) => !isRight(row))];
    expect(Math.min(right.n, wrong.n)).toBeGreaterThan(200);
    expect(Math.abs(right.share - wrong.share)).toBeLessThan(3 * Math.sqrt(0.4 * 0.6 * (1 / right.n + 1 / wrong.n)));
  });
});
