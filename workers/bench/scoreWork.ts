/** A whole update of a SCoRe run: both answers of every episode, the sandbox, the reference, the gradient, AdamW. */
import * as tf from '@tensorflow/tfjs-core';
import type { Grade, Grader, Program } from '../grader/verdict.ts';
import { GradientStep } from '../methods/gradientStep.ts';
import { defaultOptions, parseRunOptions } from '../methods/options.ts';
import { optionsOfBase } from '../methods/pretrain.ts';
import { TrainingRun } from '../methods/trainingRun.ts';
import { initialState } from '../methods/state.ts';
import type { TrainingState } from '../methods/state.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { layoutOf } from '../model/layout.ts';
import { Parameters } from '../model/parameters.ts';
import { forward } from '../model/transformer.ts';
import { taskById } from '../tasks/index.ts';
import { hold } from './contest.ts';
import type { Contest, Contestant, Place } from './contest.ts';
import { adam } from './models.ts';
import type { Plan } from './plan.ts';
import type { BenchRow, PhaseRow } from './rows.ts';
import type { Side } from './sides/side.ts';
import { median } from './statistics.ts';

/** The base that the page ships for addition: a model that knows nothing writes no programs, and the sandbox would have nothing to do. */
const modelName = 'shipped base';

function stateBefore(base: Checkpoint, batch: number): TrainingState {
  const options = parseRunOptions({
    ...defaultOptions(base.task, 'score'),
    ...optionsOfBase(base),
    dials: base.dials,
    batch,
    steps: 100_000,
    warmUp: 0,
  });
  return initialState(options, base);
}

/** The grader, and when it was last asked and when it answered. */
class TimedGrader implements Grader {
  asked = 0;
  answered = 0;

  constructor(private readonly grader: Grader) {}

  async grade(programs: readonly Program[]): Promise<Grade[]> {
    this.asked = performance.now();
    const grades = await this.grader.grade(programs);
    this.answered = performance.now();
    return grades;
  }

  replaced(): number {
    return this.grader.replaced();
  }

  close(): void {
    this.grader.close();
  }
}

/** Milliseconds of one forward pass of the base, and of one update whose loss is next to nothing. */
async function partsAlone({ base, options }: TrainingState, rounds: number): Promise<{ reference: number; update: number }> {
  const { model: shape, weights } = base;
  const parameters = new Parameters(shape, weights);
  const tokens = tf.zeros([options.batch * shape.context], 'int32') as tf.Tensor1D;
  const step = new GradientStep(parameters, adam, [], () => {
    const sums: tf.Tensor[] = [...parameters.variables.values()].map((variable) => tf.sum(variable));
    return {
      loss: tf.mul(
        sums.reduce((sum, one) => tf.add(sum, one)),
        1e-9,
      ) as tf.Scalar,
      aside: null,
    };
  });
  const [reference, update]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    const one = tf.tidy(() => tf.sum(forward(parameters.variables, shape, tokens, options.batch, shape.context)));
    await one.data();
    one.dispose();
    const middle = performance.now();
    await step.run(0);
    if (round >= 0) {
      reference.push(middle - start);
      update.push(performance.now() - middle);
    }
  }
  step.dispose();
  parameters.dispose();
  tokens.dispose();
  return { reference: median(reference), update: median(update) };
}

/** Time of each phase in updates of a run of ours. Reference and update are timed alone, because a step computes them in one go. */
async function measurePhases(side: Side, base: Checkpoint, batch: number, grader: Grader, rounds: number): Promise<PhaseRow[]> {
  await side.enter?.();
  const state = stateBefore(base, batch);
  const timed = new TimedGrader(grader);
  const run = TrainingRun.resume(state, timed);
  const phases: Record<'decode' | 'grade' | 'step', number[]> = { decode: [], grade: [], step: [] };
  try {
    await run.update();
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await run.update();
      phases.decode.push(timed.asked - start);
      phases.grade.push(timed.answered - timed.asked);
      phases.step.push(performance.now() - timed.answered);
    }
  } finally {
    run.dispose();
  }
  const alone = await partsAlone(state, rounds);
  const step = median(phases.step);
  const reference = Math.min(alone.reference, step);
  const update = Math.min(alone.update, step - reference);
  const parts: [string, number][] = [
    ['decode', median(phases.decode)],
    ['grade', median(phases.grade)],
    ['reference', reference],
    ['gradient', step - reference - update],
    ['update', update],
  ];
  const total = parts.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  return parts.map(([phase, milliseconds]) => ({
    model: modelName,
    batch,
    phase,
    median_ms: Math.round(1000 * milliseconds) / 1000,
    share: Math.round((1000 * milliseconds) / total) / 1000,
  }));
}

/** Two gradient norms may differ by this share: float32 in another order, and now and then a token that was within rounding of another. */
const normTolerance = 0.02;

/** `score_step` of every side that is ours, and the phases of the first. The last side, without any optimisation, is the reference. */
export async function scoreRows(
  { scoreBatch: batch, patience }: Plan,
  sides: readonly Side[],
  base: Checkpoint,
  grader: Grader,
  place: Place,
): Promise<{ rows: BenchRow[]; phases: PhaseRow[] }> {
  const ours = sides.filter(({ name }) => name.startsWith('ours'));
  if (ours.length === 0) return { rows: [], phases: [] };
  const reference = ours.at(-1);
  await reference.enter?.();
  const first = TrainingRun.resume(stateBefore(base, batch), grader);
  const expected = (await first.update()).gradient_norm;
  first.dispose();
  const contest: Contest = {
    work: 'score_step',
    model: modelName,
    batch,
    tokens: batch * layoutOf(taskById(base.task).configure(base.dials)).length,
    prepare: async (side): Promise<Contestant> => {
      const run = TrainingRun.resume(stateBefore(base, batch), grader);
      return {
        side,
        run: async () => void (await run.update()),
        check: async () => {
          const { gradient_norm: norm } = await run.update();
          const differs = !(Math.abs(norm / expected - 1) <= normTolerance);
          return differs ? `wrong: the gradient's norm is ${norm}, and ${expected} without optimisations` : null;
        },
        dispose: () => run.dispose(),
      };
    },
  };
  const rows = await hold(contest, ours, patience, place);
  const phases = rows[0].correct ? await measurePhases(ours[0], base, batch, grader, Math.min(5, patience.rounds)) : [];
  return { rows, phases };
}
