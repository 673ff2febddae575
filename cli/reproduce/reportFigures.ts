/** The figures of the report: which there are, where they are drawn from and what is said beside them. */
import '../../src/languages/english.ts';
import { attemptsCaption, attemptsLabel, attemptsTable } from '../../src/pictures/attempts/words.ts';
import { barsCaption, barsLabel, barsTable } from '../../src/pictures/bars/words.ts';
import { causesCaption, causesLabel, causesTable } from '../../src/pictures/causes/words.ts';
import { correctionCourseCaption, correctionCourseLabel, correctionCourseTable } from '../../src/pictures/correctionCourse/words.ts';
import { correctionRatesCaption, correctionRatesLabel, correctionRatesTable } from '../../src/pictures/correctionRates/words.ts';
import { curvesCaption, curvesLabel, curvesTable } from '../../src/pictures/curves/words.ts';
import { editDistancesCaption, editDistancesLabel, editDistancesTable } from '../../src/pictures/editDistances/words.ts';
import type { PictureTable } from '../../src/pictures/kit/table.ts';
import { levelTransitionsCaption, levelTransitionsLabel, levelTransitionsTable } from '../../src/pictures/levelTransitions/words.ts';
import { phaseCaption, phaseLabel, phaseTable } from '../../src/pictures/phase/words.ts';
import { votingCaption, votingLabel, votingTable } from '../../src/pictures/voting/words.ts';
import { askedSentence } from '../../src/study/asked.ts';
import type { AskedSeeds } from '../../src/study/asked.ts';
import { markdownTable } from '../markdown.ts';
import { arms } from './arms.ts';
import { onOneSet } from './askedProblems.ts';
import { clipped } from './clipped.ts';
import * as gathered from './figureData.ts';
import type { TaskRows } from './figureData.ts';
import type { Drawing } from './figures.ts';
import { causesData, phaseData } from './gains.ts';
import type { ResultRow } from './results.ts';
import { finalEvaluation } from './runJob.ts';

type Picture = Drawing['picture'];
type DataOf<Path extends Picture> = Extract<Drawing, { picture: Path }>['data'];

/** What a picture says of its data in words. */
const words: {
  [Path in Picture]: {
    label: (data: DataOf<Path>) => string;
    caption: (data: DataOf<Path>) => string;
    table: (data: DataOf<Path>) => PictureTable;
  };
} = {
  'attempts/Attempts': { label: attemptsLabel, caption: attemptsCaption, table: attemptsTable },
  'bars/Bars': { label: barsLabel, caption: barsCaption, table: barsTable },
  'causes/Causes': { label: causesLabel, caption: causesCaption, table: causesTable },
  'correctionCourse/CorrectionCourse': { label: correctionCourseLabel, caption: correctionCourseCaption, table: correctionCourseTable },
  'correctionRates/CorrectionRates': { label: correctionRatesLabel, caption: correctionRatesCaption, table: correctionRatesTable },
  'curves/Curves': { label: curvesLabel, caption: curvesCaption, table: curvesTable },
  'editDistances/EditDistances': { label: editDistancesLabel, caption: editDistancesCaption, table: editDistancesTable },
  'levelTransitions/LevelTransitions': { label: levelTransitionsLabel, caption: levelTransitionsCaption, table: levelTransitionsTable },
  'phase/Phase': { label: phaseLabel, caption: phaseCaption, table: phaseTable },
  'voting/Voting': { label: votingLabel, caption: votingCaption, table: votingTable },
};

/** A figure of the report; without a drawing where there are no rows for it. */
export interface Figure {
  /** Its number in the paper, and what it shows. */
  title: string;
  /** Name in docs/figures, and what is drawn there. */
  file: string;
  drawing: Drawing | null;
  /** Which problems were asked, where it is drawn from probes. */
  asked?: readonly AskedSeeds[];
  /** Markdown: the picture, what it shows, n, where it is from, and its numbers. */
  text: string;
}

/**
 * @param rows which rows it is drawn from
 * @param asked of those that are probes
 */
function figure<Path extends Picture>(
  title: string,
  picture: Path,
  measured: DataOf<Path>,
  file: string,
  rows: string,
  asked?: readonly AskedSeeds[],
): Figure {
  if (measured.length === 0) return { title, file, drawing: null, text: '' };
  const data = clipped(measured);
  const { label, caption, table } = words[picture];
  const { head, rows: numbers } = table(data);
  const text = [
    `![${label(data)}](figures/${file})`,
    `**${title}.** ${caption(data)}${asked ? ` ${askedSentence(asked)}` : ''} Drawn by \`npm run reproduce -- --report\` from ${rows}.`,
    `<details><summary>Its numbers</summary>\n\n${markdownTable(head, numbers)}\n\n</details>`,
  ].join('\n\n');
  return { title, file, drawing: { picture, data } as Extract<Drawing, { picture: Path }>, asked, text };
}

/** The figures one below the other, and in one line those that have no rows. */
export function figuresText(figures: readonly Figure[]): string {
  const absent = figures.filter(({ drawing }) => !drawing).map(({ title }) => title);
  return [
    ...figures.filter(({ drawing }) => drawing).map(({ text }) => text),
    ...(absent.length > 0 ? [`Not drawn, as their rows are not in yet: ${absent.join('; ')}.`] : []),
  ].join('\n\n');
}

