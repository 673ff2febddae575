/** What a lesson expects to be seen, read from the recordings and the study when the page runs. */
import { deltaHalfWidth, fractionEstimate } from '../../workers/measures/intervals.ts';
import type { EvaluationRow, ProbeResults, Recording } from '../../workers/protocol.ts';
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import type { EditDistances } from '../pictures/editDistances/geometry.ts';
import { fractionText, plusMinusText } from '../pictures/kit/estimateText.ts';
import { count, nats } from '../pictures/kit/format.ts';
import { sampleSentence, type Sample } from '../pictures/kit/sample.ts';
import { probesOf } from '../probes/recorded.ts';
import { heldOutRows } from '../state/shown.ts';
import { accuracyQuote, rewritingQuote, type Numbers, type Quote, type Temperature } from '../study/quotes.ts';
import type { StudyFile } from '../study/studyFile.ts';

/** What is known of a task; a study is null where it has nothing of it. */
export interface Evidence {
  study: StudyFile | null;
  recordings: readonly Recording[];
}

/** What numbers are of: what was measured, and how much of it. */
export type Source = { of: 'study'; sample: string } | { of: 'recording'; n: string; step: number } | { of: 'swaps'; n: string };

export interface Expected {
  numbers: Numbers;
  source: Source;
}

export interface Expectation {
  task: string;
  /** Null while nothing is measured. */
  read: (evidence: Evidence) => Expected | null;
}

const fromStudy = (quote: Quote<Expected>): Expectation => ({
  task: quote.figure.task,
  read: ({ study }) => study && quote.numbers(study),
});

const ofStudy = (samples: readonly Sample[]): Source => ({ of: 'study', sample: sampleSentence(samples) });

/** Accuracies at the end of training, of runs of the study. */
export const studyAccuracies = (
  task: string,
  temperature: Temperature,
  methods: readonly string[],
  numbers: (...parts: MethodAccuracies[]) => Numbers,
): Expectation =>
  fromStudy(accuracyQuote(task, temperature, methods, (...parts) => ({ numbers: numbers(...parts), source: ofStudy(parts) })));

/** How much second answers rewrite at temperature 1, of runs of the study. */
export const studyRewriting = (task: string, methods: readonly string[], numbers: (...parts: EditDistances[]) => Numbers): Expectation =>
  fromStudy(rewritingQuote(task, methods, (...parts) => ({ numbers: numbers(...parts), source: ofStudy(parts) })));

const recordingOf = (recordings: readonly Recording[], method: string): Recording | undefined =>
  recordings.find(({ options }) => options.method === method);

/**
 * The rows of an evaluation of the recordings, one per method.
 * @param step null for the last one
 */
export const recordedRows = (
  task: string,
  methods: readonly string[],
  step: number | null,
  temperature: Temperature,
  numbers: (...rows: EvaluationRow[]) => Numbers,
): Expectation => ({
  task,
  read({ recordings }) {
    const rows = methods.flatMap((method) => {
      const of = heldOutRows(recordingOf(recordings, method)?.evaluations ?? [], temperature);
      return (step === null ? of.at(-1) : of.find((row) => row.step === step)) ?? [];
    });
    if (rows.length < methods.length || rows.length === 0) return null;
    return { numbers: numbers(...rows), source: { of: 'recording', n: count(rows[0].n), step: rows[0].step } };
  },
});

type SwapTest = NonNullable<ProbeResults['swap_test']>[number];

/** The swap tests that the study made of the recordings, one per method. */
export const recordedSwaps = (
  task: string,
  methods: readonly string[],
  temperature: Temperature,
  numbers: (...tests: SwapTest[]) => Numbers,
): Expectation => ({
  task,
  read({ study, recordings }) {
    const tests = methods.flatMap((method) => {
      const recording = recordingOf(recordings, method);
      const probes = study && recording && probesOf(study, recording.options);
      return probes?.results.swap_test?.find((test) => test.temperature === temperature) ?? [];
    });
    if (tests.length < methods.length || tests.length === 0) return null;
    return { numbers: numbers(...tests), source: { of: 'swaps', n: count(tests[0].n) } };
  },
});

/** A share of an evaluation's problems with its interval: "48.2% (45.1 to 51.3)". */
export const shareOf = (row: EvaluationRow, key: 'acc_t1' | 'acc_t2' | 'i_to_c' | 'c_to_i' | 'change_rate' | 'copied_wrong'): string =>
  fractionText(fractionEstimate(row[key], row.n));

/** Shares of second answers that are the first, to the token. */
export const copiesOf = ({ change_rate, n }: EvaluationRow): string => fractionText(fractionEstimate(1 - change_rate, n));

/** Δ of an evaluation with half its interval, in points: "+6.6 ± 3.0". */
export function deltaOf(row: EvaluationRow): string {
  const half = deltaHalfWidth(row);
  return plusMinusText({ value: row.delta, low: row.delta - half, high: row.delta + half });
}

/** How far first answers are from the base, in nats: a mean without an interval. */
export const firstKlOf = ({ kl_t1 }: EvaluationRow): string => (kl_t1 === null ? '–' : nats(kl_t1));

/** How often a second answer is right behind first answers of a source. */
export const rightBehind = ({ sources }: SwapTest, source: SwapTest['sources'][number]['source']): string =>
  fractionText(sources.find((each) => each.source === source)?.acc_t2 ?? null);

/** How often a wrong first answer of a source is put right. */
export const fixedBehind = ({ sources }: SwapTest, source: SwapTest['sources'][number]['source']): string =>
  fractionText(sources.find((each) => each.source === source)?.fix_rate ?? null);
