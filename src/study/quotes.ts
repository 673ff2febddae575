/** Numbers of the study that sentences quote, out of the data its figures draw, and where those figures are. */
import { methodById } from '../../workers/protocol.ts';
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import type { EditDistances } from '../pictures/editDistances/geometry.ts';
import type { Sample } from '../pictures/kit/sample.ts';
import type { StudyFigure, StudyFile } from './studyFile.ts';

/** Formatted numbers, by the name that a sentence has for them: "{seeds}". */
export type Numbers = Readonly<Record<string, string>>;

/** Where a figure is in the study. */
export interface FigureReference {
  task: string;
  /** Title of its section in the study's file. */
  section: string;
  /** Which component draws it, by its path in src/pictures. */
  picture: string;
}

/** What of a figure is quoted. */
export interface Quote<Quoted> {
  figure: FigureReference;
  /** Null while the study has no rows for it. */
  numbers: (study: StudyFile) => Quoted | null;
}

export type Temperature = 0 | 1;

const atTheEnd = { 0: 'At the end, greedy', 1: 'At the end, temperature 1' } as const;

/** A figure of a study, or undefined if it has none such. */
export function figureOf(study: StudyFile, { section, picture }: Omit<FigureReference, 'task'>): StudyFigure | undefined {
  return study.sections.find(({ title }) => title === section)?.figures.find((figure) => figure.picture === picture);
}

/** The part of a figure that is about a method; what a picture draws, the report has written. */
function partOf<Part extends Sample>(study: StudyFile, where: Omit<FigureReference, 'task'>, method: string): Part | undefined {
  const { short } = methodById(method);
  return (figureOf(study, where)?.data as Part[] | undefined)?.find(({ name }) => name === short);
}

/** A quote of a figure about some methods, which is not measured until the figure has all of them. */
export function quoteOf<Part extends Sample, Quoted>(
  figure: FigureReference,
  methods: readonly string[],
  numbers: (...parts: Part[]) => Quoted,
): Quote<Quoted> {
  return {
    figure,
    numbers: (study) => {
      const parts = methods.flatMap((method) => partOf<Part>(study, figure, method) ?? []);
      return parts.length === methods.length ? numbers(...parts) : null;
    },
  };
}

/** Accuracies at the end of training. */
export const accuracyQuote = <Quoted>(
  task: string,
  temperature: Temperature,
  methods: readonly string[],
  numbers: (...parts: MethodAccuracies[]) => Quoted,
): Quote<Quoted> => quoteOf({ task, section: atTheEnd[temperature], picture: 'bars/Bars' }, methods, numbers);

/** How much second answers rewrite, at temperature 1. */
export const rewritingQuote = <Quoted>(
  task: string,
  methods: readonly string[],
  numbers: (...parts: EditDistances[]) => Quoted,
): Quote<Quoted> => quoteOf({ task, section: atTheEnd[1], picture: 'editDistances/EditDistances' }, methods, numbers);
