/** Numbers of the study that sentences quote, out of the data its figures draw, and where those figures are. */
import { methodById } from '../../workers/protocol.ts';
import type { MethodAccuracies } from '../pictures/bars/geometry.ts';
import type { EditDistances } from '../pictures/editDistances/geometry.ts';
import type { Sample } from '../pictures/kit/sample.ts';
import type { StudyFigure, StudyFile } from './studyFile.ts';

/** Formatted numbers, by the name that a sentence has for them: "{seeds}". */
export type Numbers = Readonly<Record<string, string>>;

/** Where figures are in the study. */
interface Place {
  task: string;
  /** Title of their section in the study's file. */
  section: string;
  /** Which component draws them, by its path in src/pictures. */
  picture: string;
}

/** Which of those figures is meant: the first one that draws all of these methods. */
export interface FigureReference extends Place {
  methods: readonly string[];
}

/** What of a figure is quoted. */
export interface Quote<Quoted> {
  figure: FigureReference;
  /** Null while the study has no rows for it. */
  numbers: (study: StudyFile) => Quoted | null;
}

export type Temperature = 0 | 1;

const atTheEnd = { 0: 'At the end, greedy', 1: 'At the end, temperature 1' } as const;

/** The parts of a figure that are about some methods, as far as it has them; what a picture draws, the report has written. */
function partsOf<Part extends Sample>({ data }: StudyFigure, methods: readonly string[]): Part[] {
  return methods.flatMap((method) => (data as Part[]).find(({ name }) => name === methodById(method).short) ?? []);
}

/** A figure of a study, or undefined if it has none such. */
export function figureOf(study: StudyFile, { section, picture, methods }: FigureReference): StudyFigure | undefined {
  const figures = study.sections.find(({ title }) => title === section)?.figures ?? [];
  return figures.find((figure) => figure.picture === picture && partsOf(figure, methods).length === methods.length);
}

/** A quote of a figure about some methods, which is not measured until there is one that has all of them. */
export function quoteOf<Part extends Sample, Quoted>(
  place: Place,
  methods: readonly string[],
  numbers: (...parts: Part[]) => Quoted,
): Quote<Quoted> {
  const reference = { ...place, methods };
  return {
    figure: reference,
    numbers: (study) => {
      const figure = figureOf(study, reference);
      return figure ? numbers(...partsOf<Part>(figure, methods)) : null;
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
