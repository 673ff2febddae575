/** The components that draw the study's figures, and what they say in words, by the names that its files have for them. */
import type { Component } from 'svelte';
import Attempts from '../pictures/attempts/Attempts.svelte';
import { attemptsCaption, attemptsTable } from '../pictures/attempts/words.ts';
import Bars from '../pictures/bars/Bars.svelte';
import { barsCaption, barsTable } from '../pictures/bars/words.ts';
import Causes from '../pictures/causes/Causes.svelte';
import { causesCaption, causesTable } from '../pictures/causes/words.ts';
import CorrectionCourse from '../pictures/correctionCourse/CorrectionCourse.svelte';
import { correctionCourseCaption, correctionCourseTable } from '../pictures/correctionCourse/words.ts';
import CorrectionRates from '../pictures/correctionRates/CorrectionRates.svelte';
import { correctionRatesCaption, correctionRatesTable } from '../pictures/correctionRates/words.ts';
import Curves from '../pictures/curves/Curves.svelte';
import { curvesCaption, curvesTable } from '../pictures/curves/words.ts';
import EditDistances from '../pictures/editDistances/EditDistances.svelte';
import { editDistancesCaption, editDistancesTable } from '../pictures/editDistances/words.ts';
import type { PictureTable } from '../pictures/kit/table.ts';
import LevelTransitions from '../pictures/levelTransitions/LevelTransitions.svelte';
import { levelTransitionsCaption, levelTransitionsTable } from '../pictures/levelTransitions/words.ts';
import Phase from '../pictures/phase/Phase.svelte';
import { phaseCaption, phaseTable } from '../pictures/phase/words.ts';
import Voting from '../pictures/voting/Voting.svelte';
import { votingCaption, votingTable } from '../pictures/voting/words.ts';
import { heard } from '../languages/heard.ts';
import { askedSentence } from './asked.ts';
import type { StudyFigure } from './studyFile.ts';

interface Picture<Data> {
  component: Component<{ data: Data; width: number }>;
  caption: (data: Data) => string;
  table: (data: Data) => PictureTable;
}

/** A figure with the component that draws it. */
export interface DrawnFigure extends Picture<unknown> {
  title: string;
  data: unknown;
  /** Which problems its probes ask, if it is drawn from any. */
  asked: string;
}

/** What a picture of the study is drawn of, as far as it is words. */
interface Named {
  name?: string;
  stageNames?: readonly string[];
}

/** A picture and its words agree on what they draw; what a file has for it, the report has written. */
const picture = <Data>(
  component: Component<{ data: Data; width: number }>,
  caption: (data: Data) => string,
  table: (data: Data) => PictureTable,
) => ({ component, caption, table }) as Picture<unknown>;

export const pictures: Readonly<Record<string, Picture<unknown> | undefined>> = {
  'attempts/Attempts': picture(Attempts, attemptsCaption, attemptsTable),
  'bars/Bars': picture(Bars, barsCaption, barsTable),
  'causes/Causes': picture(Causes, causesCaption, causesTable),
  'correctionCourse/CorrectionCourse': picture(CorrectionCourse, correctionCourseCaption, correctionCourseTable),
  'correctionRates/CorrectionRates': picture(CorrectionRates, correctionRatesCaption, correctionRatesTable),
  'curves/Curves': picture(Curves, curvesCaption, curvesTable),
  'editDistances/EditDistances': picture(EditDistances, editDistancesCaption, editDistancesTable),
  'levelTransitions/LevelTransitions': picture(LevelTransitions, levelTransitionsCaption, levelTransitionsTable),
  'phase/Phase': picture(Phase, phaseCaption, phaseTable),
  'voting/Voting': picture(Voting, votingCaption, votingTable),
};

/** A name that the study's file has: a method's or a task's, by itself or with what sets it apart. */
const named = (item: Named): Named => ({
  ...item,
  ...(item.name !== undefined && { name: heard(item.name) }),
  ...(item.stageNames && { stageNames: item.stageNames.map(heard) }),
});

/** The figures that this page can draw: a file of a later version may have others. */
export const drawable = (figures: readonly StudyFigure[]): DrawnFigure[] =>
  figures.flatMap(({ title, picture: name, data, asked }) => {
    const known = pictures[name];
    return known ? [{ title, data: (data as Named[]).map(named), asked: asked ? askedSentence(asked) : '', ...known }] : [];
  });
