import { arms, jobsOf } from '../../cli/reproduce/arms.ts';
import type { Job } from '../../cli/reproduce/arms.ts';
import type { ProbeRow } from '../../cli/reproduce/figureData.ts';
import { resultRow } from '../../cli/reproduce/results.ts';
import type { CourseRow, CurveRow, ResultRow } from '../../cli/reproduce/results.ts';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import { summarise } from '../../workers/measures/summarise.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';

const jobs = jobsOf(arms);

/** A run of the study by its name. */
export const jobOf = (id: string): Job => jobs.find((job) => job.id === id)!;

/** A row, as a run leaves it, whose counts of 1,000 problems are given. */
export function rowOf(id: string, counts: { right: number; fixed: number; broken: number; changed: number }, temperature = 0): ResultRow {
  const { right, fixed, broken, changed } = counts;
  const outcomes = Array.from({ length: 1000 }, (_, i) => {
    const r1 = i < right ? 1 : 0;
    const r2 = r1 === 1 ? (i < broken ? 0 : 1) : i < right + fixed ? 1 : 0;
    const isChanged = r1 !== r2 || i >= 1000 - (changed - fixed - broken);
    return { r1, r2, editDistanceRatio: isChanged ? 0.5 : 0 };
  });
  const about = {
    step: 500,
    stage: 'Stage II',
    split: 'heldout',
    temperature,
    kl_t1: 0.1,
    kl_t2: 0.2,
    entropy_t1: 1,
    entropy_t2: 2,
  } as const;
  return resultRow(jobOf(id), summarise(outcomes, about), 'base');
}

/** Rows of an arm on addition whose Δ, in points, are given seed by seed. */
export const rowsWith = (arm: string, deltas: readonly number[], temperature = 0): ResultRow[] =>
  deltas.map((delta, i) =>
    rowOf(`addition/${arm}/${i + 1}`, { right: 500, fixed: 100 + 10 * delta, broken: 100, changed: 300 }, temperature),
  );

/** A final evaluation of 1,000 problems with these counts; what is neither fixed nor broken is copied. */
export function resultOf(arm: string, seed: number, counts: { right: number; fixed: number; broken: number }, temperature = 0): ResultRow {
  const { right, fixed, broken } = counts;
  const n = 1000;
  const changed = fixed + broken;
  return {
    run: `addition/${arm}/${seed}`,
    task: 'addition',
    family: 'mathematics',
    method: arm,
    arm,
    seed,
    temperature,
    n,
    acc_t1: right / n,
    acc_t2: (right + fixed - broken) / n,
    delta: (fixed - broken) / n,
    i_to_c: fixed / n,
    c_to_i: broken / n,
    change_rate: changed / n,
    copied_wrong: (n - right - fixed) / n,
    edit_selectivity: null,
    kl_t1: null,
    kl_t2: null,
    entropy_t1: 0,
    entropy_t2: 0,
    edit_histogram: [n - changed, 0, 0, changed, 0, 0, 0, 0, 0, 0, 0],
    samples: 0,
    updates: 500,
    base_sha256: 'base',
    config: defaultOptions('addition', arm),
  };
}

/** Training rows at steps 0, 100 and so on, and a held-out one at step 0 that no curve of training has. */
export function curveOf(arm: string, seed: number, seconds: readonly number[]): CurveRow {
  const at = (step: number, acc_t2: number, split: 'train' | 'heldout' = 'train') => ({
    step,
    split,
    temperature: 1,
    n: 256,
    acc_t1: 0.5,
    acc_t2,
    change_rate: 0.4 - step / 1000,
  });
  const points = [at(0, 0.99, 'heldout'), ...seconds.map((second, index) => at(100 * index, second))];
  return {
    run: `addition/${arm}/${seed}`,
    arm,
    task: 'addition',
    seed,
    points,
    training_edits: { n: 4, edit_histogram: [2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], copied_wrong: 0.25 },
  };
}

/** The course of a run's corrections at steps 0, 100 and so on: the rates in percent of fixed training, fixed held-out and own first answers. */
export const courseOf = (arm: string, rates: readonly (readonly [number, number, number | null])[]): CourseRow => {
  const correction = (percent: number | null) => ({
    n: 500,
    n_wrong: percent === null ? 0 : 200,
    acc_t1: fractionEstimate(percent === null ? 1 : 0.6, 500),
    correction_rate: percent === null ? null : fractionEstimate(percent / 100, 200),
    i_to_c: fractionEstimate(0.1, 500),
  });
  const points = rates.map(([training, heldOut, own], index) => ({
    ...{ step: 100 * index, temperature: 0, fixed_training: correction(training) },
    ...{ fixed_heldout: correction(heldOut), self_generated_heldout: correction(own) },
  }));
  return { run: `addition/${arm}/1`, base_sha256: 'base', config: defaultOptions('addition', arm), points };
};

/** Probes of 400 problems; `better` of a hundred more of everything is right. @param problems none where the row is an old one */
export function probeOf(arm: string, seed: number, better: number, problems?: HeldOutSet): ProbeRow {
  const n = 400;
  const of = (percent: number, size = n) => fractionEstimate(percent / 100, size);
  const attempts = (temperature: number) => ({
    temperature,
    n,
    accuracies: [50, 58 + better, 60 + better].map((percent, index) => ({ attempt: index + 1, accuracy: of(percent) })),
  });
  const correction = (percent: number) => ({
    n,
    n_wrong: 200,
    acc_t1: of(50),
    correction_rate: of(percent + better, 200),
    i_to_c: of((percent + better) / 2),
  });
  return {
    run: `addition/${arm}/${seed}`,
    options: { n, ...(problems && { problems }) },
    voting: {
      temperature: 0.7,
      n,
      curves: [2, 4, 8, 16, 32].map((budget, index) => ({
        budget,
        n,
        parallel: of(50 + 2 * index),
        sequential: of(52 + 3 * index + better),
        gain: of(2 + index),
      })),
    },
    attempts: [attempts(0), attempts(1)],
    first_attempt_sources: {
      temperature: 0,
      fixed_training: correction(30),
      fixed_heldout: correction(20),
      self_generated_heldout: correction(10),
    },
    levels: {
      temperature: 0,
      n,
      levels: ([1, 2, 3, 4, 5] as const).map((level) =>
        level === 5
          ? { level, n: 0, acc_t1: null, acc_t2: null, i_to_c: null, c_to_i: null }
          : { level, n: 100, acc_t1: of(50, 100), acc_t2: of(55, 100), i_to_c: of(4 * level + better, 100), c_to_i: of(level, 100) },
      ),
    },
  };
}
