/** The study's numbers that the story quotes, and the lines of code they rest on. */
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import { meanCurve, type CurvePoint, type TrainingCurves } from '../pictures/curves/geometry.ts';
import type { EditDistances } from '../pictures/editDistances/geometry.ts';
import { plusMinusText } from '../pictures/kit/estimateText.ts';
import { percent } from '../pictures/kit/format.ts';
import { accuracyQuote, quoteOf, rewritingQuote, type Numbers, type Temperature } from '../study/quotes.ts';
import type { Claim } from './chapter.ts';
import type { SourceName } from './sources.ts';

/** A claim about accuracies at the end of training. */
export const accuracyClaim = (
  task: string,
  temperature: Temperature,
  methods: readonly string[],
  code: SourceName,
  numbers: (...parts: MethodAccuracies[]) => Numbers,
): Claim => ({ ...accuracyQuote(task, temperature, methods, numbers), code });

/** A claim about how much second answers rewrite, at temperature 1. */
export const rewritingClaim = (
  task: string,
  methods: readonly string[],
  code: SourceName,
  numbers: (...parts: EditDistances[]) => Numbers,
): Claim => ({ ...rewritingQuote(task, methods, numbers), code });

/** A claim about a method's first stage: its first point over training and its last, as means over seeds. */
export const firstStageClaim = (
  task: string,
  method: string,
  code: SourceName,
  numbers: (from: CurvePoint, to: CurvePoint, curves: TrainingCurves) => Numbers,
): Claim => ({
  ...quoteOf({ task, section: 'Over training', picture: 'curves/Curves' }, [method], (curves: TrainingCurves) => {
    const points = meanCurve(curves.runs).filter(({ step }) => step <= curves.boundaries[1]);
    return numbers(points[0], points[points.length - 1], curves);
  }),
  code,
});

/** A share of problems, to a tenth of a percent, as the report has it. */
export const share = (fraction: number): string => percent(fraction, 1);

/** Δ with its interval, in points. */
export const deltaText = ({ delta }: MethodAccuracies): string => plusMinusText(delta);
