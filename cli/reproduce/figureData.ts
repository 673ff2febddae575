/** What the figures of the report draw, gathered from the committed rows. */
import type { AttemptsCurve } from '../../src/pictures/attempts/geometry.ts';
import type { MethodAccuracies } from '../../src/pictures/bars/geometry.ts';
import type { CorrectionRates, FirstAnswers } from '../../src/pictures/correctionRates/geometry.ts';
import type { TrainingCurves } from '../../src/pictures/curves/geometry.ts';
import type { CorrectionCourse } from '../../src/pictures/correctionCourse/geometry.ts';
import type { EditDistances } from '../../src/pictures/editDistances/geometry.ts';
import type { Look } from '../../src/pictures/kit/looks.ts';
import type { Sample } from '../../src/pictures/kit/sample.ts';
import type { LevelTransitionsOf } from '../../src/pictures/levelTransitions/geometry.ts';
import type { VotingCurve } from '../../src/pictures/voting/geometry.ts';
import type { AskedSeeds } from '../../src/study/asked.ts';
import { fractionEstimate, meanOverSeeds } from '../../workers/measures/intervals.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';
import type { Attempts } from '../../workers/methods/probes/attempts.ts';
import type { FirstAttemptSources } from '../../workers/methods/probes/firstAttemptSources.ts';
import type { Levels } from '../../workers/methods/probes/levels.ts';
import type { Voting } from '../../workers/methods/probes/voting.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';
import { stageBoundaries } from '../../workers/methods/stage.ts';
import { stagesOf } from '../../workers/methods/cells.ts';
import { methodById } from '../../workers/methods/table.ts';
import { areAlike, deltaEstimate } from './numbers.ts';
import type { CourseRow, CurveRow, ResultRow } from './results.ts';

/** What the figures need of a row of probes.jsonl: `lab probe` of one run. */
export interface ProbeRow {
  /** `task/arm/seed`. */
  run: string;
  /** `problems` is not in rows that were made before `lab probe` could ask others than the watched ones. */
  options: { n: number; problems?: HeldOutSet };
  voting: Voting;
  /** Greedy, and at temperature 1. */
  attempts: Attempts[];
  first_attempt_sources: FirstAttemptSources;
  levels: Levels;
}

/** All rows of one task. */
export interface TaskRows {
  rows: readonly ResultRow[];
  curves: readonly CurveRow[];
  probes: readonly ProbeRow[];
  courses: readonly CourseRow[];
}

/** The methods of each figure, in its order: the paper's where it has them, and naive RL, which its figures compare in words. */
const compared = ['base', 'star_plus', 'pair_sft', 'naive', 'score'];
/** What the paper's other tables compare, and our own controls, each beside the base and SCoRe. */
const otherBars = {
  baselines: ['base', 'self_refine', 'star', 'star_plus', 'pair_sft', 'pair_sft_plus', 'naive', 'naive_final_only', 'score'],
  ablations: [
    ...['base', 'single_turn', 'score_no_stage1', 'score_no_bonus', 'score_star_stage2'],
    ...['score_offline_turn1', 'score_offline_untrained', 'score'],
  ],
  controls: [
    ...['base', 'naive_discounted', 'score_leaky', 'score_reweighted', 'score_mixed_first', 'score_interleaved', 'score_three_turns'],
    ...['pag', 'score'],
  ],
} as const satisfies Record<string, readonly string[]>;
export type OtherBars = keyof typeof otherBars;
const corrected = ['pair_sft', 'naive', 'score'];
const headline = ['naive', 'score'];
const looks: Record<string, Look> = {
  base: 'dotted',
  pair_sft: 'dash-dot',
  naive: 'dashed',
  score: 'solid',
  score_three_turns: 'long-dash',
};

const partsOf = ({ run }: Pick<ProbeRow, 'run'>): { task: string; arm: string } => {
  const [task, arm] = run.split('/');
  return { task, arm };
};

export const ofTask = (task: string, { rows, curves, probes, courses }: TaskRows): TaskRows => ({
  rows: rows.filter((row) => row.task === task),
  curves: curves.filter((curve) => curve.task === task),
  probes: probes.filter((row) => partsOf(row).task === task),
  courses: courses.filter((row) => partsOf(row).task === task),
});

const isAlike = (estimates: readonly Estimate[]): boolean => areAlike(estimates.map(({ value }) => value));

/**
 * Mean over seeds with its t-interval. What all seeds measure alike, as the greedy base is, has no spread over seeds to show: its interval is
 * that over problems, as it is of a single seed.
 */
export function overSeeds(estimates: readonly Estimate[]): Estimate {
  return isAlike(estimates) ? estimates[0] : meanOverSeeds(estimates.map(({ value }) => value));
}