/** The course of training. */
export function trainingFigures(task: string, from: TaskRows): Figure[] {
  const rows = `the training rows of \`${task}\` in \`results/curves.jsonl\``;
  const course = gathered.correctionCourseData(from);
  const discounted = gathered.curvesData(from, ['naive_discounted']);
  return [
    figure(
      'Figures 6a and 6b: accuracy and change rate over training',
      'curves/Curves',
      gathered.curvesData(from, ['naive', 'score']),
      `curves-${task}.svg`,
      rows,
    ),
    figure(
      'Figure 9: a discount in place of SCoRe',
      'curves/Curves',
      discounted.length > 0 ? [...gathered.curvesData(from, ['naive']), ...discounted] : [],
      `discount-${task}.svg`,
      rows,
    ),
    figure(
      'Figures 4b and 4c: edit distances in training and on held-out problems',
      'editDistances/EditDistances',
      gathered.trainingEditsData(from),
      `edits-${task}-training.svg`,
      `\`training_edits\` in the rows of \`${task}\` in \`results/curves.jsonl\`, and its rows at temperature 1 in \`results/reproduction.jsonl\``,
    ),
    figure(
      'Figure 5: correction over training',
      'correctionCourse/CorrectionCourse',
      course,
      `correction-course-${task}.svg`,
      `the rows of \`${task}\` in \`results/courses.jsonl\`, which \`npm run reproduce -- --courses\` makes`,
      course.map(({ name, seeds }) => ({ name, watched: seeds, report: 0 })),
    ),
  ];
}

/** A temperature in the name of a file. */
const whenName = (temperature: number): string => (temperature === 0 ? 'greedy' : `t${temperature}`);

/** The final evaluation at one temperature, and attempts in a row at the same. */
export function finalFigures(task: string, all: TaskRows, temperature: number): Figure[] {
  const from = { ...all, probes: onOneSet(all.probes) };
  const when = whenName(temperature);
  const rows = `the rows of \`${task}\` at temperature ${temperature} in \`results/reproduction.jsonl\``;
  const probes = `\`attempts\` at temperature ${temperature} in the rows of \`${task}\` in \`results/probes.jsonl\``;
  const inARow = gathered.attemptsData(from, temperature);
  const otherBars = (title: string, which: gathered.OtherBars): Figure[] => {
    if (!arms.some((arm) => arm.task === task && gathered.isOnlyIn(which, arm.method))) return [];
    return [figure(title, 'bars/Bars', gathered.otherBarsData(from, temperature, which), `${which}-${task}-${when}.svg`, rows)];
  };
  return [
    figure('Figure 1, left: accuracy of both answers', 'bars/Bars', gathered.barsData(from, temperature), `bars-${task}-${when}.svg`, rows),
    ...otherBars('Tables 1 to 3 in bars: baselines', 'baselines'),
    ...otherBars('Table 4 in bars: SCoRe without its parts', 'ablations'),
    ...otherBars('Variants and controls', 'controls'),
    figure(
      'Figure 4a: edit distances',
      'editDistances/EditDistances',
      gathered.editDistancesData(from, temperature),
      `edits-${task}-${when}.svg`,
      rows,
    ),
    figure(
      'Figure 8: attempts in a row',
      'attempts/Attempts',
      inARow,
      `attempts-${task}-${when}.svg`,
      probes,
      gathered.askedOf(from, inARow),
    ),
  ];
}

/** What `lab probe` measures at temperatures of its own. */
export function probeFigures(task: string, all: TaskRows): Figure[] {
  const from = { ...all, probes: onOneSet(all.probes) };
  const rows = (field: string): string => `\`${field}\` in the rows of \`${task}\` in \`results/probes.jsonl\``;
  const [votes, corrections, levels] = [gathered.votingData(from), gathered.correctionRatesData(from), gathered.levelTransitionsData(from)];
  return [
    figure('Figure 1, right: majority votes', 'voting/Voting', votes, `voting-${task}.svg`, rows('voting'), gathered.askedOf(from, votes)),
    figure(
      'Figure 5, the end of training: correction of fixed first answers and of a model’s own',
      'correctionRates/CorrectionRates',
      corrections,
      `corrections-${task}.svg`,
      rows('first_attempt_sources'),
      gathered.askedOf(from, corrections),
    ),
    figure(
      'Figure 7 of the camera-ready paper: transitions by level',
      'levelTransitions/LevelTransitions',
      levels,
      `levels-${task}.svg`,
      rows('levels'),
      gathered.askedOf(from, levels),
    ),
  ];
}

/** What SCoRe gains over naive RL, by the settings of one task and by base. */
export function gainFigures(gridTask: string, rows: readonly ResultRow[]): Figure[] {
  const grids = finalEvaluation.temperatures.map((temperature) =>
    figure(
      `By problems and copies, ${temperature === 0 ? 'greedy' : `temperature ${temperature}`}`,
      'phase/Phase',
      phaseData(gridTask, rows, temperature),
      `phase-${gridTask}-${whenName(temperature)}.svg`,
      `the rows of \`${gridTask}\` at temperature ${temperature} in \`results/reproduction.jsonl\``,
    ),
  );
  const bases = figure(
    'By what the base can do',
    'causes/Causes',
    causesData(rows),
    'causes.svg',
    'the rows at temperature 1 in `results/reproduction.jsonl`',
  );
  return [...grids, bases];
}
