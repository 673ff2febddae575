/** The study's numbers that the story quotes, out of the data its figures draw, and where those figures are. */
import { methodById } from '../../workers/protocol.ts';
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import { meanCurve, type CurvePoint, type TrainingCurves } from '../pictures/curves/geometry.ts';
import type { EditDistances } from '../pictures/editDistances/geometry.ts';
import { plusMinusText } from '../pictures/kit/estimateText.ts';
import { percent } from '../pictures/kit/format.ts';
import type { Sample } from '../pictures/kit/sample.ts';
import type { StudyFigure, StudyFile } from '../study/studyFile.ts';
import type { Claim, FigureReference, Numbers } from './chapter.ts';
import type { SourceName } from './sources.ts';

const atTheEnd = { 0: 'At the end, greedy', 1: 'At the end, temperature 1' } as const;

type Temperature = keyof typeof atTheEnd;

/** A figure of a study, or undefined if it has none such. */
export function figureOf(study: StudyFile, { section, picture }: Omit<FigureReference, 'task'>): StudyFigure | undefined {
  return study.sections.find(({ title }) => title === section)?.figures.find((figure) => figure.picture === picture);
}

/** The part of a figure that is about a method; what a picture draws, the report has written. */
function partOf<Part extends Sample>(study: StudyFile, where: Omit<FigureReference, 'task'>, method: string): Part | undefined {
  const { short } = methodById(method);
  return (figureOf(study, where)?.data as Part[] | undefined)?.find(({ name }) => name === short);
}

/** A claim on a figure about some methods, which is not measured until the figure has all of them. */
function claimOf<Part extends Sample>(
  figure: FigureReference,
  methods: readonly string[],
  code: SourceName,
  numbers: (...parts: Part[]) => Numbers,
): Claim {
  return {
    figure,
    code,
    numbers: (study) => {
      const parts = methods.flatMap((method) => partOf<Part>(study, figure, method) ?? []);
      return parts.length === methods.length ? numbers(...parts) : null;
    },
  };
}

/** A claim about accuracies at the end of training. */
export const accuracyClaim = (
  task: string,
  temperature: Temperature,
  methods: readonly string[],
  code: SourceName,
  numbers: (...parts: MethodAccuracies[]) => Numbers,
): Claim => claimOf({ task, section: atTheEnd[temperature], picture: 'bars/Bars' }, methods, code, numbers);

/** A claim about how much second answers rewrite, at temperature 1. */
export const rewritingClaim = (
  task: string,
  methods: readonly string[],
  code: SourceName,
  numbers: (...parts: EditDistances[]) => Numbers,
): Claim => claimOf({ task, section: atTheEnd[1], picture: 'editDistances/EditDistances' }, methods, code, numbers);

/** A claim about a method's first stage: its first point over training and its last, as means over seeds. */
export const firstStageClaim = (
  task: string,
  method: string,
  code: SourceName,
  numbers: (from: CurvePoint, to: CurvePoint, curves: TrainingCurves) => Numbers,
): Claim =>
  claimOf<TrainingCurves>({ task, section: 'Over training', picture: 'curves/Curves' }, [method], code, (curves) => {
    const points = meanCurve(curves.runs).filter(({ step }) => step <= curves.boundaries[1]);
    return numbers(points[0], points[points.length - 1], curves);
  });

/** A share of problems, to a tenth of a percent, as the report has it. */
export const share = (fraction: number): string => percent(fraction, 1);

/** Δ with its interval, in points. */
export const deltaText = ({ delta }: MethodAccuracies): string => plusMinusText(delta);