/** The same where some seeds had nothing to measure; null where none had. */
function overMeasuredSeeds(estimates: readonly (Estimate | null)[]): Estimate | null {
  const measured = estimates.filter((estimate) => estimate !== null);
  return measured.length === 0 ? null : overSeeds(measured);
}

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param problems of every seed */
const sampleOf = (arm: string, problems: number, seeds: number): Sample => ({ name: methodById(arm).short, problems, seeds });

/** What the arms of a figure say, of those that have rows. */
function perArm<Row, Drawn>(
  arms: readonly string[],
  rowsOf: (arm: string) => readonly Row[],
  draw: (arm: string, rows: readonly Row[]) => Drawn,
): Drawn[] {
  return arms.flatMap((arm) => {
    const rows = rowsOf(arm);
    return rows.length === 0 ? [] : [draw(arm, rows)];
  });
}

const rowsAt =
  ({ rows }: TaskRows, temperature: number) =>
  (arm: string): ResultRow[] =>
    rows.filter((row) => row.arm === arm && row.temperature === temperature);

const probesOf =
  ({ probes }: TaskRows) =>
  (arm: string): ProbeRow[] =>
    probes.filter((row) => partsOf(row).arm === arm);

/** How many seeds of the arms that a figure draws were asked which problems. */
export function askedOf({ probes }: TaskRows, drawn: readonly Pick<Sample, 'name'>[]): AskedSeeds[] {
  return drawn.map(({ name }) => {
    const sets = probes.flatMap((row) => (methodById(partsOf(row).arm).short === name ? [row.options.problems ?? 'watched'] : []));
    const seedsOn = (asked: HeldOutSet): number => sets.filter((set) => set === asked).length;
    return { name, watched: seedsOn('watched'), report: seedsOn('report') };
  });
}

/** Seeds that measured apart. */
const seedsOf = (rows: readonly ResultRow[]): number =>
  rows.every(({ acc_t1, acc_t2 }) => acc_t1 === rows[0].acc_t1 && acc_t2 === rows[0].acc_t2) ? 1 : rows.length;

export function barsData(from: TaskRows, temperature: number, methods: readonly string[] = compared): MethodAccuracies[] {
  return perArm(methods, rowsAt(from, temperature), (arm, rows) => ({
    ...sampleOf(arm, rows[0].n, seedsOf(rows)),
    first: overSeeds(rows.map(({ acc_t1, n }) => fractionEstimate(acc_t1, n))),
    second: overSeeds(rows.map(({ acc_t2, n }) => fractionEstimate(acc_t2, n))),
    delta: overSeeds(rows.map(deltaEstimate)),
  }));
}

/** Whether a method is in some other bars, but not in those of Figure 1. */
export const isOnlyIn = (which: OtherBars, method: string): boolean =>
  (otherBars[which] as readonly string[]).includes(method) && !compared.includes(method);

/** The bars of other methods; nothing where there are rows of none but those that Figure 1 has. */
export function otherBarsData(from: TaskRows, temperature: number, which: OtherBars): MethodAccuracies[] {
  const has = (arm: string): boolean => rowsAt(from, temperature)(arm).length > 0;
  return otherBars[which].some((arm) => isOnlyIn(which, arm) && has(arm)) ? barsData(from, temperature, otherBars[which]) : [];
}

type Edits = Pick<ResultRow, 'n' | 'edit_histogram' | 'copied_wrong'>;

const editsOf = (rows: readonly Edits[]): Pick<EditDistances, 'shares' | 'copiedWrong'> => ({
  shares: rows[0].edit_histogram.map((_, bin) =>
    overSeeds(rows.map(({ edit_histogram, n }) => fractionEstimate(edit_histogram[bin] / n, n))),
  ),
  copiedWrong: overSeeds(rows.map(({ copied_wrong, n }) => fractionEstimate(copied_wrong, n))),
});

export function editDistancesData(from: TaskRows, temperature: number): EditDistances[] {
  return perArm(compared, rowsAt(from, temperature), (arm, rows) => ({ ...sampleOf(arm, rows[0].n, seedsOf(rows)), ...editsOf(rows) }));
}

/** In training, at the end, and on held-out problems, both at temperature 1. */
export function trainingEditsData(from: TaskRows): EditDistances[] {
  const heldOut = editDistancesData(from, 1);
  return perArm(
    compared,
    (arm) => from.curves.flatMap((curve) => (curve.arm === arm && curve.training_edits ? [curve.training_edits] : [])),
    (arm, rows) => {
      const name = methodById(arm).short;
      const training = {
        ...sampleOf(arm, rows[0].n, rows.length),
        name: `${name}, training`,
        ...editsOf(rows),
      };
      return [training, ...heldOut.filter((method) => method.name === name).map((method) => ({ ...method, name: `${name}, held out` }))];
    },
  ).flat();
}

