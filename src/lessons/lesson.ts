/** What a lesson is: steps in the lab, each with the state it is about, and numbers that are expected to be seen there. Its words are in src/languages/lessons. */
import { writeHidden, type PartName } from '../share/hidden.ts';
import { writeAddress } from '../state/address.ts';
import { applySettings, defaultColumns, type Columns, type Setting } from '../state/setup.ts';
import { openingView, type View } from '../state/view.ts';
import type { Expectation } from './expectation.ts';

export type LessonId = 'askingAgain' | 'collapse' | 'correctingOrCopying';

/** The lab as a step opens it. */
export interface LabState {
  task: string;
  /** Of the left and the right run. */
  methods: readonly [string, string];
  /** What departs from the defaults of task and methods. */
  settings?: readonly Setting[];
  /** What departs from the view that the page opens with. */
  view?: Partial<View>;
  hide: readonly PartName[];
}

export interface Step {
  minutes: number;
  /** Null where nothing is done in the lab. */
  lab: LabState | null;
  /** One for each observation that the words have. */
  expects: readonly Expectation[];
  /** What its questions and answers quote of the settings. */
  numbers?: Readonly<Record<string, string>>;
}

export interface Lesson {
  id: LessonId;
  steps: readonly Step[];
}

export const columnsOf = ({ task, methods, settings = [] }: LabState): Columns => applySettings(defaultColumns(task, methods), settings);

export const viewOf = ({ view }: LabState): View => ({ ...openingView, ...view });

/** The address of a state, from the page's folder on. It says its version even where all else is the default: without any, the page opens what was trained last. */
export function labAddress(state: LabState): string {
  const hash = writeAddress(columnsOf(state), viewOf(state)) || 'v=2';
  return `./${writeHidden({ parts: [...state.hide], embed: false })}#${hash}`;
}

export const minutesOf = ({ steps }: Lesson): number => steps.reduce((sum, { minutes }) => sum + minutes, 0);
