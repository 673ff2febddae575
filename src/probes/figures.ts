/** What the pictures of a closer look draw, from what the probes of one model have found. */
import { informationEstimate, phiEstimate } from '../../workers/measures/coupling.ts';
import { deltaHalfWidth, fractionEstimate, type Estimate } from '../../workers/measures/intervals.ts';
import { conditionalRatesOf, firstAnswersOf, transitionsOf } from '../../workers/measures/transitions.ts';
import { words } from '../languages/words.ts';
import type { ProbeResults } from '../../workers/protocol.ts';
import type { AttemptsCurve } from '../pictures/attempts/geometry.ts';
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import type { CorrectionRates } from '../pictures/correctionRates/geometry.ts';
import { differenceText, fractionText } from '../pictures/kit/estimateText.ts';
import { count } from '../pictures/kit/format.ts';
import type { PictureTable } from '../pictures/kit/table.ts';
import type { LevelTransitionsOf } from '../pictures/levelTransitions/geometry.ts';
import type { SwapTestOf } from '../pictures/swap/geometry.ts';
import type { VotingCurve } from '../pictures/voting/geometry.ts';

const whenText = (temperature: number): string => words().figure.when(temperature);
const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);
/** One model measured on n problems. */
const sampleOf = (name: string, problems: number) => ({ name, problems, seeds: 1 });

export const bothAnswers = (evaluations: ProbeResults['evaluations']): MethodAccuracies[] =>
  evaluations.map((row) => ({
    ...sampleOf(capitalised(whenText(row.temperature)), row.n),
    first: fractionEstimate(row.acc_t1, row.n),
    second: fractionEstimate(row.acc_t2, row.n),
    delta: { value: row.delta, low: row.delta - deltaHalfWidth(row), high: row.delta + deltaHalfWidth(row) },
  }));

/** What becomes of its own first answers, wrong ones and right ones apart. */
export const ownAnswers = (evaluations: ProbeResults['evaluations']): PictureTable => {
  const { own } = words().closer;
  const rates = evaluations.map(conditionalRatesOf);
  return {
    head: [own.answers, ...evaluations.map(({ temperature }) => whenText(temperature))],
    rows: [
      [own.fixed, ...rates.map(({ fixRate }) => fractionText(fixRate))],
      [own.kept, ...rates.map(({ keepRate }) => fractionText(keepRate))],
      [own.selectivity, ...rates.map(({ editSelectivity }) => (editSelectivity ? differenceText(editSelectivity) : '–'))],
      [own.n, ...evaluations.map(firstAnswersOf).map(({ wrong, right }) => own.wrongAndRight(count(wrong), count(right)))],
    ],
  };
};

export const swaps = (tests: ProbeResults['swap_test']): SwapTestOf[] =>
  tests.map(({ temperature, n, sources }) => ({
    ...sampleOf(capitalised(whenText(temperature)), n),
    sources: sources.map((each) => ({
      ...{ source: each.source, n: each.n, fed: each.fed_accuracy, second: each.acc_t2 },
      ...{ changed: each.change_rate, fixed: each.fix_rate, kept: each.keep_rate },
    })),
  }));

/** The numbers that a verdict of the swap test rests on, in points. */
export const contrasts = (tests: ProbeResults['swap_test']): PictureTable => {
  const { swap } = words().closer;
  const row = (name: string, of: (test: ProbeResults['swap_test'][number]) => Estimate): string[] => [
    name,
    ...tests.map((test) => differenceText(of(test))),
  ];
  return {
    head: [swap.points, ...tests.map(({ temperature }) => whenText(temperature))],
    rows: [
      row(swap.dependence, (test) => test.dependence),
      row(swap.onProblem, (test) => test.dependence_on_problem),
      row(swap.selectivity, (test) => test.selectivity),
      row(swap.delta, (test) => test.own_delta),
      [swap.n, ...tests.map(({ n }) => count(n))],
    ],
  };
};

export const votes = (name: string, { n, curves }: ProbeResults['voting']): VotingCurve[] => [{ ...sampleOf(name, n), points: curves }];

/** @param trainedAttempts see `AttemptsCurve` */
export const attemptsInARow = (measured: ProbeResults['attempts'], trainedAttempts?: 3): AttemptsCurve[] =>
  measured.map(({ temperature, n, accuracies }) => ({
    ...sampleOf(whenText(temperature), n),
    look: temperature === 0 ? 'solid' : 'dotted',
    trainedAttempts,
    accuracies: accuracies.map(({ accuracy }) => accuracy),
  }));

export function corrections(name: string, sources: ProbeResults['first_attempt_sources']): CorrectionRates[] {
  // A base was trained on no problems of its own that one could ask for.
  const ofTraining = sources.training_problems === 'run' ? [{ from: 'fixedTraining', found: sources.fixed_training } as const] : [];
  const parts = [
    ...ofTraining,
    { from: 'fixedHeldOut', found: sources.fixed_heldout },
    { from: 'ownHeldOut', found: sources.self_generated_heldout },
  ] as const;
  return [
    {
      ...sampleOf(name, sources.fixed_heldout.n),
      sources: parts.map(({ from, found }) => ({ from, wrong: found.n_wrong, rate: found.correction_rate })),
    },
  ];
}

export const byLevel = (name: string, { n, levels }: ProbeResults['levels']): LevelTransitionsOf[] => [
  {
    ...sampleOf(name, n),
    levels: levels.map(({ level, n: here, i_to_c, c_to_i }) => ({ level, n: here, fixed: i_to_c, broken: c_to_i })),
  },
];

const signed = (value: number): string => value.toFixed(2).replace('-', '−');

/** A plain number with its interval: "0.69 (0.62 to 0.75)". */
const numberText = (estimate: Estimate | null): string =>
  estimate === null
    ? words().closer.spread.undefined
    : words().figure.interval(signed(estimate.value), signed(estimate.low), signed(estimate.high));

/** How coupled both answers are, and how many different ones there are: what no picture is needed for. */
export function spread(evaluations: ProbeResults['evaluations'], diversity: ProbeResults['diversity'] | undefined): PictureTable {
  const text = words().closer.spread;
  return {
    head: text.head,
    rows: [
      ...evaluations.map((row) => [text.phi(whenText(row.temperature)), numberText(phiEstimate(transitionsOf(row), row.n)), count(row.n)]),
      ...evaluations.map((row) => [
        text.information(whenText(row.temperature)),
        numberText(informationEstimate(transitionsOf(row), row.n)),
        count(row.n),
      ]),
      ...(diversity
        ? (
            [
              [text.first(diversity.first.k), diversity.first],
              [text.second(diversity.second.k), diversity.second],
            ] as const
          ).map(([name, { distinct, n }]) => [name, numberText(distinct), count(n)])
        : []),
    ],
  };
}