/** Of the training problems, as in the paper: sampled at temperature 1, by the policy that is being trained. */
export function curvesData({ rows, curves }: TaskRows, arms: readonly string[]): TrainingCurves[] {
  const trained = (arm: string) =>
    curves
      .filter((curve) => curve.arm === arm)
      .map(({ points }) => points.filter(({ split }) => split === 'train'))
      .filter((points) => points.length > 0);
  return perArm(arms, trained, (arm, runs) => {
    const share = rows.find((row) => row.arm === arm)?.config.stageOneShare;
    const stages = share === undefined ? methodById(arm).stages : stagesOf({ method: arm, stageOneShare: share });
    const steps = Math.max(...runs.flat().map(({ step }) => step));
    return {
      ...sampleOf(arm, runs[0][0].n, runs.length),
      boundaries: stageBoundaries(stages, steps),
      stageNames: stages.map(({ name }) => name),
      runs: runs.map((points) =>
        points.map(({ step, acc_t1, acc_t2, change_rate }) => ({ step, first: acc_t1, second: acc_t2, changed: change_rate })),
      ),
    };
  });
}

export function votingData(from: TaskRows): VotingCurve[] {
  return perArm(headline, probesOf(from), (arm, rows) => ({
    ...sampleOf(arm, rows[0].voting.n, rows.length),
    points: rows[0].voting.curves.map(({ budget }, index) => ({
      budget,
      parallel: overSeeds(rows.map(({ voting }) => voting.curves[index].parallel)),
      sequential: overSeeds(rows.map(({ voting }) => voting.curves[index].sequential)),
    })),
  }));
}

export function attemptsData({ probes }: TaskRows, temperature: number): AttemptsCurve[] {
  const attemptsOf = (arm: string): Attempts[] =>
    probes
      .filter((row) => partsOf(row).arm === arm)
      .flatMap(({ attempts }) => attempts.filter((measured) => measured.temperature === temperature));
  return perArm(Object.keys(looks), attemptsOf, (arm, rows) => {
    const ofAttempt = (index: number): Estimate[] => rows.map(({ accuracies }) => accuracies[index].accuracy);
    const isOneModel = rows[0].accuracies.every((_, index) => isAlike(ofAttempt(index)));
    return {
      ...sampleOf(arm, rows[0].n, isOneModel ? 1 : rows.length),
      look: looks[arm],
      ...(methodById(arm).stages.some(({ third }) => third) && { trainedAttempts: 3 }),
      accuracies: rows[0].accuracies.map((_, index) => overSeeds(ofAttempt(index))),
    };
  });
}

const sourceFields = {
  fixedTraining: 'fixed_training',
  fixedHeldOut: 'fixed_heldout',
  ownHeldOut: 'self_generated_heldout',
} as const satisfies Record<FirstAnswers, keyof FirstAttemptSources>;

export function correctionRatesData(from: TaskRows): CorrectionRates[] {
  return perArm(corrected, probesOf(from), (arm, rows) => ({
    ...sampleOf(arm, rows[0].first_attempt_sources.fixed_heldout.n, rows.length),
    sources: (Object.keys(sourceFields) as FirstAnswers[]).map((source) => {
      const measured = rows.map(({ first_attempt_sources }) => first_attempt_sources[sourceFields[source]]);
      return {
        from: source,
        wrong: Math.round(meanOf(measured.map(({ n_wrong }) => n_wrong))),
        rate: overMeasuredSeeds(measured.map(({ correction_rate }) => correction_rate)),
      };
    }),
  }));
}

/** What Figure 5 compares, over training. */
export function correctionCourseData({ courses }: TaskRows): CorrectionCourse[] {
  const ofArm = (arm: string): CourseRow[] => courses.filter((row) => partsOf(row).arm === arm);
  return perArm(corrected, ofArm, (arm, rows) => ({
    ...sampleOf(arm, rows[0].points[0].fixed_heldout.n, rows.length),
    courses: (Object.keys(sourceFields) as FirstAnswers[]).map((source) => ({
      from: source,
      points: rows[0].points.map(({ step }, index) => ({
        step,
        rate: overMeasuredSeeds(rows.map(({ points }) => points[index][sourceFields[source]].correction_rate)),
      })),
    })),
  }));
}

export function levelTransitionsData(from: TaskRows): LevelTransitionsOf[] {
  return perArm(headline, probesOf(from), (arm, rows) => ({
    ...sampleOf(arm, rows[0].levels.n, rows.length),
    levels: rows[0].levels.levels.map(({ level, n }, index) => ({
      level,
      n,
      fixed: overMeasuredSeeds(rows.map(({ levels }) => levels.levels[index].i_to_c)),
      broken: overMeasuredSeeds(rows.map(({ levels }) => levels.levels[index].c_to_i)),
    })),
  }));
}
