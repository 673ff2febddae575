/** What a chapter of the story is: a setup of the lab, one picture to look at, one thing to do, and claims. Its words are in src/languages. */
import type { Lab } from '../state/lab.svelte.ts';
import type { Columns, Setting } from '../state/setup.ts';
import type { StoryWords } from '../languages/story/en.ts';
import type { Numbers, Quote } from '../study/quotes.ts';
import type { SourceName } from './sources.ts';

export type ChapterId = keyof StoryWords['chapters'];

/** A word that the story explains where it stands. */
export type TermId = keyof StoryWords['terms'];

/** What a claim says; `unmeasured` while the study has no rows for it. */
export type ClaimWords = StoryWords['chapters'][ChapterId]['claims'][number];

export interface Claim extends Quote<Numbers> {
  code: SourceName;
}

/** What the lab shows when a chapter begins. */
export interface ChapterSetup {
  task: string;
  /** Of the left and the right run. */
  methods: readonly [string, string];
  /** What departs from the defaults of task and methods. */
  settings?: readonly Setting[];
  /** The base model, or the last evaluation. */
  playhead: 'start' | 'end';
  temperature: 0 | 1;
}

/** The part of the lab that the story moves, and that says whether something was done. */
export type StoryLab = Pick<Lab, 'setup' | 'playhead' | 'live' | 'isTold'>;

export interface Exercise {
  /** Selector of the control that it is done with. */
  control: string;
  /** Whether it is done; without it, once the control was pressed. */
  isDone?: (lab: StoryLab) => boolean;
}

export interface Chapter {
  id: ChapterId;
  setup: ChapterSetup;
  /** Id of the heading of the row it looks at. */
  points: string;
  /** The run of the row that it is about, which comes into view where runs stand below one another. */
  column?: 0 | 1;
  exercise: Exercise;
  /** What its text quotes of its own setup. */
  numbers?: (columns: Columns) => Numbers;
  claims: readonly Claim[];
}
